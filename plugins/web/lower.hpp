#pragma once

#include <string>
#include <string_view>

namespace tidemark::web {

/// ASCII's capitals as small letters, whatever the locale; other bytes as they are.
inline std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

}  // namespace tidemark::web
