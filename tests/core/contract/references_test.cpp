#include <doctest/doctest.h>

#include "core/contract/references.hpp"
#include "tests/core/contract/kit.hpp"

namespace tidemark::contract {
namespace {

/// What a change behind `reference` from the property `a` is found as.
std::string through(const std::string& reference, const std::string& before,
                    const std::string& after) {
  const auto text = [&](const std::string& rest) {
    return R"({"properties": {"a": {"$ref": ")" + reference + R"("}}, )" + rest + "}";
  };
  return findings_of("api/main.json", text(before), text(after));
}

std::string refused(const std::string& reference, const Files& files = {}) {
  const std::string text = R"({"properties": {"a": {"$ref": ")" + reference + R"("}}})";
  return findings_of("api/main.json", text, text, std::nullopt, files);
}

const std::string changed =
    "breaking response-property-type-changed /a: the type of the property `/a` changed from "
    "`string` to `integer`\n";

}  // namespace

TEST_CASE("a reference leads to a pointer, an anchor or an id of the file") {
  const char *string = R"({"type": "string"})", *integer = R"({"type": "integer"})";
  const auto defs = [](const std::string& schema) {
    return R"("$defs": {"x y/z": )" + schema + "}";
  };
  CHECK(through("#/$defs/x%20y~1z", defs(string), defs(integer)) == changed);
  CHECK(through("#it", R"("$defs": {"x": {"$anchor": "it", "type": "string"}})",
                R"("$defs": {"x": {"$anchor": "it", "type": "integer"}})") == changed);
  CHECK(through("https://example.com/it",
                R"("$defs": {"x": {"$id": "https://example.com/it", "type": "string"}})",
                R"("$defs": {"x": {"$id": "https://example.com/it", "type": "integer"}})") ==
        changed);
}

TEST_CASE("a reference leads to a file beside the contract, and from there on") {
  const Files before = {{"types/a.yaml", "x: {$ref: '../b.json#/y'}\n"},
                        {"b.json", R"({"y": {"type": "string"}})"}};
  Files after = before;
  after["b.json"] = R"({"y": {"type": "integer"}})";
  const std::string text = "type: object\nproperties: {a: {$ref: '../types/a.yaml#/x'}}\n";
  const Difference found = difference({"api/main.yaml", text, reader_of(before)},
                                      {"api/main.yaml", text, reader_of(after)}, {}, "2026-01-01");
  REQUIRE(found.findings.size() == 1);
  CHECK(line_of(found.findings.front()) + "\n" == changed);
  CHECK(found.findings.front().place == "b.json#/y");
}

TEST_CASE("two dots within a name are a name") {
  for (const std::string name : {"b..json", "..b.json", "b../c.json"}) {
    CHECK(refused(name) == "21 api/main.json#/properties/a/$ref: the reference leads to api/" +
                               name + ", which is not there (add it)\n");
  }
}

TEST_CASE("a reference that leads outside, into the network or to nothing is refused") {
  CHECK(refused("../../secret.json") ==
        "23 api/main.json#/properties/a/$ref: the reference ../../secret.json leads outside of the "
        "contract's folder (move the file inside)\n");
  CHECK(refused("/etc/passwd") ==
        "23 api/main.json#/properties/a/$ref: the reference /etc/passwd leads outside of the "
        "contract's folder (move the file inside)\n");
  CHECK(refused("x/%2e%2e/%2e%2e/%2e%2e/s.json") ==
        "23 api/main.json#/properties/a/$ref: the reference x/%2e%2e/%2e%2e/%2e%2e/s.json leads "
        "outside of the contract's folder (move the file inside)\n");
  for (const std::string reference : {"http://example.com/a.json", "//example.com/a.json"}) {
    CHECK(refused(reference) == "21 api/main.json#/properties/a/$ref: the reference " + reference +
                                    " is not followed: no network is used (keep the file beside "
                                    "this one and refer to it by its path)\n");
  }
  CHECK(
      refused("b.json") ==
      "21 api/main.json#/properties/a/$ref: the reference leads to api/b.json, which is not there "
      "(add it)\n");
  CHECK(
      refused("#/$defs/x") ==
      "21 api/main.json#/properties/a/$ref: the reference #/$defs/x leads to nothing (mend it)\n");
  CHECK(refused("b.json#/x", {{"api/b.json", "{"}}).starts_with("21 api/b.json: not JSON: "));
}

TEST_CASE("what stands beside a reference counts from 2019-09 on, not before") {
  const std::string before =
      R"("$defs": {"x": {"type": "integer"}}, "properties": {"a": {"$ref": "#/$defs/x"}}})";
  const std::string after =
      R"("$defs": {"x": {"type": "integer"}}, "properties": {"a": {"$ref": "#/$defs/x", "maximum": 5}}})";
  const auto dialect = [](const std::string& name) { return R"({"$schema": ")" + name + R"(", )"; };
  const std::string old = dialect("http://json-schema.org/draft-07/schema#");
  CHECK(findings_of("a.json", old + before, old + after, Stance::provide).empty());
  const std::string recent = dialect("https://json-schema.org/draft/2020-12/schema");
  CHECK(findings_of("a.json", recent + before, recent + after, Stance::provide) ==
        "risky request-property-max-set /a: maximum of the property `/a` was set to `5`\n");
}

TEST_CASE("references in a circle end") {
  const std::string circle =
      R"({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}})";
  CHECK(findings_of("a.json", circle, circle).empty());
  const std::string path =
      "openapi: 3.1.0\npaths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}\n";
  CHECK(findings_of("a.yaml", path, path) == "21 a.yaml:2:13: this reference leads in a circle\n");
}

TEST_CASE("a schema that holds itself is walked once, and what differs does so at any depth") {
  const auto tree = [](const std::string& name) {
    return R"({"$ref": "#/$defs/n", "$defs": {"n": {"properties": {"name": )" + name +
           R"(, "left": {"$ref": "#/$defs/n"}, "more": {"items": {"$ref": "#/$defs/n"}}}}}})";
  };
  CHECK(
      findings_of("a.json", tree(R"({"type": "string"})"), tree(R"({"type": "string"})")).empty());
  CHECK(
      findings_of("a.json", tree(R"({"type": "string"})"), tree(R"({"type": "integer"})")) ==
      "breaking response-property-type-changed /**/name: the type of the property `/name` changed "
      "from `string` to `integer`\n");
}

TEST_CASE("two schemas that hold each other are compared from wherever one comes to them") {
  const auto api = [](const std::string& schema) {
    return "openapi: 3.0.0\npaths:\n"
           "  /a: {get: {responses: {200: {content: {application/json: {schema: {$ref: "
           "'#/components/schemas/A'}}}}}}}\n"
           "  /b: {get: {responses: {200: {content: {application/json: {schema: {$ref: "
           "'#/components/schemas/B'}}}}}}}\n"
           "components: {schemas: {A: {properties: {b: {$ref: '#/components/schemas/B'}, x: " +
           schema + "}}, B: {properties: {a: {$ref: '#/components/schemas/A'}}}}}\n";
  };
  CHECK(findings_of("a.yaml", api("{type: string}"), api("{type: integer}")) ==
        "breaking response-property-type-changed GET /a /**/x: the type of the response property "
        "`/x` (200) changed from `string` to `integer`\n"
        "breaking response-property-type-changed GET /b /**/a/x: the type of the response property "
        "`/a/x` (200) changed from `string` to `integer`\n");
}

namespace {

std::string joined(const std::vector<std::string>& paths) {
  std::string all;
  for (const std::string& path : paths) all += (all.empty() ? "" : ", ") + path;
  return all;
}

std::string sure(const std::string& text) { return joined(referred_paths("api/main", text).sure); }
std::string maybe(const std::string& text) {
  return joined(referred_paths("api/main", text).maybe);
}

}  // namespace

TEST_CASE("referred_paths: files that references lead to") {
  CHECK(sure(R"({"a": {"$ref": "b.json#/x"}, "c": [{"$dynamicRef": "../c%2Ejson"}]})") ==
        "api/b.json, c.json");
  CHECK(sure("a: {$ref: b.yaml}\nc:\n  $ref: >-\n    d.yaml\n") == "api/b.yaml, api/d.yaml");
  CHECK(sure("a:\n  $ref: # beside\n    b.yaml\n") == "api/b.yaml");
  CHECK(sure(R"({"\u0024ref": "b.json"})") == "api/b.json");
  CHECK(sure(R"({"$ref": "v1/x:y.json"})") == "api/v1/x:y.json");
}

TEST_CASE("referred_paths: nothing for the file itself, the network and what lies outside") {
  CHECK(sure(R"({"$ref": "#/a", "b": {"$ref" : "main#/c"}})") == "");
  CHECK(sure(R"({"$ref": "https://example.com/a.json"})") == "");
  CHECK(sure(R"({"$ref": "urn:a"})") == "");
  CHECK(sure(R"({"$ref": "../../a.json"})") == "");
  CHECK(sure(R"({"description": "no $ref here"})") == "");
}

TEST_CASE("referred_paths: however a reference is written, its words are there") {
  CHECK(maybe(R"({"$r\u0065f": "../docs/n.json"})") == "docs/n.json");
  CHECK(maybe("a: {&k \"$ref\": '#/b'}\nb: {*k : ../docs/n.json}\n") == "docs/n.json");
  CHECK(maybe("a: !!str x\nb: {$ref: ../docs/n.json}\n---\n") == "docs/n.json");
  CHECK(maybe(R"({"$ref": "n.json?x=1", // beside)") == "api/n.json");
}

}  // namespace tidemark::contract
