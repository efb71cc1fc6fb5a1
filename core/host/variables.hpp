#pragma once

#include <array>

namespace tidemark::host {

/// Variables that every worker is given as they are, beside those that its runner names.
inline constexpr std::array<const char*, 6> harmless_variables = {"PATH",   "HOME",   "LANG",
                                                                  "LC_ALL", "TMPDIR", "TZ"};

}  // namespace tidemark::host
