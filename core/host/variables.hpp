#pragma once

#include <array>

namespace tidemark::host {

/// Variables that every worker is given beside those that its runner names: as they are, but for
/// TMPDIR, which names a folder of its own.
inline constexpr std::array<const char*, 6> harmless_variables = {"PATH",   "HOME",   "LANG",
                                                                  "LC_ALL", "TMPDIR", "TZ"};

}  // namespace tidemark::host
