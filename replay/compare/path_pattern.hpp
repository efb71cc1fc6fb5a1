#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json/json.hpp"

namespace tidemark::compare {

/// The unescaped segments on the way to a value, from the root.
using Path = std::vector<std::string>;

/// A JSON pointer in which a segment `*` stands for any one segment.
class PathPattern {
 public:
  /// `pointer` is well-formed (json::is_pointer).
  explicit PathPattern(std::string_view pointer);

  bool matches(const Path& path) const;
  const Path& segments() const { return segments_; }

 private:
  Path segments_;
};

/// The path as a JSON pointer; "" is the root.
std::string pointer_of(const Path& path);

}  // namespace tidemark::compare
