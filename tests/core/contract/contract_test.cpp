#include <doctest/doctest.h>

#include "tests/core/contract/kit.hpp"

namespace tidemark::contract {

TEST_CASE("a schema of data is seen by whoever receives it unless said otherwise") {
  const std::string before = R"({"type": "string", "maxLength": 5})";
  const std::string after = R"({"type": "string", "maxLength": 9})";
  CHECK(findings_of("a.json", before, after) ==
        "breaking response-body-max-length-increased: maxLength of the data increased from `5` to "
        "`9`\n");
  CHECK(findings_of("a.json", before, after, Stance::provide) ==
        "benign request-body-max-length-increased: maxLength of the data increased from `5` to "
        "`9`\n");
}

TEST_CASE("the order of members and of the file's language do not matter") {
  const std::string json =
      R"({"openapi": "3.0.3", "paths": {"/a": {"get": {"responses": {"200": {"description": "x"}}}}}})";
  const std::string yaml =
      "paths:\n  /a:\n    get:\n      responses:\n        200: {description: y}\nopenapi: 3.0.3\n";
  CHECK(findings_of("a", json, yaml).empty());
}

TEST_CASE("findings are sorted, unique, and keep their fingerprint") {
  const auto api = [](const std::string& type, const std::string& other) {
    return "openapi: 3.0.0\npaths:\n  /b: {get: {responses: {200: {content: {application/json: "
           "{schema: "
           "{properties: {x: {type: " +
           type + "}, y: {type: " + other +
           "}}}}}}}}}\n"
           "  /a: {get: {responses: {200: {content: {application/json: {schema: "
           "{oneOf: [{title: A, type: object, properties: {x: {type: " +
           type + "}}}, {title: B, type: string}]}}}}}}}\n";
  };
  const Difference found = compare("a.yaml", api("string", "string"), api("integer", "number"));
  CHECK(lines_of(found.findings) ==
        "breaking response-property-type-changed GET /a /x: the type of the response property `/x` "
        "(200) as `A` changed from `string` to `integer`\n"
        "breaking response-property-type-changed GET /b /x: the type of the response property `/x` "
        "(200) changed from `string` to `integer`\n"
        "breaking response-property-type-changed GET /b /y: the type of the response property `/y` "
        "(200) changed from `string` to `number`\n");
  const Finding& first = found.findings.front();
  CHECK(first.fingerprint == "dd8ae7511221");
  CHECK(
      first.place ==
      "a.yaml#/paths/~1a/get/responses/200/content/application~1json/schema/oneOf/0/properties/x");
  const Difference again = compare("b.yaml", api("string", "string"), api("integer", "number"));
  CHECK(again.findings.front().fingerprint == first.fingerprint);
  CHECK(again.findings[1].fingerprint != first.fingerprint);
}

TEST_CASE("null is null however it is written") {
  const auto api = [](const std::string& schema) {
    return "openapi: 3.0.0\npaths: {/a: {get: {responses: {200: {content: {application/json: "
           "{schema: "
           "{properties: {a: " +
           schema + "}}}}}}}}}\ncomponents: {schemas: {S: {type: string}}}\n";
  };
  const std::string plain = api("{type: string}");
  const std::string nullable =
      "breaking response-property-became-nullable GET /a /a: the response property `/a` (200) may "
      "now "
      "be null\n";
  for (const char* schema :
       {"{type: string, nullable: true}", "{type: [string, 'null']}",
        "{anyOf: [{type: string}, {type: 'null'}]}", "{oneOf: [{type: 'null'}, {type: string}]}",
        "{nullable: true, allOf: [{$ref: '#/components/schemas/S'}]}",
        "{anyOf: [{$ref: '#/components/schemas/S'}, {type: 'null'}]}"}) {
    CAPTURE(schema);
    CHECK(findings_of("a.yaml", plain, api(schema)) == nullable);
    CHECK(findings_of("a.yaml", api("{type: string, nullable: true}"), api(schema)).empty());
  }
}

TEST_CASE("schemas that are only spelled differently are the same") {
  const auto same = [](const std::string& before, const std::string& after) {
    return findings_of("a.json", before, after, Stance::provide) +
           findings_of("a.json", before, after, Stance::consume);
  };
  CHECK(
      same(
          R"({"type": "object", "definitions": {"x": {"type": "string"}}, "properties": {"a": {"$ref": "#/definitions/x"}}})",
          R"({"properties": {"a": {"type": "string"}}, "type": ["object"]})") == "");
  CHECK(same(R"({"enum": ["a", "b"]})", R"({"type": "string", "enum": ["b", "a"]})") == "");
  CHECK(same(R"({"items": [{"type": "string"}], "additionalItems": false})",
             R"({"prefixItems": [{"type": "string"}], "items": false})") == "");
  CHECK(same(R"({"type": "string", "minLength": 0})", R"({"type": "string"})") == "");
  CHECK(same(R"({"oneOf": [{"type": "string"}]})", R"({"type": "string"})") == "");
  CHECK(same(R"({"type": "object", "additionalProperties": {}})", R"({"type": "object"})") == "");
}

TEST_CASE("a constant is an enum of one value") {
  const std::string constant = R"({"const": "x"})", one = R"({"enum": ["x"]})";
  CHECK(findings_of("a.json", constant, one).empty());
  CHECK(findings_of("a.json", one, constant).empty());
  CHECK(findings_of("a.json", constant, R"({"enum": ["x", "y"]})") ==
        "risky response-body-enum-value-added: the value `y` was added to the enum of the data\n");
  CHECK(findings_of("a.json", R"({"enum": ["x", "y"]})", constant, Stance::provide) ==
        "breaking request-body-enum-value-removed: the value `y` was removed from the enum of the "
        "data\n");
}

TEST_CASE("the worst level of findings is that of the first") {
  CHECK(worst_of({}) == ChangeClass::benign);
  const auto found = compare("a.json", R"({"properties": {"a": {}, "b": {}}, "required": ["a"]})",
                             R"({"properties": {"b": {}}})");
  CHECK(worst_of(found.findings) == ChangeClass::breaking);
  CHECK(found.findings.front().level == ChangeClass::breaking);
}

}  // namespace tidemark::contract
