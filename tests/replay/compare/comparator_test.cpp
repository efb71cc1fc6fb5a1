#include "replay/compare/comparator.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/replay/compare/kit.hpp"

using namespace tidemark;
using namespace tidemark::compare;

namespace {

std::string made(const std::string& name, const std::string& options) {
  return refused([&] { comparator(name, options); });
}

/// The same document with the members of every object in another order.
json::Value permuted(json::Value value, std::mt19937& random) {
  if (json::Array* items = value.array()) {
    for (json::Value& item : *items) item = permuted(item, random);
  } else if (json::Object* members = value.object()) {
    for (auto& [name, member] : *members) member = permuted(member, random);
    std::shuffle(members->begin(), members->end(), random);
  }
  return value;
}

}  // namespace

TEST_CASE("the built-in comparators are exact, json, number, text and label") {
  for (const char* name : {"exact", "json", "number", "text", "label"}) {
    CHECK(is_built_in(name));
    CHECK(made(name, "{}") == "accepted");
  }
  CHECK_FALSE(is_built_in("Exact"));
  CHECK_FALSE(is_built_in(""));
}

TEST_CASE("an unknown comparator is refused with the nearest, or with all") {
  CHECK(made("lable", "{}") == "t.yaml:3: unknown comparator \"lable\" (did you mean label?)");
  CHECK(made("similarity", "{}") ==
        "t.yaml:3: unknown comparator \"similarity\" (there are exact, json, number, text, label)");
}

TEST_CASE("every wrong option is told") {
  CHECK(made("json",
             R"({"tolerence":1,"ignore":"x","unordered":["a"],"tolerances":{"b":1,"/c":-1}})") ==
        "t.yaml:3: comparator json: tolerances: \"b\" is not a path (start it with /)\n"
        "t.yaml:3: comparator json: tolerances: \"/c\" must be a number, 0 or more\n"
        "t.yaml:3: comparator json: ignore must be a list of paths\n"
        "t.yaml:3: comparator json: unordered: \"a\" is not a path (start it with /)\n"
        "t.yaml:3: comparator json: unknown option \"tolerence\" (did you mean tolerance?)");
  CHECK(made("number", R"({"tolerance":"0.1"})") ==
        "t.yaml:3: comparator number: tolerance must be a number, 0 or more");
  CHECK(made("number", R"({"relative":-1})") ==
        "t.yaml:3: comparator number: relative must be a number, 0 or more");
  CHECK(made("text", R"({"fold_case":1})") ==
        "t.yaml:3: comparator text: fold_case must be true or false");
  CHECK(made("label", R"({"cases":true})") ==
        "t.yaml:3: comparator label: unknown option \"cases\" (did you mean case?)");
  CHECK(made("exact", R"({"tolerance":1})") ==
        "t.yaml:3: comparator exact: unknown option \"tolerance\"");
  CHECK(made("exact", "[]") == "t.yaml:3: comparator exact: options must be an object");
}

TEST_CASE("two absent values are alike, one absent value is not") {
  const json::Value value = 1;
  for (const char* name : {"exact", "json", "number", "text", "label"}) {
    const auto one = comparator(name);
    CHECK(one->compare(nullptr, nullptr).value == 1);
    CHECK(one->compare(&value, nullptr).value == 0);
    CHECK(one->compare(&value, nullptr).explanation == "the output has no value here, expected 1");
    CHECK(one->compare(nullptr, &value).value == 0);
    CHECK(one->compare(nullptr, &value).explanation == "expected no value here, got 1");
  }
}

TEST_CASE(
    "every score lies in [0,1], is symmetric, and is 1 with itself; only 1 has no explanation") {
  std::mt19937 random(23);
  for (const char* name : {"exact", "json", "text", "label"}) {
    const auto one = comparator(name);
    for (int i = 0; i < 500; ++i) {
      const json::Value a = any_value(random, 3);
      const json::Value b = any_value(random, 3);
      const Score there = one->compare(&a, &b);
      CHECK(there.value >= 0);
      CHECK(there.value <= 1);
      CHECK(there.value == one->compare(&b, &a).value);
      CHECK(there.explanation.empty() == (there.value == 1));
      CHECK(one->compare(&a, &a).value == 1);
    }
  }
}

