#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidemark::json {

/// The reference tokens of a well-formed RFC 6901 pointer, unescaped; none for "", the whole.
std::vector<std::string> tokens_of(std::string_view pointer);
/// A reference token as a pointer has it, behind its '/': "/a~1b" for "a/b".
std::string pointer_step(std::string_view token);

}  // namespace tidemark::json
