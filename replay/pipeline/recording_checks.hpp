#pragma once

#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/model/golden.hpp"
#include "replay/pipeline/session.hpp"

namespace tidemark::pipeline {

/// Says why an automation is not recorded.
[[noreturn]] void refuse_recording(Fault fault, const Entity& automation, const std::string& fact);

/// Throws Error(evaluation) when a trial failed or gave an empty output; Unserved when all that
/// failed did for want of service.
void check_outcomes(const Entity& automation, const std::vector<Outcome>& outcomes);

/// How a recording's control runs score against its reference.
struct Quality {
  double mean = 0, expected_mean = 1;
  bool all_agree = true;
  std::string disagreeing;
  std::vector<std::string>
      dead_controls;  ///< as dead_controls(), with a way out where one is known
};

/// `recorded` has the cases of the judge's golden set, in their order.
Quality quality_of(const Judge& judge, const Baseline& recorded, Session& session);
/// Throws Error(evaluation) when no baseline can be made of it.
void check_quality(const Entity& automation, const Quality& quality);

/// Whether every reference is a text, and the text a JSON object or list: what compares values
/// finds only one in it.
bool are_json_within_texts(const std::vector<BaselineCase>& cases);

}  // namespace tidemark::pipeline
