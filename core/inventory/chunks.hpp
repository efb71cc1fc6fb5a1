#pragma once

// Entities as the cache has them: in chunks, each of which is read by itself; private to
// core/inventory.

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/inventory/cache.hpp"

namespace tidemark::inventory {

using Chunk = std::shared_ptr<const std::vector<Entity>>;

/// The bytes of the chunks that make the list.
std::vector<std::string> chunks_of(const Entities& entities);

/// Chunks that were read before, by their bytes: inventories share what they have in common. Any
/// thread.
class Cache::Chunks {
 public:
  /// Bytes that live as long as this does.
  std::string_view hold(std::string bytes);
  /// What is in the bytes, which are held. Throws Damaged.
  Chunk in(std::string_view bytes);

 private:
  struct Known {
    std::string_view bytes;
    Chunk chunk;
  };
  Chunk find(std::string_view bytes);

  std::mutex busy_;
  std::deque<std::string> held_;
  std::unordered_map<std::string_view, Known> known_;  // by how they begin
};

}  // namespace tidemark::inventory
