#include "replay/compare/scoring.hpp"

#include <doctest/doctest.h>

#include "replay/compare/mutations.hpp"
#include "tests/replay/compare/kit.hpp"

using namespace tidemark;
using namespace tidemark::compare;

namespace {

ReplaySpec spec_of(std::vector<ComparatorSpec> compare, std::vector<ScrubSpec> scrub = {}) {
  ReplaySpec spec;
  spec.compare = std::move(compare);
  spec.scrub = std::move(scrub);
  return spec;
}

GoldenCase case_of(std::optional<std::string> expect = std::nullopt) {
  GoldenCase one;
  one.id = "c1";
  if (expect) one.expect = *std::move(expect);
  return one;
}

const ComparatorSpec queue = {"label", "/queue", true, "{}"};
const ComparatorSpec confidence = {"number", "/confidence", false, R"({"tolerance":0.1})"};

ControlResult controls(const ReplaySpec& spec, const std::string& reference) {
  const Scorer scorer(spec, "t.yaml:3");
  return scorer.controls(scorer.prepare(case_of(), reference));
}

}  // namespace

TEST_CASE("the primary comparator's score decides, the others stand beside it") {
  const Scorer scorer(spec_of({confidence, queue}), "t.yaml:3");
  const Prepared prepared = scorer.prepare(case_of(), R"({"queue":"billing","confidence":0.9})");
  const Scored scored = scorer.score(prepared, R"({"confidence":0.5,"queue":"Billing"})");
  CHECK(scored.primary == 1);
  REQUIRE(scored.each.size() == 2);
  CHECK(scored.each[0].value == 0);
  CHECK(scored.each[0].explanation == "expected 0.9, got 0.5");
  CHECK(scored.each[1].value == 1);
  CHECK_FALSE(scored.same_output);
}

TEST_CASE("an output is the same when it equals the reference after scrubbing") {
  const Scorer scorer(spec_of({queue}, {{"/request_id", "", ""}}), "t.yaml:3");
  const Prepared prepared = scorer.prepare(case_of(), R"({"queue":"a","request_id":"1","n":1})");
  CHECK(scorer.score(prepared, R"({"n":1.0,"request_id":"2","queue":"a"})").same_output);
  CHECK_FALSE(scorer.score(prepared, R"({"n":2,"queue":"a"})").same_output);
}

TEST_CASE("expect is compared where it has the path, the reference elsewhere") {
  const Scorer scorer(spec_of({queue, confidence}), "t.yaml:3");
  const Prepared prepared =
      scorer.prepare(case_of(R"({"queue":"sales"})"), R"({"queue":"billing","confidence":0.9})");
  const Scored scored = scorer.score(prepared, R"({"queue":"sales","confidence":0.9})");
  CHECK(scored.primary == 1);
  CHECK(scored.each[1].value == 1);
  CHECK(scorer.score(prepared, R"({"queue":"billing","confidence":0.9})").primary == 0);
  CHECK(scorer.score(prepared, R"({"queue":"billing","confidence":0.9})").same_output);
}

TEST_CASE("an expect that no comparator looks at is refused") {
  const Scorer scorer(spec_of({queue}), "t.yaml:3");
  CHECK(refused([&] { scorer.prepare(case_of("\"billing\""), R"({"queue":"billing"})"); }) ==
        "expect of case c1 has nothing at a compared path (write it in the shape of the output)");
}

TEST_CASE("what is sure of equals scores the reference as one that is read does") {
  const std::string reference = R"({"at":[1,1,2.5],"queue":" Billing ","seen":null})";
  for (const char* comparator : {"exact", "json", "text", "label"}) {
    for (const char* at : {"", "/queue", "/at", "/seen", "/absent"}) {
      CAPTURE(comparator);
      CAPTURE(at);
      const ReplaySpec spec = spec_of({{comparator, at, true, "{}"}}, {{"/at/0", "", ""}});
      const Scorer scorer(spec, "t.yaml:3");
      const auto sure = scorer.sure_score(case_of(), reference);
      REQUIRE(sure);
      const Scored read = scorer.score(scorer.prepare(case_of(), reference), reference);
      CHECK(sure->primary == read.primary);
      CHECK(sure->explanation == read.explanation);
      CHECK(sure->same_output == read.same_output);
      REQUIRE(sure->each.size() == read.each.size());
      CHECK(sure->each[0].value == read.each[0].value);
    }
  }
}

TEST_CASE("a reference is read where a comparator may not like it or another answer is expected") {
  const std::string reference = R"({"queue":"billing"})";
  const Scorer number(spec_of({{"number", "/queue", true, "{}"}}), "t.yaml:3");
  CHECK_FALSE(number.sure_score(case_of(), reference));
  const Scorer part(spec_of({queue}), "t.yaml:3");
  CHECK_FALSE(part.sure_score(case_of(reference), reference));
  const Scorer whole(spec_of({{"json", "", true, "{}"}}), "t.yaml:3");
  CHECK(whole.sure_score(case_of(reference), reference));
  CHECK_FALSE(whole.sure_score(case_of(R"({"queue":"sales"})"), reference));
}

TEST_CASE("a missing value scores 0, not an error") {
  const Scorer scorer(spec_of({queue}), "t.yaml:3");
  const Prepared prepared = scorer.prepare(case_of(), R"({"queue":"billing"})");
  CHECK(scorer.score(prepared, "{}").primary == 0);
  CHECK(scorer.score(prepared, "null").primary == 0);
  CHECK(scorer.score(prepared, "{}").each[0].explanation ==
        "the output has no value here, expected \"billing\"");
}

