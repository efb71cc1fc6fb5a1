#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/model/golden.hpp"

namespace tidemark::golden {

/// What cases say that they touch, a list for each; an empty list says nothing.
using Touched = std::vector<std::vector<std::string>>;

/// As much of a golden set as tells how many of its cases a change calls for.
struct Outline {
  std::size_t cases = 0;
  /// Of the cases that a change may pass by: those that say what they touch and are not critical.
  Touched touched;

  bool operator==(const Outline&) const = default;
};

/// What the case touches, as far as that may leave it out: a critical one never is.
std::vector<std::string> touched_by(const GoldenCase& golden);

Outline outline_of(const GoldenSet& golden);

}  // namespace tidemark::golden
