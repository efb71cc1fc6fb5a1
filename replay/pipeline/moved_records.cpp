#include "replay/pipeline/moved_records.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "core/base/error.hpp"
#include "core/text/counted.hpp"
#include "replay/golden/golden_set.hpp"
#include "replay/pipeline/records_at.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t cases_named = 3;

using Ids = std::vector<std::string>;

/// What two lists of cases, each sorted by id, do not have in common.
struct Moved {
  Ids added, removed, changed;
};

template <typename Case, typename IsSame>
Moved moved_between(const std::vector<Case>& before, const std::vector<Case>& after,
                    const IsSame& is_same) {
  Moved moved;
  auto was = before.begin();
  auto is = after.begin();
  while (was != before.end() || is != after.end()) {
    if (was == before.end() || (is != after.end() && is->id < was->id)) {
      moved.added.push_back((is++)->id);
    } else if (is == after.end() || was->id < is->id) {
      moved.removed.push_back((was++)->id);
    } else {
      if (!is_same(*was, *is)) moved.changed.push_back(is->id);
      ++was, ++is;
    }
  }
  return moved;
}

std::string named(const Ids& ids) {
  const Ids first(ids.begin(), ids.begin() + std::min(ids.size(), cases_named));
  std::string text = fmt::format("{}", fmt::join(first, ", "));
  if (ids.size() > first.size()) text += fmt::format(" and {} more", ids.size() - first.size());
  return text;
}

std::string in_words(const Moved& moved, const std::string& otherwise) {
  Ids parts;
  const auto part = [&](const Ids& ids, const char* what) {
    if (ids.empty()) return;
    parts.push_back(
        fmt::format("{} {} ({})", text::counted(ids.size(), "case", "cases"), what, named(ids)));
  };
  part(moved.added, "added");
  part(moved.removed, "removed");
  part(moved.changed, "changed");
  return parts.empty() ? otherwise : fmt::format("{}", fmt::join(parts, ", "));
}

std::optional<GoldenSet> golden_of(const change::World& world, const ReplaySpec& replay) {
  return golden_at(world, replay.golden);
}

std::optional<Baseline> baseline_of(const change::World& world, const ReplaySpec& replay) {
  const auto golden = golden_of(world, replay);
  return golden ? baseline_at(world, replay.baseline, *golden) : std::nullopt;
}

bool is_same_case(const GoldenCase& was, const GoldenCase& is) {
  return golden::case_line(was) == golden::case_line(is);
}

bool has_same_outputs(const BaselineCase& was, const BaselineCase& is) {
  return was.input_hash == is.input_hash && was.reference == is.reference &&
         was.controls == is.controls;
}

/// What the base has so that nobody can read it is what it lacks; of the head it is refused.
template <typename Read>
auto if_readable(const Read& read, const change::World& before, const ReplaySpec& replay)
    -> decltype(read(before, replay)) {
  try {
    return read(before, replay);
  } catch (const Error& error) {
    if (error.fault() != Fault::configuration) throw;
    return std::nullopt;
  }
}

/// "" where a side has none.
template <typename Read, typename IsSame>
std::string moved_in(const Read& read, const change::World& before, const change::World& after,
                     const EntityId& automation, const IsSame& is_same,
                     const std::string& otherwise) {
  const Entity* was = before.inventory.find(automation);
  const Entity* is = after.inventory.find(automation);
  const auto old = if_readable(read, before, *was->replay);
  const auto now = read(after, *is->replay);
  if (!old || !now) return "";
  return in_words(moved_between(old->cases, now->cases, is_same), otherwise);
}

std::string moved_cases(const change::World& before, const change::World& after,
                        const Proposal& proposal) {
  if (proposal.rule == "golden.changed") {
    return moved_in(golden_of, before, after, proposal.automation, is_same_case,
                    "the same cases, written otherwise");
  }
  if (proposal.rule == "baseline.changed") {
    return moved_in(baseline_of, before, after, proposal.automation, has_same_outputs,
                    "the same outputs, recorded otherwise");
  }
  return "";
}

}  // namespace

void name_moved_cases(const change::World& before, const change::World& after,
                      std::vector<Proposal>& proposals) {
  for (Proposal& proposal : proposals) {
    const std::string moved = moved_cases(before, after, proposal);
    if (!moved.empty()) proposal.text += ": " + moved;
  }
}

}  // namespace tidemark::pipeline
