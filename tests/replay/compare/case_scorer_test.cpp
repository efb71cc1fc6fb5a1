#include "replay/compare/case_scorer.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"

namespace tidemark::compare {
namespace {

/// Scores 1 for equal values, and counts how often it is asked.
class Counting final : public Comparator {
 public:
  explicit Counting(int& asked) : asked_(asked) {}
  Score compare(const json::Value* reference, const json::Value* output) const override {
    ++asked_;
    return *reference == *output ? Score{} : Score{0, "differs"};
  }

 private:
  int& asked_;
};

struct Counted {
  int asked = 0;
  ReplaySpec replay = [] {
    ReplaySpec spec;
    spec.compare = {{"counting", "", true, "{}"}};
    return spec;
  }();
  Scorer scorer{replay, "test", [this](const ComparatorSpec&, const std::string&) {
                  return std::make_unique<const Counting>(asked);
                }};
};

GoldenCase golden_case() {
  GoldenCase golden;
  golden.id = "c1";
  return golden;
}

TEST_CASE("each text is scored once, however often it came") {
  Counted counted;
  const GoldenCase golden = golden_case();
  CaseScorer scores(counted.scorer, golden, "1");
  for (int run = 0; run < 9; ++run) CHECK(scores.score("1").primary == 1);
  CHECK(counted.asked == 1);
  for (int run = 0; run < 9; ++run) CHECK(scores.score("2").explanation == "differs");
  CHECK(counted.asked == 2);
}

TEST_CASE("a case is read only when an output needs it") {
  ReplaySpec replay;
  replay.compare = {{"json", "", true, "{}"}};
  const Scorer scorer(replay, "test");
  const GoldenCase golden = golden_case();
  CaseScorer scores(scorer, golden, "no JSON");
  CHECK(scores.score("no JSON").primary == 1);
  CHECK_THROWS_AS(scores.score("2"), Error);
}

TEST_CASE("the reference's own text scores as one that is read does") {
  Counted counted;
  GoldenCase golden = golden_case();
  golden.expect = R"({"a":2})";
  const Prepared prepared = counted.scorer.prepare(golden, R"({"a":1})");
  const Scored read = counted.scorer.score(prepared, R"({"a":1})");
  const Scored own = counted.scorer.score_reference(prepared);
  CHECK(own.primary == read.primary);
  CHECK(own.primary == 0);
  CHECK(own.explanation == read.explanation);
  CHECK(own.same_output);
}

}  // namespace
}  // namespace tidemark::compare
