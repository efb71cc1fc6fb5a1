#pragma once

#include <tidemark/plugin.h>

#include <string_view>

namespace tidemark::host {

/// A text of the plugins' ABI and back. Nothing is copied.
inline std::string_view view(tidemark_text text) { return {text.data, text.size}; }
inline tidemark_text borrowed(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace tidemark::host
