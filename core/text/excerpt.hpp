#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace tidemark::text {

/// Two texts of which only `most` code points of each are going to be shown, from the beginning:
/// where they first differ behind that, both begin with an ellipsis shortly before that place.
/// Texts that fit, and equal ones, come as they are. `most` is 3 or more.
std::pair<std::string, std::string> excerpts(std::string_view before, std::string_view after,
                                             std::size_t most);

}  // namespace tidemark::text
