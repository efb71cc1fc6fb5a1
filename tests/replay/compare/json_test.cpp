#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "tests/kit/within.hpp"
#include "tests/replay/compare/kit.hpp"

using namespace tidemark;
using namespace tidemark::compare;

namespace {

std::string list(int size, const std::function<std::string(int)>& item) {
  std::string text = "[";
  for (int i = 0; i < size; ++i) text += (i == 0 ? "" : ",") + item(i);
  return text + "]";
}

}  // namespace

TEST_CASE("the score is the share of equal leaves among the leaves of both") {
  const auto json = comparator("json");
  CHECK(score(*json, R"({"a":1,"b":2})", R"({"a":1,"b":3})") == 0.5);
  CHECK(score(*json, R"({"a":1})", R"({"a":1,"b":2,"c":3,"d":4})") == 0.25);
  CHECK(score(*json, R"({"a":1,"b":{"c":2,"d":3}})", R"({"a":1})") == doctest::Approx(1.0 / 3));
  CHECK(score(*json, "[1,2,3,4]", "[1,2]") == 0.5);
  CHECK(score(*json, "[1,2]", "[2,1]") == 0);
  CHECK(score(*json, "1", R"({"a":1})") == 0);
  CHECK(score(*json, R"({"0":1})", "[1]") == 0);
}

TEST_CASE("two empty documents are alike, an empty one and another are not") {
  const auto json = comparator("json");
  CHECK(score(*json, "{}", "{}") == 1);
  CHECK(score(*json, "[]", "[]") == 1);
  CHECK(score(*json, "{}", "[]") == 0);
  CHECK(score(*json, "{}", R"({"a":1})") == 0);
  CHECK(score(*json, "null", "null") == 1);
  CHECK(score(*json, R"({"a":{},"b":1})", R"({"a":{},"b":1})") == 1);
  CHECK(score(*json, R"({"a":{},"b":1})", R"({"b":1})") == 0.5);
}

TEST_CASE("the explanation counts and shows the first difference") {
  const auto json = comparator("json");
  CHECK(compared(*json, R"({"b":2,"a/x":{"c":1}})", R"({"b":3,"a/x":{"c":"é"}})").explanation ==
        "2 of 2 values differ, first /a~1x/c: expected 1, got \"é\"");
  CHECK(compared(*json, R"({"a":1,"b":2})", R"({"a":1})").explanation ==
        "1 of 2 values differ, first /b: expected 2, got nothing");
  CHECK(compared(*json, "[1]", "[1,2]").explanation ==
        "1 of 2 values differ, first /1: expected nothing, got 2");
  CHECK(compared(*json, "1", "2").explanation ==
        "1 of 1 values differ, first the root: expected 1, got 2");
}

TEST_CASE("numbers may differ by the tolerance, by path if wanted") {
  const auto json =
      comparator("json", R"({"tolerance":0.1,"tolerances":{"/b":1,"/c/*/x":2,"/d":0}})");
  CHECK(score(*json, R"({"a":1})", R"({"a":1.1})") == 1);
  CHECK(score(*json, R"({"a":1})", R"({"a":1.2})") == 0);
  CHECK(score(*json, R"({"b":1})", R"({"b":2})") == 1);
  CHECK(score(*json, R"({"c":[{"x":1},{"x":5}]})", R"({"c":[{"x":3},{"x":3}]})") == 1);
  CHECK(score(*json, R"({"d":1})", R"({"d":1.05})") == 0);
  CHECK(score(*json, R"({"a":1})", R"({"a":"1"})") == 0);
  CHECK(score(*comparator("json"), "9007199254740993", "9007199254740992") == 0);
}

TEST_CASE("ignored paths count for nothing, here or there") {
  const auto json = comparator("json", R"({"ignore":["/id","/items/*/at"]})");
  CHECK(score(*json, R"({"id":1,"a":1})", R"({"id":2,"a":1})") == 1);
  CHECK(score(*json, R"({"id":1,"a":1})", R"({"a":1})") == 1);
  CHECK(score(*json, R"({"a":1})", R"({"a":1,"id":{"x":[1,2]}})") == 1);
  CHECK(score(*json, R"({"items":[{"at":1,"x":1}]})", R"({"items":[{"at":2,"x":1}]})") == 1);
  CHECK(score(*json, R"({"items":[{"at":1,"x":1}]})", R"({"items":[{"at":2,"x":2}]})") == 0);
  CHECK(score(*json, R"({"id":1})", "{}") == 1);
  CHECK(score(*json, R"({"b":{"id":1}})", R"({"b":{"id":2}})") == 0);
}

