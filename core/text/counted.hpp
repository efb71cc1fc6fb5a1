#pragma once

#include <cstddef>
#include <string>

namespace tidemark::text {

/// "1 file", "2 files".
inline std::string counted(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

/// "1 of 2 files", "1 of 1 file".
inline std::string counted_of(std::size_t part, std::size_t count, const std::string& one,
                              const std::string& many) {
  return std::to_string(part) + " of " + counted(count, one, many);
}

/// The form of a word that goes with a count: "is", "are".
inline const char* agreeing(std::size_t count, const char* one, const char* many) {
  return count == 1 ? one : many;
}

}  // namespace tidemark::text
