#pragma once

#include <string>
#include <vector>

#include "core/host/host.hpp"
#include "core/model/trial.hpp"
#include "replay/run/lane.hpp"
#include "replay/run/throttle.hpp"

/// What tests of decisions about trials share: trials, answers, and a time that nobody waits for.
namespace tidemark::run::kit {

inline const Time start = Time() + std::chrono::hours(1);

/// Every case once, then every case again, ...
inline std::vector<Trial> trials_of(const std::vector<std::string>& cases, int runs) {
  std::vector<Trial> trials;
  for (int run = 0; run < runs; ++run) {
    for (const std::string& id : cases) trials.push_back({id, run, "1"});
  }
  return trials;
}

inline host::Answer good(double cost = 0) {
  host::Answer answer;
  answer.output = "1";
  answer.facts.cost = cost;
  return answer;
}

inline host::Answer bad(FailureKind kind) {
  host::Answer answer;
  answer.failure = Failure{kind, "bad"};
  return answer;
}

/// A failure that the plugin says may pass.
inline host::Answer passing(FailureKind kind,
                            std::optional<std::chrono::milliseconds> retry_after = {}) {
  host::Answer answer = bad(kind);
  answer.facts.retry = true;
  answer.facts.retry_after = retry_after;
  return answer;
}

/// `case/run output` or `case/run kind: text`.
inline std::string said(const Outcome& one) {
  const std::string what =
      one.failure ? std::string(to_string(one.failure->kind)) + ": " + one.failure->text
                  : one.output;
  return one.case_id + "/" + std::to_string(one.run) + " " + what;
}

/// Puts what arrived where its trials stand.
inline void put(std::vector<Arrival> arrived, std::vector<Outcome>& outcomes) {
  for (Arrival& one : arrived) outcomes[one.position] = std::move(one.outcome);
}

}  // namespace tidemark::run::kit
