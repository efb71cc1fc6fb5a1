#include "replay/pipeline/outage.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/text/counted.hpp"

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

/// All automations that were run and stand on one thing.
struct Standing {
  std::vector<EntityId> automations;
  std::size_t trials = 0, unserved = 0;
  bool all_suffer = true;
};

std::map<std::string, Standing> standing_on(const ServiceTallies& tallies) {
  std::map<std::string, Standing> all;
  for (const auto& [automation, tally] : tallies) {
    if (tally.trials == 0) continue;
    for (const std::string& server : tally.servers) {
      Standing& its = all[server];
      its.automations.push_back(automation);
      its.trials += tally.trials;
      its.unserved += tally.unserved;
      its.all_suffer = its.all_suffer && tally.unserved * 10 > tally.trials;
    }
  }
  std::erase_if(all, [](const auto& one) {
    return !one.second.all_suffer || one.second.automations.size() < 2;
  });
  return all;
}

bool is_vendor(const std::string& server) { return server.starts_with("vendor:"); }

/// What is down by this, each with who stands on it.
struct Outage {
  std::vector<std::string> servers;
  Standing standing;
};

/// What a vendor's outage explains is no outage of its own.
bool is_explained(const std::string& server, const Standing& standing,
                  const std::map<std::string, Standing>& all) {
  return !is_vendor(server) && std::any_of(all.begin(), all.end(), [&](const auto& other) {
    return is_vendor(other.first) &&
           std::ranges::includes(other.second.automations, standing.automations);
  });
}

/// Of what the same automations stand on nobody knows which it is.
std::vector<Outage> outages_in(const ServiceTallies& tallies) {
  const auto all = standing_on(tallies);
  std::map<std::vector<EntityId>, Outage> outages;
  for (const auto& [server, standing] : all) {
    if (is_explained(server, standing, all)) continue;
    Outage& one = outages.try_emplace(standing.automations, Outage{{}, standing}).first->second;
    one.servers.push_back(server);
  }
  std::vector<Outage> sorted;
  for (auto& [automations, one] : outages) sorted.push_back(std::move(one));
  std::sort(sorted.begin(), sorted.end(),
            [](const Outage& a, const Outage& b) { return a.servers < b.servers; });
  return sorted;
}

std::string sentence_of(const Outage& outage) {
  const Standing& its = outage.standing;
  return fmt::format(
      "an outage of {} is likely: {} of all {} automations run here that stand on it found no "
      "service",
      fmt::join(outage.servers, " or "),
      text::counted_of(its.unserved, its.trials, "trial", "trials"), its.automations.size());
}

}  // namespace

bool is_of_the_service(FailureKind kind) {
  return is_unserved(kind) || kind == FailureKind::load || kind == FailureKind::cancelled;
}

void count(const Outcome& outcome, ServiceTally& tally) {
  ++tally.trials;
  if (outcome.failure && is_for_want_of_service(*outcome.failure)) ++tally.unserved;
}

void name_outages(const ServiceTallies& tallies, std::vector<Verdict>& verdicts) {
  for (const Outage& outage : outages_in(tallies)) {
    const auto& automations = outage.standing.automations;
    for (Verdict& verdict : verdicts) {
      const bool stands_on_it = std::ranges::binary_search(automations, verdict.automation);
      if (!stands_on_it || verdict.kind != VerdictKind::error) continue;
      verdict.because.insert(verdict.because.begin(), sentence_of(outage));
    }
  }
}

}  // namespace tidemark::pipeline
