#include "core/json/view.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/base/error.hpp"

namespace tidemark::json {
namespace {

std::string refusal(std::string_view text, bool by_view) {
  try {
    if (by_view) {
      view(text, "x");
    } else {
      parse(text, "x");
    }
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST_CASE("a view tells what a value is, and nothing of another type") {
  const View all = view(R"({"a":[1,"x"],"b":true,"c":"é\n","d":2.5,"e":null})", "x");
  CHECK(all.is_object());
  CHECK_FALSE(all.is_array());
  CHECK(all.items().empty());
  CHECK(all.members().size() == 5);
  CHECK(all.members()[2].first == "c");
  CHECK(all.members()[2].second.string() == "é\n");
  CHECK(all.find("a")->is_array());
  CHECK(all.find("a")->members().empty());
  CHECK(all.find("a")->items()[1].string() == "x");
  CHECK_FALSE(all.find("a")->find("b"));
  CHECK_FALSE(all.find("z"));
  CHECK(all.find("b")->boolean() == true);
  CHECK_FALSE(all.find("c")->boolean());
  CHECK_FALSE(all.find("b")->string());
  CHECK(all.find("d")->is_number());
  CHECK_FALSE(all.find("e")->is_number());
  CHECK(all.find("d")->value().number() == 2.5);
}

TEST_CASE("a view gives the values and the canonical text that parse() leads to") {
  for (const char* text :
       {"null", "[]", "{}", R"("é\u0000\"")", "1.0", "-0.0", "1e300", "18446744073709551615",
        R"({"z":{"b":1.0,"a":[{}, [2.50, "x"]]},"a":false})", " [1 , 2 ] "}) {
    CAPTURE(std::string(text));
    const Value value = parse(text, "x");
    CHECK(view(text, "x").value() == value);
    CHECK(view(text, "x").canonical() == canonical(value));
  }
}

TEST_CASE("a view refuses what parse() refuses, in the same words") {
  std::string many = R"({"z":1)";
  for (int i = 0; i < 20; ++i) many += ",\"k" + std::to_string(i % 18) + "\":1";
  for (const std::string& text :
       {std::string(R"({"a":1,"a":2})"), std::string(R"({"b":1,"c":3,"b":2,"c":1})"),
        std::string(R"([{"z":{"b":1,"b":2},"a":1,"a":2}])"), many + "}", std::string("[1,]"),
        std::string(""), std::string("{} {}"), std::string("\"\xFF\""),
        std::string(300, '[') + std::string(300, ']')}) {
    CAPTURE(text);
    CHECK(refusal(text, true) == refusal(text, false));
    CHECK(refusal(text, true) != "accepted");
  }
}

}  // namespace
}  // namespace tidemark::json
