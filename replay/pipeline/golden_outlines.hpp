#pragma once

#include <functional>
#include <memory_resource>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/inventory/cache.hpp"
#include "replay/golden/outline.hpp"

namespace tidemark::pipeline {

/// Outlines of golden sets, by the blobs that hold them; those of earlier questions come from the
/// cache, so none of this may judge. Any thread asks.
class GoldenOutlines {
 public:
  /// `cache` may be null; it must outlive this.
  explicit GoldenOutlines(inventory::Cache* cache);

  /// The outline that the blob is known by, else that of the text that `read` gives. Without a blob
  /// ("") nothing is known. Throws what golden::read_golden_set throws.
  golden::Outline of(const std::string& blob, const std::string& path,
                     const std::function<std::string()>& read);
  /// Leaves to later questions what is new; called when nobody asks any more.
  void keep() const;

 private:
  std::string known_;  // id and outline, one after the other; from the cache
  std::pmr::monotonic_buffer_resource memory_;  // of the map, which never shrinks
  std::pmr::unordered_map<std::string_view, std::string_view> by_blob_{&memory_};  // leads into it
  inventory::Cache* cache_;
  std::mutex adding_;  // around what follows
  std::string new_;
};

}  // namespace tidemark::pipeline
