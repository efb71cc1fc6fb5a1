#include "core/text/suggest.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/text/code_points.hpp"

using namespace tidemark::text;

TEST_CASE("a slip of the finger is recognised") {
  CHECK(did_you_mean("expcet", {"id", "input", "expect"}) == "did you mean expect?");
  CHECK(did_you_mean("inptu", {"id", "input", "expect"}) == "did you mean input?");
  CHECK(did_you_mean("goldenset", {"golden", "runner"}) == "did you mean golden?");
  CHECK(did_you_mean("tolerence", {"tolerance", "tolerances"}) == "did you mean tolerance?");
  CHECK(did_you_mean("ids", {"id"}) == "did you mean id?");
}

TEST_CASE("nothing is suggested for a word of its own") {
  CHECK(did_you_mean("banana", {"id", "input", "expect"}).empty());
  CHECK(did_you_mean("x", {"a", "b"}).empty());
  CHECK(did_you_mean("", {"a", "id"}).empty());
  CHECK(did_you_mean("anything", {}).empty());
}

TEST_CASE("of two near words the nearer is suggested, else the first") {
  CHECK(nearest("modal", {"medals", "model"}) == "model");
  CHECK(nearest("cat", {"bat", "rat"}) == "bat");
  CHECK(nearest("id", {"it", "id"}) == "id");
}

TEST_CASE("what is suggested is the first of the fewest slips, among all words of few letters") {
  std::vector<std::string> words;
  for (const char a : {'a', 'b', 'c'}) {
    for (const char b : {'a', 'b', 'd'}) {
      for (const char c : {'a', 'c', 'd'}) words.push_back({a, b, c, a});
    }
  }
  const auto slips_to = [](const std::string& one, const std::string& other) {
    return slips(code_points(one), code_points(other));
  };
  for (const std::string& word : words) {
    std::vector<std::string> others = words;
    std::erase(others, word);
    const auto best = std::min_element(others.begin(), others.end(),
                                       [&](const std::string& one, const std::string& other) {
                                         return slips_to(word, one) < slips_to(word, other);
                                       });
    CHECK(nearest(word, others) == (slips_to(word, *best) < 2 ? *best : ""));
  }
}

TEST_CASE("two neighbours that changed places are one slip") {
  CHECK(slips(U"words", U"wrods") == 1);
  CHECK(slips(U"words", U"wards") == 1);
  CHECK(slips(U"words", U"swords") == 1);
  CHECK(slips(U"words", U"wdors") == 2);
  CHECK(slips(U"words", U"words") == 0);
}