TEST_CASE("what is no JSON is refused with what it is") {
  const Scorer scorer(spec_of({queue}), "t.yaml:3");
  CHECK(refused([&] { scorer.prepare(case_of(), ""); }) ==
        "reference of case c1: not JSON: Empty: no JSON found");
  const Prepared prepared = scorer.prepare(case_of(), "{}");
  CHECK(refused([&] { scorer.score(prepared, ""); }) ==
        "output of case c1: not JSON: Empty: no JSON found");
}

TEST_CASE("exactly one comparator is primary; a single one always is") {
  ComparatorSpec plain = queue;
  plain.primary = false;
  CHECK_NOTHROW(Scorer(spec_of({plain}), "t.yaml:3"));
  CHECK(refused([&] {
          Scorer(spec_of({plain, confidence}), "t.yaml:3");
        }) == "t.yaml:3: 0 comparators are primary (mark exactly one)");
  CHECK(refused([&] {
          Scorer(spec_of({queue, queue}), "t.yaml:3");
        }) == "t.yaml:3: 2 comparators are primary (mark exactly one)");
  CHECK(refused([&] { Scorer(spec_of({}), "t.yaml:3"); }) ==
        "t.yaml:3: 0 comparators are primary (mark exactly one)");
}

TEST_CASE("every comparator that is not right is told") {
  CHECK(refused([] {
          Scorer(spec_of({{"lable", "/a", true, "{}"}, {"exact", "b", false, "{}"}}), "t.yaml:3");
        }) ==
        "t.yaml:3: unknown comparator \"lable\" (did you mean label?)\n"
        "t.yaml:3: comparator exact: at \"b\" is not a path (start it with /)");
}

TEST_CASE("working detectors are alive") {
  const std::string output = R"({"queue":"billing","confidence":0.9,"flags":[true],"none":null})";
  for (const ComparatorSpec& one :
       std::vector<ComparatorSpec>{queue,
                                   {"label", "/none", true, "{}"},
                                   {"exact", "", true, "{}"},
                                   {"exact", "/flags/0", true, "{}"},
                                   {"json", "", true, R"({"ignore":["/queue"],"tolerance":1})"},
                                   {"json", "/flags", true, R"({"unordered":["/flags"]})"},
                                   {"number", "/confidence", true, R"({"tolerance":1000})"},
                                   {"text", "/queue", true, "{}"}}) {
    CAPTURE(one.comparator + " " + one.at);
    const ControlResult result = controls(spec_of({one}), output);
    CHECK(result.control == Control::alive);
    CHECK(result.because.empty());
  }
}

TEST_CASE("a detector is dead when a value does not score 1 against itself") {
  const ControlResult result =
      controls(spec_of({{"number", "/queue", true, "{}"}}), R"({"queue":"billing"})");
  CHECK(result.control == Control::unequal);
  CHECK(result.because ==
        "detector dead: number does not score case c1 at /queue 1 against itself: expected a "
        "number, but the reference is \"billing\"");
}

TEST_CASE("a detector is dead when it sees no mutation") {
  const ControlResult ignoring =
      controls(spec_of({{"json", "", true, R"({"ignore":["/queue"]})"}}), R"({"queue":"billing"})");
  CHECK(ignoring.control == Control::blind);
  CHECK(ignoring.because == "detector dead: json sees no mutation of case c1");
  CHECK(controls(spec_of({queue}, {{"/queue", "(?s).*", "x"}}), R"({"queue":"billing"})").control ==
        Control::blind);
  CHECK(controls(spec_of({{"number", "", true, R"({"relative":1e308})"}}), "5").control ==
        Control::blind);
}

TEST_CASE("a path that the case does not have shows nothing") {
  const ControlResult result = controls(spec_of({queue}), R"({"queu":"billing"})");
  CHECK(result.control == Control::absent);
  CHECK(result.because == "case c1 at /queue has no value");
  CHECK(controls(spec_of({queue}, {{"/queue", "", ""}}), R"({"queue":"billing"})").control ==
        Control::absent);
}

TEST_CASE("mutations change one place each, keep the type, and are few") {
  const auto texts = [](const char* document, const char* at) {
    std::string all;
    for (const json::Value& one : mutations(read(document), at)) all += json::dump(one) + ' ';
    return all;
  };
  CHECK(texts(R"({"a":"x","b":1})", "/a") ==
        R"({"a":"","b":1} {"a":"tidemark: no output says this","b":1} )");
  CHECK(texts(R"({"a":"x","b":1})", "/b") == R"({"a":"x","b":-1e+300} )");
  CHECK(texts("true", "") == "false ");
  CHECK(texts("[0]", "") == "[] [1e+300] ");
  CHECK(texts("null", "") == "\"tidemark: another type\" ");
  CHECK(texts("{}", "/a").empty());
  std::mt19937 random(61);
  for (int i = 0; i < 300; ++i) {
    const json::Value document = any_value(random, 4);
    const auto all = mutations(document, "");
    CHECK_FALSE(all.empty());
    CHECK(all.size() <= 16);
    for (const json::Value& one : all) CHECK_FALSE(one == document);
  }
}
