#pragma once

#include <optional>
#include <string>

#include "core/inventory/document.hpp"
#include "core/inventory/read.hpp"

namespace tidemark::inventory {

inline const std::string root_path = "tidemark.yaml";

/// What a file gave, whether that is all of it, and what is wrong with it.
struct Part {
  std::optional<Document> document;
  bool whole = false;
  Findings findings;
  std::string bytes;    ///< for the cache; "" when anything is wrong
  bool moved = false;   ///< it is another content than its source's, so nothing of it may be kept
  bool parsed = false;  ///< now, not at an earlier time
};

/// Reads files, or what a cache knows of them. Any thread.
class Parts {
 public:
  /// Without a cache everything is read.
  Parts(const Files& files, const Cache* cache) : files_(files), cache_(cache) {}

  Source source_of(const std::string& path) const;
  Part part_at(const Source& source, const std::string& way_out) const;

 private:
  std::optional<Part> known_part(const Source& source) const;

  const Files& files_;
  const Cache* cache_;
};

}  // namespace tidemark::inventory
