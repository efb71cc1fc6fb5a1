#include "replay/cli/csv.hpp"

#include <doctest/doctest.h>

namespace tidemark::cli {
namespace {

std::string field(const ledger::Cell& cell) { return csv_of({{"c"}, {{cell}}, {}}).substr(2); }

}  // namespace

TEST_CASE("a table is a line of names and a line for each row") {
  CHECK(csv_of({{"a", "b"}, {{std::string("x"), std::int64_t{1}}, {{}, 0.5}}, {}}) ==
        "a,b\nx,1\n,0.5\n");
  CHECK(csv_of({{"a"}, {}, {}}) == "a\n");
}

TEST_CASE("what would end a field is quoted") {
  CHECK(field(std::string("a,b")) == "\"a,b\"\n");
  CHECK(field(std::string("say \"no\"")) == "\"say \"\"no\"\"\"\n");
  CHECK(field(std::string("two\nlines")) == "\"two\nlines\"\n");
  CHECK(field(std::string("a\rb")) == "\"a\rb\"\n");
}

TEST_CASE("a text that a spreadsheet would calculate is taken as text; numbers stay numbers") {
  CHECK(field(std::string("=1+1")) == "'=1+1\n");
  CHECK(field(std::string("+1")) == "'+1\n");
  CHECK(field(std::string("-1")) == "'-1\n");
  CHECK(field(std::string("@SUM(A1)")) == "'@SUM(A1)\n");
  CHECK(field(std::string("\tx")) == "'\tx\n");
  CHECK(field(std::string("\r=x")) == "\"'\r=x\"\n");
  CHECK(field(std::string("=a,b")) == "\"'=a,b\"\n");
  CHECK(field(std::int64_t{-1}) == "-1\n");
  CHECK(field(-0.25) == "-0.25\n");
  CHECK(csv_of({{"=x"}, {}, {}}) == "'=x\n");
}

TEST_CASE("a terminal obeys nothing that a field says") {
  CHECK(field(std::string("a\x1b[31mb\tc\nd")) == "\"a\\x1b[31mb\tc\nd\"\n");
  CHECK(field(std::string("\u202egnp.exe")) == "\\u{202e}gnp.exe\n");
}

}  // namespace tidemark::cli
