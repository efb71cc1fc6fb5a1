#include "replay/pipeline/outage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text/counted.hpp"
#include "replay/pipeline/shares.hpp"

namespace tidemark::pipeline {
namespace {

/// The service itself said, or showed, that it did not serve.
bool is_unserved(FailureKind kind) {
  switch (kind) {
    case FailureKind::rate_limited:
    case FailureKind::quota:
    case FailureKind::auth:
    case FailureKind::unavailable:
      return true;
    default:
      return false;
  }
}

bool is_for_want_of_service(const Failure& failure) {
  return is_unserved(failure.kind) || failure.kind == FailureKind::timeout;
}

/// All automations that were run and share one thing.
struct Sharers {
  std::vector<EntityId> automations;
  std::size_t trials = 0, unserved = 0;
  bool all_suffer = true;
};

std::map<std::string, Sharers> sharers_of(const ServiceTallies& tallies) {
  std::map<std::string, Sharers> all;
  for (const auto& [automation, tally] : tallies) {
    if (tally.trials == 0) continue;
    for (const std::string& share : tally.shares) {
      Sharers& its = all[share];
      its.automations.push_back(automation);
      its.trials += tally.trials;
      its.unserved += tally.unserved;
      its.all_suffer = its.all_suffer && tally.unserved * 10 > tally.trials;
    }
  }
  return all;
}

}  // namespace

bool is_of_the_service(FailureKind kind) {
  return is_unserved(kind) || kind == FailureKind::load || kind == FailureKind::cancelled;
}

ServiceTally tally_of(const std::vector<run::Share>& shares) {
  ServiceTally tally;
  for (const run::Share& share : shares) {
    if (share.name != this_machine) tally.shares.push_back(share.name);
  }
  return tally;
}

void count(const Outcome& outcome, ServiceTally& tally) {
  ++tally.trials;
  if (outcome.failure && is_for_want_of_service(*outcome.failure)) ++tally.unserved;
}

void name_outages(const ServiceTallies& tallies, std::vector<Verdict>& verdicts) {
  for (const auto& [share, its] : sharers_of(tallies)) {
    if (!its.all_suffer || its.automations.size() < 2) continue;
    const std::string sentence = fmt::format(
        "an outage of {} is likely: {} of all {} automations run here that stand on it found no "
        "service",
        share, text::counted_of(its.unserved, its.trials, "trial", "trials"),
        its.automations.size());
    for (Verdict& verdict : verdicts) {
      const bool stands_on_it =
          std::binary_search(its.automations.begin(), its.automations.end(), verdict.automation);
      if (!stands_on_it || verdict.kind != VerdictKind::error) continue;
      verdict.because.insert(verdict.because.begin(), sentence);
    }
  }
}

}  // namespace tidemark::pipeline