TEST_CASE("unordered arrays are multisets") {
  const auto json = comparator("json", R"({"unordered":["/a"]})");
  CHECK(score(*json, R"({"a":[1,2,3]})", R"({"a":[3,1,2]})") == 1);
  CHECK(score(*json, R"({"a":[1,1,2]})", R"({"a":[1,2,2]})") == doctest::Approx(2.0 / 3));
  CHECK(score(*json, R"({"a":[1,2]})", R"({"a":[2]})") == 0.5);
  CHECK(score(*json, R"({"b":[1,2]})", R"({"b":[2,1]})") == 0);
  CHECK(score(*json, R"({"a":[{"k":1,"v":1},{"k":2,"v":2}]})",
              R"({"a":[{"k":2,"v":9},{"k":1,"v":1}]})") == 0.75);
}

TEST_CASE("unordered arrays nest, and noise within their items does not part them") {
  const auto json = comparator(
      "json", R"({"unordered":["/a","/a/*/b"],"ignore":["/a/*/id"],"tolerances":{"/a/*/x":0.5}})");
  CHECK(score(*json, R"({"a":[{"b":[1,2]},{"b":[3,4]}]})", R"({"a":[{"b":[4,3]},{"b":[2,1]}]})") ==
        1);
  CHECK(score(*json, R"({"a":[{"id":1,"b":[1]},{"id":2,"b":[2]}]})",
              R"({"a":[{"id":8,"b":[2]},{"id":9,"b":[1]}]})") == 1);
  CHECK(score(*json, R"({"a":[{"x":1},{"x":9}]})", R"({"a":[{"x":9.2},{"x":1.2}]})") == 1);
}

TEST_CASE("a shuffled unordered array scores 1, whatever is in it") {
  std::mt19937 random(47);
  const auto json = comparator("json", R"({"unordered":[""]})");
  for (int i = 0; i < 300; ++i) {
    json::Array items;
    for (auto size = random() % 8; size > 0; --size) items.push_back(any_value(random, 2));
    json::Array shuffled = items;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    const json::Value a = items;
    const json::Value b = shuffled;
    CHECK(json->compare(&a, &b).value == 1);
  }
}

TEST_CASE("unordered scores stay within [0,1]") {
  std::mt19937 random(53);
  const auto json = comparator("json", R"({"unordered":["","/*","/*/*"],"ignore":["/*/a"]})");
  for (int i = 0; i < 500; ++i) {
    const json::Value a = any_value(random, 3);
    const json::Value b = any_value(random, 3);
    const Score there = json->compare(&a, &b);
    CHECK(there.value >= 0);
    CHECK(there.value <= 1);
    CHECK(json->compare(&a, &a).value == 1);
  }
}

TEST_CASE("unordered arrays of ten thousand different items are bounded in time") {
  const auto json = comparator("json", R"({"unordered":["/*"],"tolerance":0.5})");
  const std::string a = "{\"a\":" + list(10'000, [](int i) { return std::to_string(2 * i); }) + "}";
  const std::string b =
      "{\"a\":" + list(10'000, [](int i) { return std::to_string(2 * i) + ".25"; }) + "}";
  // In sorted order each still finds its own.
  CHECK(test::within({10}, [&] { return score(*json, a, b) == 1; }) == "true");
}

TEST_CASE("many middling unordered arrays share one bound") {
  const auto json = comparator("json", R"({"unordered":["/*","/*/*"]})");
  const auto rows = [](int offset) {
    return list(60, [&](int i) {
      return list(60, [&](int k) { return std::to_string(1000 * i + 2 * k + offset); });
    });
  };
  const auto compared = [&] {
    return score(*json, "{\"a\":" + rows(0) + "}", "{\"a\":" + rows(1) + "}") >= 0;
  };
  CHECK(test::within({20}, compared) == "true");
}

TEST_CASE("wide and deep documents are compared at once") {
  const auto json = comparator("json", R"({"unordered":["/*/*/*"]})");
  const std::string deep = std::string(250, '[') + std::string(250, ']');
  CHECK(score(*json, deep, deep) == 1);
  std::string a = "{", b = "{";
  for (int i = 0; i < 50'000; ++i) {
    a += "\"m" + std::to_string(i) + "\":1,";
    b += "\"m" + std::to_string(49'999 - i) + "\":1,";
  }
  a += "\"z\":1}";
  b += "\"z\":2}";
  CHECK(test::within({5}, [&] { return score(*json, a, b) > 0.9999; }) == "true");
}
