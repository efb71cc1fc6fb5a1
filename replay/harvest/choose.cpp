#include "replay/harvest/choose.hpp"

#include <algorithm>
#include <numeric>

namespace tidemark::harvest {
namespace {

/// A candidate and how like it is to the nearest that it would stand beside.
struct Standing {
  const Candidate* candidate;
  double nearest;
  bool is_taken = false;
};

/// The candidates of one stratum on their way.
struct Line {
  const Stratum* stratum;
  std::vector<Standing> standings;  ///< by rank
  std::vector<const Candidate*> chosen;

  /// The one that is least like all others, if it is not nearly the same as one; of several the
  /// first by rank.
  Standing* farthest() {
    Standing* best = nullptr;
    for (Standing& one : standings) {
      if (one.is_taken || one.nearest >= nearly_the_same) continue;
      if (best == nullptr || one.nearest < best->nearest) best = &one;
    }
    return best;
  }
  void take(Standing& one) {
    one.is_taken = true;
    chosen.push_back(one.candidate);
    for (Standing& other : standings) {
      const double like = likeness(one.candidate->features, other.candidate->features);
      other.nearest = std::max(other.nearest, like);
    }
  }
};

double nearest_of(const Candidate& candidate, const Present& present) {
  double nearest = -1;
  for (const Features& features : present.features) {
    nearest = std::max(nearest, likeness(candidate.features, features));
  }
  return nearest;
}

/// Strata by their tags, so that nothing depends on the order of the log.
std::vector<Line> lines_of(const Pool& pool, const Present& present, Choice& choice) {
  std::vector<Line> lines;
  for (const Stratum& stratum : pool.strata()) lines.push_back({&stratum, {}, {}});
  std::sort(lines.begin(), lines.end(),
            [](const Line& a, const Line& b) { return a.stratum->tags < b.stratum->tags; });
  std::set<std::string> met = present.hashes;
  for (Line& line : lines) {
    for (const auto& [rank, candidate] : line.stratum->candidates) {
      if (!met.insert(candidate.hash).second) {
        ++choice.present;
      } else {
        line.standings.push_back({&candidate, nearest_of(candidate, present)});
      }
    }
  }
  return lines;
}

/// Takes up to `count` more; how many were taken.
std::size_t fill(Line& line, std::size_t count) {
  std::size_t taken = 0;
  for (; taken < count; ++taken) {
    Standing* next = line.farthest();
    if (next == nullptr) break;
    line.take(*next);
  }
  return taken;
}

std::vector<std::uint64_t> sizes_of(const std::vector<Line>& lines) {
  std::vector<std::uint64_t> sizes;
  for (const Line& line : lines) sizes.push_back(line.stratum->distinct());
  return sizes;
}

}  // namespace

std::vector<std::size_t> quotas(const std::vector<std::uint64_t>& distinct,
                                const std::vector<std::size_t>& most, std::size_t take) {
  std::vector<std::size_t> given(distinct.size());
  for (std::size_t i = 0; i < given.size(); ++i) given[i] = std::min<std::size_t>(1, most[i]);
  std::size_t left =
      take - std::min(take, std::accumulate(given.begin(), given.end(), std::size_t{0}));
  const double sum = static_cast<double>(std::max<std::uint64_t>(
      1, std::accumulate(distinct.begin(), distinct.end(), std::uint64_t{0})));
  // One after the other to whoever has the largest part of its share still to come.
  for (; left > 0; --left) {
    std::size_t best = given.size();
    double most_due = 0;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (given[i] >= most[i]) continue;
      const double due = static_cast<double>(distinct[i]) / sum * static_cast<double>(take) -
                         static_cast<double>(given[i]);
      if (best == given.size() || due > most_due) best = i, most_due = due;
    }
    if (best == given.size()) break;
    ++given[best];
  }
  return given;
}

Choice choose(const Pool& pool, const Present& present, std::size_t take) {
  Choice choice;
  std::vector<Line> lines = lines_of(pool, present, choice);
  const auto sizes = sizes_of(lines);
  std::vector<std::size_t> most;
  for (const Line& line : lines) most.push_back(line.standings.size());
  for (std::size_t done = 0;;) {
    const auto wanted = quotas(sizes, most, take);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::size_t lacking = wanted[i] - std::min(wanted[i], lines[i].chosen.size());
      // A stratum that could not fill its share has no more than this.
      if (fill(lines[i], lacking) < lacking) most[i] = lines[i].chosen.size();
    }
    std::size_t now = 0;
    for (const Line& line : lines) now += line.chosen.size();
    if (now >= take || now == done) break;
    done = now;
  }
  for (Line& line : lines) {
    for (const Standing& one : line.standings) {
      if (!one.is_taken && one.nearest >= nearly_the_same) ++choice.near;
    }
    choice.shares.push_back({line.stratum->tags, line.stratum->lines, line.stratum->distinct(),
                             std::move(line.chosen)});
  }
  return choice;
}

}  // namespace tidemark::harvest
