#pragma once

// Entities as the cache has them: in chunks, each of which is read by itself; private to
// core/inventory.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/inventory/cache.hpp"

namespace tidemark::inventory {

using Chunk = std::shared_ptr<const std::vector<Entity>>;

/// The bytes of the chunks that make the list.
std::vector<std::string> chunks_of(const Entities& entities);

/// What tells a chunk from others.
struct ChunkKey {
  std::uint64_t sum = 0, size = 0;  // of its bytes
  auto operator<=>(const ChunkKey&) const = default;
};

ChunkKey key_of(std::string_view bytes);

/// Chunks that were read before: inventories share what they have in common. Any thread.
class Cache::Chunks {
 public:
  /// `read` gives the bytes, and is asked for those of a chunk that is not known. Throws Damaged
  /// when these are others.
  Chunk of(const ChunkKey& key, const std::function<std::string()>& read);

 private:
  Chunk find(const ChunkKey& key);

  std::mutex busy_;
  std::map<ChunkKey, Chunk> known_;
};

}  // namespace tidemark::inventory
