#include "replay/pipeline/answered_by.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace tidemark::pipeline {
namespace {

/// What is said when each pair of model and fingerprint answered one trial.
std::string change_of_model(const std::vector<std::pair<std::string, std::string>>& models) {
  AnsweredBy answered;
  for (const auto& [model, fingerprint] : models) {
    Facts facts;
    facts.model = model;
    facts.fingerprint = fingerprint;
    answered.add(facts);
  }
  return answered.change();
}

}  // namespace

TEST_CASE("one model, or nobody who names one, is no change") {
  CHECK(change_of_model({}).empty());
  CHECK(change_of_model({{"", ""}, {"", ""}}).empty());
  CHECK(change_of_model({{"m-1", "fp"}, {"m-1", "fp"}, {"", ""}}).empty());
}

TEST_CASE("another model or deployment within a run is told, and how many trials it answered") {
  CHECK(change_of_model({{"m-1", ""}, {"m-1", ""}, {"m-2", ""}}) ==
        "the model that answered changed during the run: 2 trials by m-1, 1 trial by m-2");
  CHECK(change_of_model({{"m-1", "fp_2"}, {"m-1", "fp_1"}}) ==
        "the model that answered changed during the run: 1 trial by m-1 (fp_1), 1 trial by m-1 "
        "(fp_2)");
  CHECK(change_of_model({{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}, {"e", ""}})
            .ends_with("1 trial by d, and others"));
}

}  // namespace tidemark::pipeline
