#include "core/text/ci_commands.hpp"

#include <doctest/doctest.h>

using namespace tidemark::text;

TEST_CASE("a line that a CI would obey is inert, and readable") {
  CHECK(without_ci_commands("  ::error::no") == "  \\x3a:error::no");
  CHECK(without_ci_commands("a ##[error]b ##vso[task]") == "a \\x23#[error]b \\x23#vso[task]");
  CHECK(without_ci_commands("a::b #[c] ##") == "a::b #[c] ##");
}

TEST_CASE("JSON that holds a command says the same without it") {
  CHECK(json_without_ci_commands(R"({"a":"##vso[b]##[c]","d":"\\##[e]"})") ==
        R"({"a":"\u0023#vso[b]\u0023#[c]","d":"\\\u0023#[e]"})");
  CHECK(json_without_ci_commands(R"({"a":"###[b]"})") == R"({"a":"#\u0023#[b]"})");
  CHECK(json_without_ci_commands(R"({"a":"b"})") == R"({"a":"b"})");
}
