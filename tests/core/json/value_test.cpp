#include <doctest/doctest.h>

#include <random>
#include <string>

#include "core/base/error.hpp"
#include "core/json/json.hpp"
#include "tests/kit/within.hpp"

using namespace tidemark;
using json::Value;

namespace {

Value read(std::string_view text) { return json::parse(text, "test"); }

bool equal(const char* a, const char* b) {
  const bool there = read(a) == read(b);
  CHECK(there == (read(b) == read(a)));
  CHECK(there == (json::canonical(read(a)) == json::canonical(read(b))));
  return there;
}

template <typename Work>
std::string refusal(Work work) {
  try {
    work();
    return "none";
  } catch (const Error& error) {
    return error.what();
  }
}

/// A document of every type, small, different for every state of `random`.
Value any_value(std::mt19937& random, int depth) {
  switch (std::uniform_int_distribution<int>(0, depth == 0 ? 4 : 6)(random)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<std::int64_t>(random()) - 2'000'000'000;
    case 3:
      return static_cast<double>(random()) / 7.0;
    case 4:
      return std::string(random() % 4, static_cast<char>('a' + random() % 26));
    case 5: {
      json::Array items;
      for (auto i = random() % 4; i > 0; --i) items.push_back(any_value(random, depth - 1));
      return items;
    }
    default: {
      Value object = json::Object{};
      for (auto i = random() % 4; i > 0; --i) {
        object.set(std::string(1, static_cast<char>('a' + random() % 26)),
                   any_value(random, depth - 1));
      }
      return object;
    }
  }
}

}  // namespace

TEST_CASE("the order of members means nothing, the order of items does") {
  CHECK(equal(R"({"a":1,"b":[1,2]})", R"({"b":[1,2],"a":1})"));
  CHECK_FALSE(equal("[1,2]", "[2,1]"));
  CHECK_FALSE(equal(R"({"a":1})", R"({"a":1,"b":1})"));
  CHECK_FALSE(equal(R"({"a":1,"b":2})", R"({"a":2,"b":1})"));
  CHECK_FALSE(equal(R"({"a":1,"b":1})", R"({"a":1,"c":1})"));
  CHECK_FALSE(equal("[]", "{}"));
  CHECK_FALSE(equal("null", "false"));
  CHECK_FALSE(equal("0", "false"));
  CHECK_FALSE(equal("\"1\"", "1"));
}

TEST_CASE("1 and 1.0 are one number, and so are 0 and -0.0") {
  CHECK(equal("1", "1.0"));
  CHECK(equal("100", "1e2"));
  CHECK(equal("0", "-0.0"));
  CHECK(equal("-0", "0.0"));
  CHECK_FALSE(equal("1", "1.0000000001"));
}

TEST_CASE("integers around 2^53 are told apart, also from doubles") {
  CHECK_FALSE(equal("9007199254740992", "9007199254740993"));
  CHECK(equal("9007199254740992", "9007199254740992.0"));
  CHECK_FALSE(equal("9007199254740993", "9007199254740992.0"));
  CHECK_FALSE(equal("-9007199254740993", "-9007199254740992.0"));
  CHECK_FALSE(equal("9223372036854775807", "9223372036854775806"));
  CHECK_FALSE(equal("9223372036854775807", "9223372036854775808"));
  CHECK(equal("18446744073709551615", "18446744073709551615"));
  CHECK_FALSE(equal("18446744073709551615", "18446744073709551614"));
}

TEST_CASE("canonical text sorts members by bytes and keeps items") {
  CHECK(json::canonical(read(R"({"b":1,"a":{"z":1,"y":[3,1]},"B":2,"é":0})")) ==
        R"({"B":2,"a":{"y":[3,1],"z":1},"b":1,"é":0})");
  CHECK(json::canonical(read("[1.0,-0.0,1e2,1.5,1e300]")) == "[1,0,100,1.5,1e+300]");
  CHECK(json::canonical(read("[0.1,1e-7,123456789.125]")) == "[0.1,1e-07,123456789.125]");
}

TEST_CASE("text is written with the escapes that JSON needs, and no others") {
  CHECK(json::dump(Value("a\"\\\n\x01\x7f/\xC3\xA9")) == "\"a\\\"\\\\\\n\\u0001\x7f/\xC3\xA9\"");
  CHECK(json::dump(Value(std::string("a\0b", 3))) == "\"a\\u0000b\"");
  CHECK(json::dump(Value("a\xff")) == "\"a\xEF\xBF\xBD\"");
}

TEST_CASE("every control character is written as JSON escapes it") {
  std::string all;
  for (char c = 1; c < 0x20; ++c) all += c;
  CHECK(
      json::dump(Value(all)) ==
      R"("\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f)"
      R"(\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f")");
}

