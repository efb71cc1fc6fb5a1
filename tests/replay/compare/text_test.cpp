#include <doctest/doctest.h>

#include <algorithm>

#include "replay/compare/fold.hpp"
#include "replay/compare/text_likeness.hpp"
#include "tests/kit/within.hpp"
#include "tests/replay/compare/kit.hpp"

using namespace tidemark;
using namespace tidemark::compare;

namespace {

std::u32string any_text(std::mt19937& random, std::size_t size, unsigned letters) {
  std::u32string text;
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char32_t>(U'a' + random() % letters);
  return text;
}

}  // namespace

TEST_CASE("a late difference is told from shortly before it") {
  const std::string lead(300, 'x');
  const std::string seen(20, 'x');
  const auto quoted = [](const std::string& text) { return '"' + text + '"'; };
  CHECK(
      compared(*comparator("text"), quoted(lead + "before"), quoted(lead + "after")).explanation ==
      "the text differs: expected …" + seen + "before\", got …" + seen + "after\"");
}

TEST_CASE("texts score by the code points that stay") {
  const auto text = comparator("text");
  CHECK(score(*text, "\"kitten\"", "\"kitten\"") == 1);
  CHECK(score(*text, "\"café\"", "\"cafe\"") == 0.75);
  CHECK(score(*text, "\"abc\"", "\"xyz\"") == 0);
  CHECK(score(*text, "\"\"", "\"\"") == 1);
  CHECK(score(*text, "\"\"", "\"abc\"") == 0);
  CHECK(score(*text, "[1,2]", "[1,3]") == 0.8);
  CHECK(compared(*text, "\"café\"", "\"cafe\"").explanation ==
        "the text differs: expected \"café\", got \"cafe\"");
}

TEST_CASE("case and white space count unless folded") {
  CHECK(score(*comparator("text"), "\"A b\"", "\"a  b\"") < 1);
  CHECK(score(*comparator("text", R"({"fold_case":true})"), "\"ÀB\"", "\"àb\"") == 1);
  CHECK(score(*comparator("text", R"({"fold_space":true})"), "\"a b\"", "\" a\\n\\t b\"") == 1);
  CHECK(score(*comparator("text", R"({"fold_space":true})"), "\"ab\"", "\"a b\"") < 1);
}

TEST_CASE("folding keeps the number of code points and what is no capital") {
  CHECK(case_folded(U"AZaz09ÀÖ×ØÞßĀāĹĺŊŋŹźΑΡΣΫЀЏАЯ") == U"azaz09àö×øþßāāĺĺŋŋźźαρσϋѐџая");
  CHECK(space_folded(U" \u00a0a\u3000\n b\t") == U"a b");
  CHECK(space_folded(U"\n").empty());
  CHECK(trimmed(U"\u2003 a b \n") == U"a b");
}

TEST_CASE("likeness is symmetric, within [0,1], and 1 only for equal texts, short or long") {
  std::mt19937 random(31);
  for (const std::size_t size : {0, 1, 5, 30, 25'000}) {
    for (int i = 0; i < (size > 100 ? 5 : 200); ++i) {
      const std::u32string a = any_text(random, size, 3);
      const std::u32string b = any_text(random, random() % (size + 2), 3);
      const double there = text_likeness(a, b);
      CHECK(there >= 0);
      CHECK(there <= 1);
      CHECK(there == text_likeness(b, a));
      CHECK((there == 1) == (a == b));
      CHECK(text_likeness(a, a) == 1);
    }
  }
}

TEST_CASE("a small edit of a long text costs little, another text costs nearly all") {
  std::mt19937 random(37);
  const std::u32string text = any_text(random, 100'000, 26);
  std::u32string edited = text;
  edited[10] = U'!';
  edited[50'000] = U'!';
  edited[99'990] = U'!';
  CHECK(text_likeness(text, edited) > 0.999);
  CHECK(text_likeness(text, edited) < 1);
  CHECK(text_likeness(text, any_text(random, 100'000, 26)) < 0.01);
  CHECK(text_likeness(text, text + U"!") == doctest::Approx(1 - 1.0 / 100'001));
}

TEST_CASE("a long text whose halves changed places is not the same text") {
  std::mt19937 random(41);
  const std::u32string text = any_text(random, 60'000, 26);
  CHECK(text_likeness(text, text.substr(30'000) + text.substr(0, 30'000)) < 1);
}

TEST_CASE("texts of millions of code points are compared in seconds") {
  std::mt19937 random(43);
  const std::u32string a = any_text(random, 2'000'000, 3);
  const std::u32string b = any_text(random, 2'000'000, 3);
  CHECK(test::within({20}, [&] { return text_likeness(a, b) < 1; }) == "true");
}
