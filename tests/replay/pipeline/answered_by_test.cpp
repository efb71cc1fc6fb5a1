#include "replay/pipeline/answered_by.hpp"

#include <doctest/doctest.h>

namespace tidemark::pipeline {
namespace {

/// One trial for each pair of model and fingerprint.
Outcomes answered(const std::vector<std::pair<std::string, std::string>>& models) {
  Outcomes outcomes;
  int run = 0;
  for (const auto& [model, fingerprint] : models) {
    Outcome& outcome = outcomes[{"hash", run}];
    outcome = {"c1", run++, "1", {}, {}};
    outcome.facts.model = model;
    outcome.facts.fingerprint = fingerprint;
  }
  return outcomes;
}

}  // namespace

TEST_CASE("one model, or nobody who names one, is no change") {
  CHECK(change_of_model({}).empty());
  CHECK(change_of_model(answered({{"", ""}, {"", ""}})).empty());
  CHECK(change_of_model(answered({{"m-1", "fp"}, {"m-1", "fp"}, {"", ""}})).empty());
}

TEST_CASE("another model or deployment within a run is told, and how many trials it answered") {
  CHECK(change_of_model(answered({{"m-1", ""}, {"m-1", ""}, {"m-2", ""}})) ==
        "the model that answered changed during the run: 2 trials by m-1, 1 trial by m-2");
  CHECK(change_of_model(answered({{"m-1", "fp_2"}, {"m-1", "fp_1"}})) ==
        "the model that answered changed during the run: 1 trial by m-1 (fp_1), 1 trial by m-1 "
        "(fp_2)");
  CHECK(change_of_model(answered({{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}, {"e", ""}}))
            .ends_with("1 trial by d, and others"));
}

}  // namespace tidemark::pipeline
