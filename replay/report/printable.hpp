#pragma once

#include <cstddef>
#include <string>

namespace tidemark::report {

/// A text from outside made safe for a terminal, as text::printable, and for the log of a CI, which
/// obeys what it reads: GitHub a line that begins with `::`, and it and Azure `##[` and `##vso[`.
std::string printable(const std::string& text, std::size_t most = 0);

}  // namespace tidemark::report
