#include <doctest/doctest.h>

#include "tests/core/contract/kit.hpp"

namespace tidemark::contract {
namespace {

std::string error_of(const std::string& file, const std::string& text) {
  return findings_of(file, text, text);
}

std::string api(const std::string& rest) { return "openapi: 3.1.0\n" + rest; }

}  // namespace

TEST_CASE("what is no schema is refused with its place, wherever it hides") {
  struct Row {
    const char *schema, *complaint;
  };
  const std::vector<Row> rows = {
      {R"({"type": "text"})",
       "a.json#/type: the type text is not one of JSON Schema (null, boolean, integer, number, "
       "string, array or object)"},
      {R"({"type": 5})", "a.json#/type: this must be a list"},
      {R"({"properties": []})", "a.json#/properties: this must be a map"},
      {R"({"properties": {"a": 5}})",
       "a.json#/properties/a: a schema must be a map, true or false"},
      {R"({"properties": {"a": {"items": {"maxLength": "x"}}}})",
       "a.json#/properties/a/items/maxLength: this must be a number"},
      {R"({"required": "a"})", "a.json#/required: this must be a list"},
      {R"({"required": [5]})", "a.json#/required/0: this must be text (quote it)"},
      {R"({"$ref": 5})", "a.json#/$ref: this must be text (quote it)"},
      {R"({"oneOf": {"a": 1}})", "a.json#/oneOf: this must be a list"},
      {R"({"allOf": [{"type": "string"}, 7]})", "a.json#/allOf/1: this must be a map"},
      {R"({"oneOf": [{"type": "string"}, {"enum": 3}]})",
       "a.json#/oneOf/1/enum: this must be a list"},
      {R"({"type": "object", "pattern": {}})", "a.json#/pattern: this must be text (quote it)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.schema);
    CHECK(error_of("a.json", row.schema) == std::string("21 ") + row.complaint + "\n");
  }
}

TEST_CASE("in YAML the place is a line and a column") {
  CHECK(error_of("a.yaml",
                 api("paths:\n  /a:\n    get:\n      parameters:\n        - {name: q}\n")) ==
        "21 a.yaml:6:11: a parameter needs `name` and `in`\n");
  CHECK(error_of("a.yaml", api("paths: []\n")) == "21 a.yaml:2:8: this must be a map\n");
  CHECK(error_of("a.yaml",
                 api("components:\n  schemas:\n    A: {properties: {b: {type: strin}}}\n")) ==
        "21 a.yaml:4:32: the type strin is not one of JSON Schema (null, boolean, integer, number, "
        "string, array or object)\n");
  CHECK(error_of("a.yaml", "openapi: 3.1.0\n paths: {}\n").starts_with("21 a.yaml:2:"));
  CHECK(error_of("a.yaml", "a: 1\na: 2\n") ==
        "21 a.yaml:2:1: key \"a\" is given twice (first at line 1; keep one)\n");
}

TEST_CASE("what is no contract is refused") {
  CHECK(
      error_of("a.yaml", "hello: world\n") ==
      "21 a.yaml:1:1: this is neither OpenAPI nor JSON Schema (a sample ends in .csv, .tsv, .jsonl "
      "or .ndjson)\n");
  CHECK(
      error_of("a.json", "[1, 2]") ==
      "21 a.json#: this is neither OpenAPI nor JSON Schema (a sample ends in .csv, .tsv, .jsonl or "
      ".ndjson)\n");
  CHECK(error_of("a.json", R"({"swagger": "2.0"})") ==
        "21 a.json#/swagger: Swagger 2.0 is not supported (convert the file to OpenAPI 3)\n");
  CHECK(error_of("a.yaml", "openapi: 4.0\n") ==
        "21 a.yaml:1:10: OpenAPI 4.0 is not supported (3.0 and 3.1 are)\n");
  CHECK(error_of("a.yaml", "") == "21 a.yaml: the file is empty (write at least one key)\n");
  CHECK(error_of("a.json", "{\"type\": ").starts_with("21 a.json: not JSON: "));
}

TEST_CASE("two states of different kinds cannot be compared") {
  CHECK(findings_of("a.json", R"({"type": "object"})", R"({"openapi": "3.1.0"})") ==
        "21 a.json and a.json are of different kinds: json-schema and openapi\n");
}

TEST_CASE("an API says itself what is sent and what is received") {
  CHECK(
      findings_of("a.yaml", api("paths: {}\n"), api("paths: {}\n"), Stance::provide) ==
      "64 a.yaml is an API, which says itself what is sent and what is received (leave --direction "
      "out)\n");
}

}  // namespace tidemark::contract
