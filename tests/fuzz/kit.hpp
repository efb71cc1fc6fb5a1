#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "core/base/error.hpp"

/// What a fuzz target is made of: LLVMFuzzerTestOneInput() of libFuzzer, and properties that must
/// hold for any input.
namespace tidemark::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the process where a property does not hold.
inline void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

/// Whether the work ended without an Error; any other exception is a finding.
template <typename Work>
bool succeeds(Work work) {
  try {
    work();
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// Cuts the input at its first newline, for targets that take two texts.
inline std::string_view first_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return line;
}

}  // namespace tidemark::fuzz
