#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::text {

/// How many slips of a finger lie between two words: their edit distance, but two neighbours that
/// changed places are one slip.
std::size_t slips(std::u32string_view a, std::u32string_view b);

/// The candidate that a mistyped word most likely meant, or "" when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "did you mean X?" or "" when no candidate is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace tidemark::text
