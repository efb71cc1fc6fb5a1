#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "core/model/verdict.hpp"
#include "replay/pipeline/judge_of.hpp"
#include "replay/pipeline/session.hpp"

namespace tidemark::pipeline {

/// What one automation's runner answered in this run, by input hash and run number, so that a
/// second judge can look at the same outcomes.
using Outcomes = std::map<std::pair<std::string, int>, Outcome>;

/// Replays an automation as far as its judge needs and says what came of it: a first look, a second
/// one where the first cannot decide. `outcomes` holds what was run before and receives what is run
/// now, where the session remembers it. `run_key` seeds samples and shuffles, so that the same
/// outputs give the same verdict.
Verdict examine(const Judge& judge, Session& session, Outcomes& outcomes,
                const std::string& run_key);

/// What samples and shuffles of a verdict are drawn by.
std::uint64_t seed_of(const std::string& run_key);

/// What the judge says of outcomes that are there, without making one: by the second look where
/// some of them are of it. What is missing of a look counts as missing.
Verdict judged(const Judge& judge, const compare::Make& make, const Outcomes& outcomes,
               const std::string& run_key);

}  // namespace tidemark::pipeline
