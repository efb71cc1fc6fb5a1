#include "plugins/kit/json_text.hpp"

#include <doctest/doctest.h>

#include <string>

#include "plugins/kit/call_failure.hpp"

namespace tidemark::plugin {

TEST_CASE("a text of any bytes becomes the string that JSON writes, or is refused") {
  for (int byte = 0; byte < 256; ++byte) {
    CAPTURE(byte);
    for (const std::size_t at : {0U, 3U, 6U}) {
      std::string text = "abcdef";
      text.insert(at, 1, static_cast<char>(byte));
      if (byte < 0x80) {
        CHECK(text_as_json(text) == Json(text).dump());
        CHECK(Json::parse(text_as_json(text)).get<std::string>() == text);
      } else {
        CHECK_THROWS_AS(text_as_json(text), CallFailure);
      }
    }
  }
  CHECK(text_as_json("") == R"("")");
  CHECK(text_as_json("é\n") == R"("é\n")");
}

TEST_CASE("an input is read as JSON, however plain it looks") {
  for (const char* input : {R"("")", R"("plain")", R"("with \" and \\")", R"("é")", R"(" ")", "1",
                            R"({"a":"b"})", R"(["a","b"])", "\"\\u0041\""}) {
    CAPTURE(input);
    CHECK(selected(input, "") == Json::parse(input));
  }
  for (const char* input : {R"(")", R"("a"b")", "\"\n\"", "\"\xff\"", R"("a\")", R"("a","b")"}) {
    CAPTURE(input);
    CHECK_THROWS_AS(selected(input, ""), CallFailure);
  }
  CHECK(selected(R"({"a":"b"})", "/a") == "b");
  CHECK_THROWS_WITH_AS(selected(R"("plain")", "/a"), "the input has nothing at '/a'", CallFailure);
}

}  // namespace tidemark::plugin