TEST_CASE("dump keeps the order of members, dump_pretty indents by two") {
  CHECK(json::dump(read(R"({"b":1,"a":[]})")) == R"({"b":1,"a":[]})");
  CHECK(json::dump_pretty(read(R"({"b":[1]})")) == "{\n  \"b\": [\n    1\n  ]\n}");
}

TEST_CASE("what is written reads back the same, and canonical text does not change again") {
  std::mt19937 random(17);
  for (int i = 0; i < 500; ++i) {
    const Value value = any_value(random, 4);
    CHECK(read(json::dump(value)) == value);
    const std::string text = json::canonical(value);
    CHECK(read(text) == value);
    CHECK(json::canonical(read(text)) == text);
  }
}

TEST_CASE("text made canonical at once is what its value's canonical text is") {
  for (const char* text : {R"({"b":1,"a":{"z":1,"y":[3,1]},"B":2,"é":{}})", "[1.0,-0.0,1e300]",
                           "18446744073709551615", R"("a\u0000\ud83d\ude00\"")", " null "}) {
    CHECK(json::canonical_text(text, "test") == json::canonical(read(text)));
  }
  std::mt19937 random(19);
  for (int i = 0; i < 500; ++i) {
    const Value value = any_value(random, 4);
    CHECK(json::canonical_text(json::dump(value), "test") == json::canonical(value));
  }
}

TEST_CASE("what cannot be read cannot be made canonical at once, and the sentence is the same") {
  std::string many = R"({"k0":0)";
  for (int i = 1; i < 40; ++i) many += ",\"k" + std::to_string(i % 30) + "\":0";
  for (const std::string& text : {std::string(R"({"a":{"b":1,"c":2,"b":3}})"), many + "}",
                                  std::string("[1,]"), std::string(300, '['), std::string()}) {
    CHECK(refusal([&] { json::canonical_text(text, "test"); }) == refusal([&] { read(text); }));
    CHECK(refusal([&] { read(text); }).starts_with("test: "));
  }
}

TEST_CASE("equality of random documents agrees with canonical text") {
  std::mt19937 random(18);
  for (int i = 0; i < 2000; ++i) {
    const Value a = any_value(random, 2);
    const Value b = any_value(random, 2);
    CHECK((a == b) == (json::canonical(a) == json::canonical(b)));
  }
}

TEST_CASE("objects of many members compare in any order without a search each") {
  json::Object forward, backward;
  for (int i = 0; i < 100'000; ++i) {
    forward.emplace_back("member " + std::to_string(i), i);
  }
  backward.assign(forward.rbegin(), forward.rend());
  CHECK(test::within({3}, [&] { return Value(forward) == Value(backward); }) == "true");
}

TEST_CASE("set replaces a member or appends it, and makes null an object") {
  Value value;
  value.set("a", 1).set("b", 2).set("a", "x");
  CHECK(json::dump(value) == R"({"a":"x","b":2})");
  Value text = "x";
  text.set("a", 1);
  CHECK(json::dump(text) == "\"x\"");
}

TEST_CASE("pointers follow RFC 6901") {
  const Value value =
      read(R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"m~n":8,"k\"l":6," ":7,"~1":9})");
  const auto at = [&](const char* pointer) {
    const Value* found = json::at(value, pointer);
    return found == nullptr ? "absent" : json::dump(*found);
  };
  CHECK(json::at(value, "") == &value);
  CHECK(at("/foo") == R"(["bar","baz"])");
  CHECK(at("/foo/0") == "\"bar\"");
  CHECK(at("/") == "0");
  CHECK(at("/a~1b") == "1");
  CHECK(at("/c%d") == "2");
  CHECK(at("/m~0n") == "8");
  CHECK(at("/~01") == "9");
  CHECK(at("/ ") == "7");
  for (const char* pointer : {"/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/+0", "/foo/ 0",
                              "/foo/", "/foo/0/x", "/nope", "/foo/18446744073709551616", "//"}) {
    CAPTURE(std::string(pointer));
    CHECK(at(pointer) == "absent");
  }
}

TEST_CASE("a pointer starts with / and escapes only ~0 and ~1") {
  for (const char* good : {"", "/", "/a", "/a/0", "/~0~1", "//"}) CHECK(json::is_pointer(good));
  for (const char* bad : {"a", "a/b", "/~", "/~2", "/a~", "~0"}) CHECK_FALSE(json::is_pointer(bad));
}

TEST_CASE("a value found through a pointer can be changed") {
  Value value = read(R"({"a":[{"b":1}]})");
  *json::at(value, "/a/0/b") = "x";
  CHECK(json::dump(value) == R"({"a":[{"b":"x"}]})");
}

TEST_CASE("every text of a value is handed on, in the order in which it stands, and no key") {
  std::string all;
  json::each_text(read(R"({"b":["x",{"k":"y \"z\""},1,null],"a":"w","":""})"),
                  [&](const std::string& text) { all += text + ';'; });
  CHECK(all == "x;y \"z\";w;;");
}
