#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidemark::text {

/// The candidate that a mistyped word most likely meant, or "" when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "did you mean X?" or "" when no candidate is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace tidemark::text
