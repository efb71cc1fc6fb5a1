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

std::string_view start_of(std::string_view bytes) { return bytes.substr(0, 64); }

}  // namespace

std::vector<std::string> chunks_of(const Entities& entities) {
  const auto ends = ends_of(entities);
  std::vector<std::string> chunks(ends.size());
  on_all_cores(chunks.size(), [&](std::size_t i) {
    chunks[i] = chunk_of(entities, i == 0 ? 0 : ends[i - 1], ends[i]);
  });
  return chunks;
}

std::string_view Cache::Chunks::hold(std::string bytes) {
  const std::lock_guard guard(busy_);
  return held_.emplace_back(std::move(bytes));
}

Chunk Cache::Chunks::in(std::string_view bytes) {
  if (Chunk known = find(bytes)) return known;
  Chunk chunk = chunk_in(bytes);
  const std::lock_guard guard(busy_);
  known_.insert_or_assign(start_of(bytes), Known{bytes, chunk});
  return chunk;
}

Chunk Cache::Chunks::find(std::string_view bytes) {
  const std::lock_guard guard(busy_);
  const auto known = known_.find(start_of(bytes));
  return known != known_.end() && known->second.bytes == bytes ? known->second.chunk : nullptr;
}

}  // namespace tidemark::inventory
