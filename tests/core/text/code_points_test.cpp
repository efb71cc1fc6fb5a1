#include "core/text/code_points.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

using namespace tidemark::text;

namespace {

std::u32string any_text(std::mt19937& random) {
  std::u32string text;
  for (auto i = random() % 8; i > 0; --i) text += U"abc"[random() % 3];
  return text;
}

std::u32string any_text(std::mt19937& random, std::size_t size, unsigned letters) {
  std::u32string text;
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char32_t>(U'a' + random() % letters);
  return text;
}

std::size_t table_distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

TEST_CASE("UTF-8 becomes code points") {
  CHECK(code_points("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\xB9") == U"a\u00e9\u20ac\U0001F639");
  CHECK(code_points("").empty());
  CHECK(code_points(std::string_view("a\0b", 3)).size() == 3);
}

TEST_CASE("bytes that are no UTF-8 are told and become U+FFFD each") {
  for (const std::string_view bytes :
       {"\x80", "\xFF", "\xC0", "\xC1", "\xC3", "\xF5", "\xFE", "\xED"}) {
    CHECK_FALSE(is_utf8(bytes));
    CHECK(code_points(bytes) == U"\uFFFD");
  }
  CHECK_FALSE(is_utf8("\xC0\xAF"));          // overlong
  CHECK_FALSE(is_utf8("\xE0\x80\x80"));      // overlong
  CHECK_FALSE(is_utf8("\xF0\x80\x80\x80"));  // overlong
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
  CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
  CHECK_FALSE(is_utf8("a\xE2\x82"));         // cut
  CHECK(is_utf8("\xED\x9F\xBF"));
  CHECK(is_utf8("\xEE\x80\x80"));
  CHECK(is_utf8("\xF4\x8F\xBF\xBF"));
  CHECK(code_points("\xE2\x82x") == U"\uFFFD\uFFFDx");
}

TEST_CASE("the edit distance counts code points") {
  CHECK(edit_distance(U"", U"") == 0);
  CHECK(edit_distance(U"abc", U"") == 3);
  CHECK(edit_distance(U"", U"abc") == 3);
  CHECK(edit_distance(U"kitten", U"sitting") == 3);
  CHECK(edit_distance(U"ab", U"ba") == 2);
  CHECK(edit_distance(U"aaa", U"aa") == 1);
  CHECK(edit_similarity("caf\xC3\xA9", "cafe") == 0.75);
  CHECK(edit_similarity("", "") == 1);
  CHECK(edit_similarity("", "a") == 0);
  CHECK(edit_similarity("abc", "xyz") == 0);
}

TEST_CASE("the edit distance agrees with the plain table, across words of 64") {
  std::mt19937 random(7);
  for (const std::size_t size : {1, 3, 63, 64, 65, 127, 128, 129, 200, 400}) {
    for (int i = 0; i < 20; ++i) {
      const auto a = any_text(random, size, 2 + random() % 4);
      const auto b = any_text(random, 1 + random() % (size + 70), 2 + random() % 4);
      CHECK(edit_distance(a, b) == table_distance(a, b));
      CHECK(edit_distance(b, a) == table_distance(a, b));
    }
  }
}

TEST_CASE("the edit distance is a metric") {
  std::mt19937 random(3);
  for (int i = 0; i < 1000; ++i) {
    const auto a = any_text(random);
    const auto b = any_text(random);
    const auto c = any_text(random);
    CHECK(edit_distance(a, a) == 0);
    CHECK((edit_distance(a, b) == 0) == (a == b));
    CHECK(edit_distance(a, b) == edit_distance(b, a));
    CHECK(edit_distance(a, c) <= edit_distance(a, b) + edit_distance(b, c));
    CHECK(edit_distance(a, b) <= std::max(a.size(), b.size()));
  }
}

TEST_CASE("what a terminal would obey becomes visible") {
  CHECK(printable("a\x1b[31mb") == "a\\x1b[31mb");
  CHECK(printable("a\nb\tc\r") == "a\\x0ab\\x09c\\x0d");
  CHECK(printable("\x7f\xC2\x9B") == "\\x7f\\x9b");
  CHECK(printable("\xE2\x80\xAEgnp") == "\\u{202e}gnp");
  CHECK(printable("\xE2\x81\xA6x") == "\\u{2066}x");
  CHECK(printable("\xD8\x9Cx") == "\\u{61c}x");
  CHECK(printable("\xEF\xBB\xBFx") == "\\u{feff}x");
  CHECK(printable("\xff") == "\\xff");
  CHECK(printable(std::string_view("\0", 1)) == "\\x00");
  CHECK(printable("gr\xC3\xBC\xC3\x9F") == "gr\xC3\xBC\xC3\x9F");
}

TEST_CASE("a printable text is cut after code points, not bytes") {
  CHECK(printable("abcdef", 3) == "abc…");
  CHECK(printable("abc", 3) == "abc");
  CHECK(printable("\xC3\xA9\xC3\xA9\xC3\xA9", 2) == "\xC3\xA9\xC3\xA9…");
  CHECK(printable("", 3).empty());
}

TEST_CASE("what printable gives is printable") {
  std::mt19937 random(5);
  for (int i = 0; i < 500; ++i) {
    std::string bytes;
    for (auto size = random() % 12; size > 0; --size) bytes += static_cast<char>(random());
    const std::string once = printable(bytes);
    CHECK(is_utf8(once));
    CHECK(printable(once) == once);
  }
}