TEST_CASE("the order of an object's members never changes a score") {
  std::mt19937 random(29);
  for (const char* name : {"exact", "json", "text", "label"}) {
    const auto one = comparator(name);
    for (int i = 0; i < 300; ++i) {
      const json::Value a = any_value(random, 3);
      const json::Value b = any_value(random, 3);
      const json::Value shuffled = permuted(b, random);
      CHECK(one->compare(&a, &b).value == one->compare(&a, &shuffled).value);
      CHECK(one->compare(&b, &shuffled).value == 1);
    }
  }
}

TEST_CASE("exact is all or nothing") {
  const auto exact = comparator("exact");
  CHECK(score(*exact, R"({"a":[1,"x"]})", R"({"a":[1.0,"x"]})") == 1);
  CHECK(score(*exact, R"({"a":[1,"x"]})", R"({"a":[1,"y"]})") == 0);
  CHECK(compared(*exact, "\"a\"", "\"\\u001b[31m\"").explanation ==
        "expected \"a\", got \"\\u001b[31m\"");
}

TEST_CASE("numbers are alike within the tolerance, to its last bit") {
  const auto within = comparator("number", R"({"tolerance":0.05})");
  CHECK(score(*within, "1", "0.95") == 1);
  CHECK(score(*within, "1", "1.05") == 1);
  CHECK(score(*within, "0.3", "0.35") == 1);
  CHECK(score(*within, "1", "1.0501") == 0);
  CHECK(score(*within, "1", "\"1.01\"") == 1);
  CHECK(compared(*within, "1", "2").explanation == "expected 1, got 2");
  const auto relative = comparator("number", R"({"relative":0.1})");
  CHECK(score(*relative, "100", "110") == 1);
  CHECK(score(*relative, "100", "111") == 0);
  CHECK(score(*relative, "-100", "-91") == 1);
  CHECK(score(*relative, "0", "0.001") == 0);
}

TEST_CASE("numbers without a tolerance are equal or not") {
  const auto number = comparator("number");
  CHECK(score(*number, "1", "1.0") == 1);
  CHECK(score(*number, "\"1.50\"", "1.5") == 1);
  CHECK(score(*number, "1", "1.0000000000000002") == 0);
  CHECK(score(*number, "9007199254740993", "9007199254740992") == 0);
  CHECK(score(*number, "\"9007199254740993\"", "9007199254740993") == 1);
}

TEST_CASE("what is no number scores 0, even against itself") {
  const auto number = comparator("number", R"({"tolerance":1e300})");
  for (const char* text : {"null", "true", "\"\"", "\"abc\"", "\"1x\"", "\" 1\"", "\"inf\"",
                           "\"nan\"", "\"0x10\"", "\"1e999\"", "[1]", "{}"}) {
    CAPTURE(std::string(text));
    CHECK(score(*number, text, text) == 0);
    CHECK(score(*number, "1", text) == 0);
  }
  CHECK(compared(*number, "1", "\"abc\"").explanation == "expected a number, got \"abc\"");
  CHECK(compared(*number, "null", "1").explanation ==
        "expected a number, but the reference is null");
}

TEST_CASE("labels are equal after trimming and folding case") {
  const auto label = comparator("label");
  CHECK(score(*label, "\"Billing\"", "\" billing\\n\"") == 1);
  CHECK(score(*label, "\"ÄRGER\"", "\"ärger\"") == 1);
  CHECK(score(*label, "\"ΣΩ\"", "\"σω\"") == 1);
  CHECK(score(*label, "\"ЖЁ\"", "\"жё\"") == 1);
  CHECK(score(*label, "\"a b\"", "\"a  b\"") == 0);
  CHECK(score(*label, "true", "\"TRUE\"") == 1);
  CHECK(score(*label, "1", "1.0") == 1);
  CHECK(score(*label, "\"a\"", "\"b\"") == 0);
  const auto keeps_case = comparator("label", R"({"case":true})");
  CHECK(score(*keeps_case, "\"Billing\"", "\"billing\"") == 0);
  CHECK(score(*keeps_case, "\"Billing\"", "\"Billing \"") == 1);
}
