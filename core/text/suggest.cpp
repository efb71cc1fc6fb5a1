#include "core/text/suggest.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "core/text/code_points.hpp"

namespace tidemark::text {
namespace {

/// Two neighbours that changed places are one slip, not two.
bool is_swap(std::u32string_view a, std::u32string_view b) {
  if (a.size() != b.size()) return false;
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin());
  if (a.end() - left < 2 || left[0] != right[1] || left[1] != right[0]) return false;
  return std::equal(left + 2, a.end(), right + 2);
}

/// One bit for each character, which some share.
std::uint64_t letters_of(std::u32string_view word) {
  std::uint64_t letters = 0;
  for (const char32_t letter : word) letters |= std::uint64_t{1} << (letter % 64);
  return letters;
}

/// There are no fewer: each brings at most one character and takes at most one away.
std::size_t fewest_slips(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::size_t>(std::max(std::popcount(a & ~b), std::popcount(b & ~a)));
}

}  // namespace

std::size_t slips(std::u32string_view a, std::u32string_view b) {
  return is_swap(a, b) ? 1 : edit_distance(a, b);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::u32string wanted = code_points(word);
  const std::uint64_t letters = letters_of(wanted);
  std::string best;
  // A word that shares nothing with another is not near it, however short.
  std::size_t least = std::min(std::max<std::size_t>(1, wanted.size() / 3) + 1, wanted.size());
  for (const std::string& candidate : candidates) {
    const std::u32string other = code_points(candidate);
    const std::size_t longer = std::max(wanted.size(), other.size());
    const std::size_t shorter = std::min(wanted.size(), other.size());
    if (longer - shorter >= least || fewest_slips(letters, letters_of(other)) >= least) continue;
    const std::size_t distance = slips(wanted, other);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string best = nearest(word, candidates);
  return best.empty() ? "" : "did you mean " + best + "?";
}

}  // namespace tidemark::text
