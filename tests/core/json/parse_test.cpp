#include <doctest/doctest.h>

#include <string>

#include "core/base/error.hpp"
#include "core/json/json.hpp"

using namespace tidemark;

namespace {

bool is_json(std::string_view text) {
  try {
    json::parse(text, "x");
    return true;
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::configuration);
    CHECK(std::string(error.what()).rfind("x: ", 0) == 0);
    return false;
  }
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("what must be read is read") {
  for (const char* text : {"[]",
                           "{}",
                           "null",
                           "true",
                           "false",
                           "0",
                           "-0",
                           "1.5",
                           "1e5",
                           "1E+2",
                           "-1e-2",
                           "0e0",
                           "123e65",
                           "\"\"",
                           " [1 , 2 ]\r\n\t",
                           "[[]  ]",
                           "{\"\":0}",
                           "{\"a\":[{}]}",
                           "\"\\u0000\"",
                           "\"\\ud83d\\ude39\"",
                           "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                           "\"\xC3\xA9\"",
                           "\"\\u00e9\"",
                           "\"\xF0\x9F\x98\xB9\"",
                           "\"\xEF\xBF\xBF\"",
                           "\"\x7f\"",
                           "9223372036854775807",
                           "-9223372036854775808",
                           "18446744073709551615",
                           "1e-400",
                           "[null, 1, \"1\", {}]"}) {
    CAPTURE(std::string(text));
    CHECK(is_json(text));
  }
}

TEST_CASE("what is not JSON is refused") {
  for (const char* text :
       {"",           " ",         "[",         "]",        "{",         "}",           "[1,]",
        "[,1]",       "[1,,2]",    "[1 2]",     "{\"a\"}",  "{\"a\":}",  "{\"a\":1,}",  "{a:1}",
        "{'a':1}",    "{\"a\" 1}", "{1:1}",     "[1}",      "nul",       "True",        "NaN",
        "Infinity",   "-",         "-Infinity", "+1",       "01",        "-01",         "1.",
        ".5",         "1e",        "1e+",       "0x1",      "1_000",     "1 2",         "[1]x",
        "{}{}",       "\"a",       "'a'",       "\"\\a\"",  "\"\\u12\"", "\"\\u12g4\"", "\"\\\"",
        "\"a\nb\"",   "\"a\tb\"",  "\"\x01\"",  "[1]//c",   "/*c*/1",    "#",           "\x0c[]",
        "\xC2\xA0[]", "undefined", "[\"a\"",    "{\"a\":1", "<x/>"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(is_json(text));
  }
}

TEST_CASE("bytes that are no UTF-8, surrogates alone and byte order marks are refused") {
  for (const char* text :
       {"\xff", "\"\xff\"", "\"\xC3\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF4\xBF\xBF\xBF\"",
        "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\ud800x\"", "\"\\udc00\"", "\"\\udc00\\ud800\"",
        "\xEF\xBB\xBF{}", "\xEF\xBB\xBF", "\xFE\xFF\x00[", "{\"\xff\":1}"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(is_json(text));
  }
}

TEST_CASE("NUL bytes are refused wherever they stand") {
  for (const std::string_view text :
       {std::string_view("\0", 1), std::string_view("1\0", 2), std::string_view("\"a\0b\"", 5),
        std::string_view("[1]\0", 4), std::string_view("[\0]", 3)}) {
    CHECK_FALSE(is_json(text));
  }
}

TEST_CASE("numbers that no type can hold are refused, not rounded to infinity") {
  for (const char* text : {"1e999", "-1e999", "1e309", "18446744073709551616",
                           "-9223372036854775809", "100000000000000000000000000"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(is_json(text));
  }
}

TEST_CASE("no message has a key, which may be somebody's data") {
  std::string many = R"({"first":0)";
  for (int i = 0; i < 20; ++i) many += ",\"member " + std::to_string(i) + "\":" + std::to_string(i);
  many += R"(,"ann@example.com":1,"last":2,"ann@example.com":3})";
  for (const auto& [text, members] :
       {std::pair<std::string, std::string>{many, "22 and 24"},
        {R"([{"b":0,"ann@example.com":1,"a":2,"ann@example.com":3}])", "2 and 4"}}) {
    const std::string told = "f:3: JSON has a key twice in one object, as its members " + members;
    CHECK_THROWS_WITH_AS(json::parse(text, "f:3"), told.c_str(), Error);
    CHECK_THROWS_WITH_AS(json::canonical_text(text, "f:3"), told.c_str(), Error);
  }
}

TEST_CASE("a key twice in one object is refused, however it is written") {
  CHECK_THROWS_WITH_AS(json::parse(R"({"a":1,"a":1})", "f:3"),
                       "f:3: JSON has a key twice in one object, as its members 1 and 2", Error);
  CHECK_FALSE(is_json(R"({"a":1,"b":2,"\u0061":1})"));
  CHECK_FALSE(is_json(R"([{"x":{"a":1,"a":2}}])"));
  CHECK(is_json(R"([{"a":1},{"a":1}])"));
  CHECK(is_json(R"({"a":{"a":1},"A":1})"));
}

TEST_CASE("nesting is read to 256 and refused beyond, at any depth, at once") {
  CHECK(is_json(nested(256)));
  CHECK_FALSE(is_json(nested(257)));
  CHECK_FALSE(is_json(nested(100'000)));
  CHECK_FALSE(is_json(std::string(100'000, '[')));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  CHECK_FALSE(is_json(objects));
}

TEST_CASE("a refused text does not spoil the next") {
  CHECK_FALSE(is_json(nested(300)));
  CHECK(is_json("[1]"));
  CHECK_FALSE(is_json("[1"));
  CHECK(is_json("[1]"));
}

TEST_CASE("the message names the place and what is wrong") {
  CHECK_THROWS_WITH_AS(json::parse("", "golden.jsonl:7"),
                       "golden.jsonl:7: not JSON: Empty: no JSON found", Error);
}

TEST_CASE("values come with their types") {
  const json::Value value =
      json::parse(R"({"b":true,"n":null,"i":-3,"d":1.5,"s":"x","a":[1]})", "");
  CHECK(*value.find("b")->boolean());
  CHECK(value.find("n")->is_null());
  CHECK(*value.find("i")->integer() == -3);
  CHECK(value.find("d")->integer() == nullptr);
  CHECK(value.find("d")->number() == 1.5);
  CHECK(*value.find("s")->string() == "x");
  CHECK(value.find("a")->array()->size() == 1);
  CHECK(value.find("x") == nullptr);
  CHECK(value.find("a")->find("x") == nullptr);
  CHECK_FALSE(value.find("s")->is_number());
  CHECK(json::parse("\"a\\u0000b\"", "").string()->size() == 3);
}
