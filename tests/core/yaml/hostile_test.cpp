#include <doctest/doctest.h>

#include "tests/core/yaml/kit.hpp"

namespace tidemark::yaml {
namespace {

std::string repeated(const std::string& piece, std::size_t times) {
  std::string text;
  text.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

std::string numbered(const std::string& before, const std::string& after, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += before + std::to_string(i) + after;
  return text;
}

std::string deep_block(int levels) {
  std::string text;
  for (int i = 0; i < levels; ++i) text += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  return text;
}

const std::string too_long =
    "262144 bytes of text make no complete value (close a quote or bracket, or divide the value)";

struct Hostile {
  const char* name;
  std::string text;
  std::string complaint;  // the last one
};

std::string last_line(const std::string& text) { return text.substr(text.rfind('\n') + 1); }

std::string invisible(const std::string& place, const std::string& code) {
  return "a.yaml:" + place + ": the invisible character U+" + code +
         " is not allowed (remove it, or write it in double quotes as \\u" + code + ")";
}

void check_refused(const std::vector<Hostile>& table) {
  for (const Hostile& hostile : table) {
    CAPTURE(hostile.name);
    CHECK(reading_of(hostile.text) == "nothing\n" + hostile.complaint);
  }
}

}  // namespace

TEST_CASE("hostile sizes end in one error, soon") {
  const std::string too_large =
      "a.yaml: the file is larger than 4194304 bytes (divide it into several files)";
  const std::string too_deep = "nested deeper than 64 levels (make it flatter)";
  const std::vector<Hostile> table = {
      {"brackets", repeated("[", 100'000), "a.yaml:1:33: " + too_deep},
      {"more brackets", repeated("[", 4'000'000), "a.yaml:1:1: after this, " + too_long},
      {"braces", repeated("{a: ", 1'000'000), "a.yaml:1:1: after this, " + too_long},
      {"dashes", repeated("- ", 100'000), "a.yaml:1:129: " + too_deep},
      {"question marks", repeated("? ", 100'000), "a.yaml:1:129: " + too_deep},
      {"deep block", deep_block(2000), "a.yaml:65:65: " + too_deep},
      {"long scalar", "a: " + repeated("x", 100'000'000), too_large},
      {"long key", repeated("k", 1'000'000) + ": 1\n", "a.yaml:1:1: after this, " + too_long},
      {"open quote", "a: \"" + repeated("x\n", 1'000'000), "a.yaml:1:1: after this, " + too_long},
      {"a million keys", numbered("", ": 1\n", 1'000'000), too_large},
      {"many keys", numbered("", ": \n", 200'000),
       "a.yaml:100001:1: the file holds more than 200000 values (divide it into several files)"},
      {"anchors", numbered("- &a", " x\n", 100'000),
       "a.yaml:100:3: the file has 100 faults up to here (mend these first)"},
      {"empty braces", repeated("{},", 1'000'000), "a.yaml:1:1: after this, " + too_long},
  };
  for (const Hostile& hostile : table) {
    CAPTURE(hostile.name);
    const std::string reading = reading_of(hostile.text);
    CHECK(reading.substr(0, 8) == "nothing\n");
    CHECK(last_line(reading) == hostile.complaint);
  }
}

TEST_CASE("aliases that would grow or go round are each told, and stand for nothing") {
  const std::string anchor = ": anchors are not supported (remove the &name)\n";
  const std::string alias = ": aliases are not supported (write the value out)";
  CHECK(reading_of("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n") ==
        "{a: [x, x], b: [], c: []}\na.yaml:1:4" + anchor + "a.yaml:2:4" + anchor + "a.yaml:2:8" +
            alias + "\na.yaml:2:12" + alias + "\na.yaml:3:5" + alias + "\na.yaml:3:9" + alias);
  CHECK(reading_of("a: &x [*x]\n") == "{a: []}\na.yaml:1:4" + anchor + "a.yaml:1:8" + alias);
  CHECK(reading_of("a: &x {b: *x}\n") == "{a: {}}\na.yaml:1:4" + anchor + "a.yaml:1:11" + alias);
}

TEST_CASE("bytes that are not UTF-8 are refused") {
  using namespace std::string_literals;
  const std::string latin = "a.yaml:1:4: the text is not UTF-8 (save it as UTF-8)";
  const std::string wide = "a.yaml:1:1: the file is UTF-16 or UTF-32 (save it as UTF-8)";
  check_refused({
      {"UTF-16 LE",
       "\xFF\xFE"
       "a\0:\0"s,
       wide},
      {"UTF-16 BE", "\xFE\xFF\0a"s, wide},
      {"UTF-32 BE", "\0\0\xFE\xFF"s, wide},
      {"Latin-1", "a: 1\nb: caf\xE9\n", "a.yaml:2:7: the text is not UTF-8 (save it as UTF-8)"},
      {"raw surrogate", "a: \xED\xA0\x80\n", latin},
      {"overlong", "a: \xC0\x80\n", latin},
      {"escaped surrogate", "a: \"\\ud800\"\n",
       "a.yaml:1:11: not YAML: invalid unicode: 55296 (check quotes, brackets and indentation near "
       "here)"},
  });
}

TEST_CASE("text that people and programs would read differently is refused") {
  using namespace std::string_literals;
  check_refused({
      {"NUL", "a: x\0y\n"s, invisible("1:5", "0000")},
      {"end of transmission", "a: 1\n\x04\nb: 2\n", invisible("2:1", "0004")},
      {"lone carriage return", "a: 1\rb: 2\n", invisible("1:5", "000D")},
      {"next line",
       "a: 1\xC2\x85"
       "b: 2\n",
       invisible("1:5", "0085")},
      {"line separator",
       "a: 1\xE2\x80\xA8"
       "b: 2\n",
       invisible("1:5", "2028")},
      {"inner byte order mark",
       "a: 1\n\xEF\xBB\xBF"
       "b: 2\n",
       invisible("2:1", "FEFF")},
  });
}

TEST_CASE("limits are the caller's to set") {
  Limits limits;
  limits.bytes = 8;
  CHECK(reading_of("a: 1\nb: 2\n", limits) ==
        "nothing\na.yaml: the file is larger than 8 bytes (divide it into several files)");
  limits.bytes = 100;
  limits.depth = 1;
  CHECK(reading_of("a: 1\n", limits) == "{a: 1}");
  CHECK(reading_of("a: [1]\n", limits) ==
        "nothing\na.yaml:1:4: nested deeper than 1 levels (make it flatter)");
}

}  // namespace tidemark::yaml
