#include "replay/harvest/pool.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/error.hpp"

namespace tidemark::harvest {
namespace {

/// That many at least, or no stratum would say much.
constexpr std::size_t least_of_each = 16;

}  // namespace

std::uint64_t rank_of(const std::string& hash, std::uint64_t seed) {
  std::uint64_t bits = 0;
  std::from_chars(hash.data(), hash.data() + std::min<std::size_t>(hash.size(), 16), bits, 16);
  bits += (seed + 1) * 0x9e3779b97f4a7c15U;
  bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31U);
}

std::uint64_t Stratum::distinct() const {
  if (!is_cut || candidates.size() < 2) return candidates.size();
  const double held = static_cast<double>(candidates.size());
  const double share = static_cast<double>(candidates.rbegin()->first.first) / 0x1p64;
  return static_cast<std::uint64_t>((held - 1) / std::max(share, 0x1p-64));
}

std::size_t Pool::most_of_each() const {
  return std::max(least_of_each, most_ / std::max<std::size_t>(1, strata_.size()));
}

void Pool::cut(Stratum& stratum) const {
  while (stratum.candidates.size() > most_of_each()) {
    stratum.candidates.erase(std::prev(stratum.candidates.end()));
    stratum.is_cut = true;
  }
}

bool Pool::offer(const std::vector<std::string>& tags, const std::string& hash) {
  const auto [found, is_new] = positions_.try_emplace(tags, strata_.size());
  if (is_new) {
    if (strata_.size() == most_strata) {
      throw Error(Fault::configuration, "the records have more than " +
                                            std::to_string(most_strata) +
                                            " different lists of tags (name with --tags what "
                                            "has few values)");
    }
    strata_.push_back({tags, 0, {}, false});
    for (Stratum& stratum : strata_) cut(stratum);
  }
  Stratum& stratum = strata_[found->second];
  ++stratum.lines;
  ++lines_;
  const std::pair key{rank_of(hash, seed_), hash};
  if (stratum.candidates.contains(key)) return false;
  if (stratum.candidates.size() < most_of_each()) return true;
  stratum.is_cut = true;
  return key < stratum.candidates.rbegin()->first;
}

void Pool::put(const std::vector<std::string>& tags, Candidate candidate) {
  Stratum& stratum = strata_[positions_.at(tags)];
  const std::pair key{rank_of(candidate.hash, seed_), candidate.hash};
  stratum.candidates.emplace(key, std::move(candidate));
  cut(stratum);
}

}  // namespace tidemark::harvest
