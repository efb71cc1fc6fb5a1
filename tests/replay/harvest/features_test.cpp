#include "replay/harvest/features.hpp"

#include <doctest/doctest.h>

#include <string>

#include "replay/harvest/choose.hpp"

namespace tidemark::harvest {
namespace {

double alike(const std::string& a, const std::string& b) {
  return likeness(features_of(json::parse(a, "a")), features_of(json::parse(b, "b")));
}

TEST_CASE("an input is like itself, however its members are written") {
  CHECK(alike(R"({"a": "x y", "b": 1})", R"({"b":1,"a":"x y"})") == doctest::Approx(1));
  CHECK(alike("\"\"", "\"\"") == doctest::Approx(1));
}

TEST_CASE("messages that differ in a number, in case or in a comma are nearly the same") {
  CHECK(alike(R"("where is parcel 12345?")", R"("where is parcel 12346?")") >= nearly_the_same);
  CHECK(alike(R"("Where is my parcel? I ordered it two weeks ago and nobody answers.")",
              R"("where is my parcel? I ordered it two weeks ago, and nobody answers")") >=
        nearly_the_same);
}

TEST_CASE("messages about other things are not") {
  CHECK(alike(R"("where is my parcel?")", R"("I want my money back")") < 0.5);
  CHECK(alike(R"("where is my parcel?")", R"("where is my invoice?")") < nearly_the_same);
  CHECK(alike(R"({"amount": 10, "region": "eu"})", R"({"amount": 2500, "region": "eu"})") <
        nearly_the_same);
  CHECK(alike(R"({"text": "hello"})", R"({"text": "hello", "attachment": true})") <
        nearly_the_same);
}

TEST_CASE("more words in common make texts more alike") {
  const std::string said = R"("the red shoes arrived with a hole in the left one")";
  const double near = alike(said, R"("the red shoes arrived with a hole in the right one")");
  const double far = alike(said, R"("the red shoes never arrived")");
  CHECK(near > far);
  CHECK(far > alike(said, R"("please delete my account")"));
}

TEST_CASE("languages without spaces have features, too") {
  CHECK(alike("\"荷物はどこですか\"", "\"荷物はどこですか。\"") > 0.7);
  CHECK(alike("\"荷物はどこですか\"", "\"返金してください\"") < 0.5);
}

}  // namespace
}  // namespace tidemark::harvest
