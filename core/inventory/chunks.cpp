#include "core/inventory/chunks.hpp"

#include "core/base/parallel.hpp"
#include "core/inventory/members.hpp"

namespace tidemark::inventory {
namespace {

constexpr std::size_t in_a_chunk = 128;  // entities, as a rule
constexpr std::size_t smallest_entity = 16;

/// Where chunks of entities end. An entity's own name says whether it is the last of one, so that
/// an entity more or less moves no end elsewhere, and inventories of one workspace have most chunks
/// in common.
std::vector<std::size_t> ends_of(const Entities& entities) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < entities.size(); ++i) {
    const bool is_last = i + 1 == entities.size();
    if (is_last || checksum(entities[i].id.name) % in_a_chunk == 0) ends.push_back(i + 1);
  }
  return ends;
}

std::string chunk_of(const Entities& entities, std::size_t first, std::size_t last) {
  Writer writer;
  writer.number(last - first);
  for (std::size_t i = first; i < last; ++i) writer(entities[i]);
  return writer.take();
}

Chunk chunk_in(std::string_view bytes) {
  Reader reader(bytes);
  const std::uint64_t size = reader.number();
  if (size > bytes.size() / smallest_entity) throw Damaged();
  auto entities = std::make_shared<std::vector<Entity>>(size);
  for (Entity& entity : *entities) reader(entity);
  if (!reader.at_end()) throw Damaged();
  return entities;
}

}  // namespace

std::vector<std::string> chunks_of(const Entities& entities) {
  const auto ends = ends_of(entities);
  std::vector<std::string> chunks(ends.size());
  on_all_cores(chunks.size(), [&](std::size_t i) {
    chunks[i] = chunk_of(entities, i == 0 ? 0 : ends[i - 1], ends[i]);
  });
  return chunks;
}

ChunkKey key_of(std::string_view bytes) { return {checksum(bytes), bytes.size()}; }

Chunk Cache::Chunks::of(const ChunkKey& key, const std::function<std::string()>& read) {
  if (Chunk known = find(key)) return known;
  const std::string bytes = read();
  if (key_of(bytes) != key) throw Damaged();
  Chunk chunk = chunk_in(bytes);
  const std::lock_guard guard(busy_);
  known_.emplace(key, chunk);
  return chunk;
}

Chunk Cache::Chunks::find(const ChunkKey& key) {
  const std::lock_guard guard(busy_);
  const auto known = known_.find(key);
  return known != known_.end() ? known->second : nullptr;
}

}  // namespace tidemark::inventory
