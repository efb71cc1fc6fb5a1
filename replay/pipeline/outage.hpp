#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/model/trial.hpp"
#include "core/model/verdict.hpp"
#include "replay/run/batch.hpp"

namespace tidemark::pipeline {

/// How an automation's trials fared with those who answer its calls.
struct ServiceTally {
  std::size_t trials = 0, unserved = 0;
  std::vector<std::string> servers;  ///< as servers_of()
};
using ServiceTallies = std::map<EntityId, ServiceTally>;

/// Whether a failure says nothing of the automation's outputs: nobody answered, and another time
/// somebody may.
bool is_of_the_service(FailureKind kind);

/// Adds what came of a trial.
void count(const Outcome& outcome, ServiceTally& tally);

/// Where more than a tenth of the trials of every automation that stands on something, and of at
/// least two, found no service, its outage is named first in those of their verdicts that are
/// ERROR: the vendor's, where the same automations stand on it, else all that they have in common.
/// Changes no verdict: an error is never a score, whatever else failed.
void name_outages(const ServiceTallies& tallies, std::vector<Verdict>& verdicts);

}  // namespace tidemark::pipeline
