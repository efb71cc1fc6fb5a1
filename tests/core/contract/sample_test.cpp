#include <doctest/doctest.h>

#include "tests/core/contract/kit.hpp"

namespace tidemark::contract {

TEST_CASE("columns that come, go and change their type are found") {
  CHECK(
      findings_of("a.csv", "id,name,price,day\n1,a,2.5,2026-01-01\n2,b,3,2026-01-02\n",
                  "id,price,day,city\nx1,2,today,Rome\nx2,3,2026-01-02,Oslo\n") ==
      "breaking response-property-type-generalized /day: the format of the column `/day` changed "
      "from `date` to none\n"
      "breaking response-property-type-changed /id: the type of the column `/id` changed from "
      "`integer` to `string`\n"
      "breaking response-required-property-removed /name: the column `/name`, which was required, "
      "was removed\n"
      "benign response-required-property-added /city: the column `/city` was added and is "
      "required\n"
      "benign response-property-type-specialized /price: the type of the column `/price` changed "
      "from `number` to `integer`\n");
}

TEST_CASE("cells that are empty now make a column nullable") {
  CHECK(findings_of("a.csv", "id;name\n1;a\n", "id;name\n1;\n2;b\n") ==
        "breaking response-property-became-nullable /name: the column `/name` may now be null\n");
  CHECK(findings_of("a.tsv", "id\tname\n1\t\n2\tb\n", "id\tname\n1\ta\n", Stance::provide) ==
        "breaking request-property-became-not-nullable /name: the column `/name` may no longer be "
        "null\n");
}

TEST_CASE("a column without any value tells nothing of its type") {
  CHECK(findings_of("a.csv", "id,name\n1,\n", "id,name\n1,\n2,\n").empty());
}

TEST_CASE("quotes, line ends and marks of CSV are read as RFC 4180 has them") {
  CHECK(findings_of("a.csv", "\xEF\xBB\xBFid,text\r\n1,\"a, \"\"b\"\"\nc\"\r\n\r\n",
                    "\xEF\xBB\xBFid,text\n2,plain\n")
            .empty());
}

TEST_CASE("a number with a leading zero is text, and so is a mixture") {
  CHECK(findings_of("a.csv", "code,n\n007,1\n", "code,n\nabc,1\n").empty());
  CHECK(findings_of("a.csv", "n\n1\n2\n", "n\n1\nx\n") ==
        "breaking response-property-list-of-types-widened /n: the type of the column `/n` changed "
        "from `integer` to `integer` or `string`\n");
}

TEST_CASE("JSON lines have types, members that may be absent, and depth") {
  CHECK(
      findings_of(
          "a.jsonl",
          "{\"id\":1,\"tags\":[\"a\"],\"at\":{\"x\":1.5}}\n{\"id\":2,\"tags\":[],\"at\":{\"x\":2}"
          "}\n",
          "{\"id\":1,\"tags\":[1],\"at\":{\"x\":\"1\"}}\n{\"tags\":[2],\"at\":{\"x\":\"2\"}}\n") ==
      "breaking response-property-type-changed /at/x: the type of the column `/at/x` changed from "
      "`number` to `string`\n"
      "breaking response-property-became-optional /id: the column `/id` became optional\n"
      "breaking response-property-type-changed /tags/*: the type of the column `/tags/*` changed "
      "from `string` to `integer`\n");
}

TEST_CASE("a malformed sample is refused with its line") {
  const auto error_of = [](const std::string& file, const std::string& text) {
    return findings_of(file, text, text);
  };
  CHECK(error_of("a.csv", "a,b\n1,2\n1,2,3\n") ==
        "21 a.csv:3: the row has 3 fields, the header 2\n");
  CHECK(error_of("a.csv", "a,b\n1,\"2\n") ==
        "21 a.csv:2: a quoted field does not end (double the quotes inside)\n");
  CHECK(error_of("a.csv", "a,a\n1,2\n") == "21 a.csv:1: two columns are called \"a\"\n");
  CHECK(error_of("a.csv", "a,b\n") ==
        "21 a.csv:1: there are no rows (some are needed to know the types)\n");
  CHECK(error_of("a.csv", "") ==
        "21 a.csv:1: there is no header (its first row names the columns)\n");
  CHECK(error_of("a.jsonl", "{\"a\":1}\n{\n").starts_with("21 a.jsonl:2: not JSON: "));
}

}  // namespace tidemark::contract
