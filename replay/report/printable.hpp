#pragma once

#include <cstddef>
#include <string>

namespace tidemark::report {

/// A text from outside made safe for a terminal and for the log of a CI.
std::string printable(const std::string& text, std::size_t most = 0);

}  // namespace tidemark::report
