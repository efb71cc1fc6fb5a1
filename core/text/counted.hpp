#pragma once

#include <string>

namespace tidemark::text {

/// "1 file", "2 files".
inline std::string counted(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

}  // namespace tidemark::text
