#include "replay/pipeline/answered_by.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace tidemark::pipeline {
namespace {

using Models = std::vector<std::pair<std::string, std::string>>;

/// Each pair of model and fingerprint answered one trial.
AnsweredBy answered_by(const Models& models) {
  AnsweredBy answered;
  for (const auto& [model, fingerprint] : models) {
    Facts facts;
    facts.model = model;
    facts.fingerprint = fingerprint;
    answered.add(facts);
  }
  return answered;
}

std::string change_of_model(const Models& models) { return answered_by(models).change(); }

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

TEST_CASE("another model than the baseline's is told, another deployment of it is not") {
  CHECK(answered_by({{"m-1", "fp_2"}, {"m-1", "fp_1"}}).moved_from({"m-1"}).empty());
  CHECK(answered_by({{"m-2", ""}}).moved_from({"m-1"}) ==
        "the baseline was answered by m-1, now it is m-2");
  CHECK(answered_by({{"m-1", ""}, {"m-2", ""}}).moved_from({"m-1"}) ==
        "the baseline was answered by m-1, now it is m-1, m-2");
}

TEST_CASE("while nobody says who answers, or who did, nothing has moved") {
  CHECK(answered_by({{"", "fp"}}).moved_from({"m-1"}).empty());
  CHECK(answered_by({{"m-1", ""}}).moved_from({}).empty());
}

}  // namespace tidemark::pipeline
