#pragma once

#include <string>
#include <string_view>
#include <utility>
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

/// Adds a segment to a path for as long as it lives.
class PathStep {
 public:
  PathStep(Path& path, std::string segment) : path_(path) { path_.push_back(std::move(segment)); }
  ~PathStep() { path_.pop_back(); }
  PathStep(const PathStep&) = delete;
  PathStep& operator=(const PathStep&) = delete;

 private:
  Path& path_;
};

/// The segment of an item whose position means nothing; RFC 6901 gives it to no item.
inline constexpr const char* any_position = "-";

/// The path as a JSON pointer; "" is the root.
std::string pointer_of(const Path& path);

}  // namespace tidemark::compare
