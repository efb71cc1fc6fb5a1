#include "core/json/syntax_fault.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/base/error.hpp"
#include "core/json/json.hpp"

namespace tidemark::json {

TEST_CASE("a fault names the column, what is there and what should be") {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"id":"two")", "column 12: unexpected end of input; expected '}'"},
      {R"([1,])", "column 4: unexpected ']'; expected '[', '{', or a literal"},
      {R"({"a" 1})", "column 6: unexpected number literal; expected ':'"},
      {R"({'a':1})", "column 2: invalid literal; expected string literal"},
      {R"({"a":01})", "column 7: unexpected number literal; expected '}'"},
      {R"([1] 2)", "column 5: unexpected number literal; expected end of input"},
      {"{\"a\":1,\n\"b\" 2}", "line 2, column 5: unexpected number literal; expected ':'"},
  };
  for (const auto& [text, fault] : rows) {
    CAPTURE(text);
    CHECK(syntax_fault(text) == fault);
  }
}

TEST_CASE("a fault quotes nothing of the text, whatever stands in it") {
  CHECK(syntax_fault("[x'; last read: ' - column 1: \x1b[31m") == "column 2: invalid literal");
  CHECK(syntax_fault("{\"\x1b]0;owned\x07\":1}").find('\x1b') == std::string::npos);
}

TEST_CASE("what is JSON, or only too large a number, has no fault to show") {
  CHECK(syntax_fault(R"({"a":[1,null,"x"]})").empty());
  CHECK(syntax_fault("1e999").empty());
}

TEST_CASE("parse() tells it, and the reader's own words where there is none") {
  CHECK_THROWS_WITH_AS(parse("[1,]", "g:3"),
                       "g:3: not JSON: column 4: unexpected ']'; expected '[', '{', or a literal",
                       Error);
  CHECK_THROWS_AS(parse("1e999", "g:3"), Error);
}

}  // namespace tidemark::json
