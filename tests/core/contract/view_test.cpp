#include <doctest/doctest.h>

#include "tests/core/contract/kit.hpp"

// Which uses see the same in two states of a contract: the proof that a change passes them by.

namespace tidemark::contract {
namespace {

bool same(const std::string& file, const std::string& before, const std::string& after,
          const std::vector<std::string>& parts, const Files& files = {},
          const Files& files_after = {}) {
  return same_through({file, before, reader_of(files)},
                      {file, after, reader_of(files_after.empty() ? files : files_after)}, {parts})
      .front();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

const std::string schema = R"(type: object
title: an order
required: [id, state]
properties:
  id: {type: string}
  state: {enum: [open, done], description: where it stands}
  price: {$ref: '#/$defs/money'}
  items: {type: array, items: {type: object, properties: {sku: {type: string}, count: {type: integer}}}}
$defs:
  money: {type: object, properties: {amount: {type: number}, currency: {$ref: '#/$defs/code'}}}
  code: {type: string}
)";

const std::string orders_api = R"(openapi: 3.0.3
info: {title: shop, version: "1"}
servers: [{url: 'https://api.shop.example'}]
paths:
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
    delete: {responses: {"204": {description: gone}}}
  /health:
    get: {responses: {"200": {description: fine}}}
components:
  schemas:
    Order: {type: object, properties: {id: {type: string}, total: {$ref: '#/components/schemas/Money'}}}
    Money: {type: number}
)";

bool same_schema(const std::string& from, const std::string& to,
                 const std::vector<std::string>& parts) {
  return same("order.yaml", schema, replaced(schema, from, to), parts);
}

bool same_api(const std::string& from, const std::string& to,
              const std::vector<std::string>& parts) {
  return same("shop.yaml", orders_api, replaced(orders_api, from, to), parts);
}

}  // namespace

TEST_CASE("a pointer sees what it leads to, and not what stands beside it") {
  CHECK(same_schema("[open, done]", "[open, done, lost]", {"/id"}));
  CHECK(same_schema("[open, done]", "[open, done, lost]", {"/id", "/items/*/sku"}));
  CHECK_FALSE(same_schema("[open, done]", "[open, done, lost]", {"/state"}));
  CHECK_FALSE(same_schema("[open, done]", "[open, done, lost]", {"/id", "/state"}));
  CHECK(same_schema("count: {type: integer}", "count: {type: string}", {"/items/0/sku"}));
  CHECK_FALSE(same_schema("count: {type: integer}", "count: {type: string}", {"/items"}));
}

TEST_CASE("a pointer sees words that no rule knows") {
  CHECK_FALSE(same_schema("where it stands", "where it was", {"/state"}));
  CHECK(same_schema("where it stands", "where it was", {"/id"}));
}

TEST_CASE("a pointer sees what is said around it, as far as it may be about it") {
  CHECK_FALSE(same_schema("an order", "a parcel", {"/id"}));
  CHECK_FALSE(same_schema("required: [id, state]", "required: [state]", {"/id"}));
  CHECK(same_schema("required: [id, state]", "required: [id]", {"/id"}));
  CHECK_FALSE(same_schema("title: an order", "title: an order\nminProperties: 1", {"/id"}));
}

TEST_CASE("a pointer sees what is referred to on its way and below") {
  CHECK_FALSE(same_schema("code: {type: string}", "code: {type: integer}", {"/price"}));
  CHECK_FALSE(same_schema("code: {type: string}", "code: {type: integer}", {"/price/currency"}));
  CHECK(same_schema("code: {type: string}", "code: {type: integer}", {"/price/amount"}));
  CHECK(same_schema("code: {type: string}", "code: {type: integer}", {"/id"}));
}

TEST_CASE("a pointer sees through alternatives and into other files") {
  const std::string split = "allOf: [{$ref: base.yaml}, {properties: {extra: {type: string}}}]\n";
  const Files was = {{"base.yaml", "properties: {id: {type: string}, name: {type: string}}"}};
  const Files is = {{"base.yaml", "properties: {id: {type: string}, name: {type: integer}}"}};
  CHECK(same("a.yaml", split, split, {"/id", "/extra"}, was, is));
  CHECK_FALSE(same("a.yaml", split, split, {"/name"}, was, is));
}

TEST_CASE("a part that leads nowhere proves nothing") {
  CHECK_FALSE(same("order.yaml", schema, schema, {"/idd"}));
  CHECK_FALSE(same("order.yaml", schema, schema, {"/id", "/state/deeper"}));
  CHECK_FALSE(same("order.yaml", schema, schema, {"GET /orders"}));
  CHECK_FALSE(same("shop.yaml", orders_api, orders_api, {"GET /order"}));
  CHECK_FALSE(same("shop.yaml", orders_api, orders_api, {"GET /health", "/id"}));
  CHECK_FALSE(same("order.yaml", schema, schema, {}));
}

TEST_CASE("schemas that hold themselves are seen to their end") {
  const std::string tree =
      "properties: {name: {type: string}, left: {$ref: '#'}, size: {type: integer}}\n";
  CHECK(same("tree.yaml", tree, replaced(tree, "integer", "number"), {"/name"}));
  CHECK_FALSE(same("tree.yaml", tree, replaced(tree, "integer", "number"), {"/left"}));
  CHECK(same("tree.yaml", tree, replaced(tree, "integer", "number"), {"/left/left/name"}));
}

TEST_CASE("what may be meant without being referred to counts as seen") {
  const std::string pets = R"(properties:
  pet: {type: object, discriminator: {propertyName: kind}}
  id: {type: string}
$defs: {Dog: {type: object}}
)";
  CHECK_FALSE(same("pets.yaml", pets, replaced(pets, "Dog: {type: object}", "Dog: {type: array}"),
                   {"/pet"}));
  CHECK(same("pets.yaml", pets, replaced(pets, "Dog: {type: object}", "Dog: {type: array}"),
             {"/id"}));
}

TEST_CASE("an operation sees itself, its path, what it refers to, and what holds for all") {
  CHECK(same_api("description: fine", "description: well", {"GET /orders/{order}"}));
  CHECK(same_api("version: \"1\"", "version: \"2\"", {"GET /orders/{id}", "GET /health"}));
  CHECK_FALSE(same_api("description: fine", "description: well", {"GET /health"}));
  CHECK_FALSE(same_api("Money: {type: number}", "Money: {type: string}", {"GET /orders/{id}"}));
  CHECK(same_api("Money: {type: number}", "Money: {type: string}", {"DELETE /orders/{id}"}));
  CHECK_FALSE(same_api("in: path, required: true, schema: {type: string}",
                       "in: path, required: true, schema: {type: integer}",
                       {"DELETE /orders/{id}"}));
  CHECK_FALSE(same_api("api.shop.example", "v2.shop.example", {"GET /health"}));
}

TEST_CASE("pointers narrow what is seen of an operation's answers") {
  const std::string money = "Money: {type: number}", text = "Money: {type: string}";
  CHECK(same_api(money, text, {"GET /orders/{id}", "/id"}));
  CHECK_FALSE(same_api(money, text, {"GET /orders/{id}", "/total"}));
  CHECK(same_api(money, text, {"/id"}));
  CHECK_FALSE(same_api("description: fine", "description: well", {"/id"}));
}

TEST_CASE("of a sample one sees the values of one's columns") {
  const std::string csv = "id,amount,note\n1,2.5,a\n2,3,b\n";
  CHECK(
      same("a.csv", csv, "id,note,amount,when\n1,x,2.5,2026-01-01\n2,y,3,\n", {"/id", "/amount"}));
  CHECK_FALSE(same("a.csv", csv, "id,amount,note\n1,2.5,a\n2,4,b\n", {"/amount"}));
  CHECK_FALSE(same("a.csv", csv, csv + "3,1,c\n", {"/id"}));
  const std::string lines =
      "{\"id\":1,\"to\":{\"name\":\"a\"}}\n{\"id\":2,\"to\":{\"name\":\"b\"}}\n";
  CHECK(same("a.jsonl", lines, replaced(lines, "\"b\"", "\"c\""), {"/id"}));
  CHECK_FALSE(same("a.jsonl", lines, replaced(lines, "\"b\"", "\"c\""), {"/to/name"}));
}

TEST_CASE("words of YAML that others read otherwise are not the same, wherever they stand") {
  const std::string quoted =
      "properties: {id: {enum: ['no', '12']}, at: {default: '2026-01-01'}}\n";
  CHECK_FALSE(same("a.yaml", quoted, replaced(quoted, "'no'", "no"), {"/id"}));
  CHECK_FALSE(same("a.yaml", quoted, replaced(quoted, "'2026-01-01'", "2026-01-01"), {"/id"}));
  const std::string number = "properties: {id: {maximum: 12}, at: {maximum: 3}}\n";
  CHECK_FALSE(same("a.yaml", number, replaced(number, "12", "012"), {"/id"}));
  CHECK(same("a.yaml", number, replaced(number, "3", "4"), {"/id"}));
  CHECK(same("a.yaml", number, replaced(number, "3", "true"), {"/id"}));
}

TEST_CASE("what takes too long to see is not the same, and ends") {
  std::string large = "properties:\n  id: {type: string}\n";
  for (int i = 0; i < 20'000; ++i) {
    large +=
        "  p" + std::to_string(i) + ": {type: string, description: " + std::string(40, 'x') + "}\n";
  }
  std::vector<std::vector<std::string>> uses;
  for (int i = 0; i < 500; ++i) {
    uses.push_back({"/*", "/p" + std::to_string(i)});
  }
  const auto seen = same_through({"a.yaml", large, {}}, {"a.yaml", large, {}}, uses);
  CHECK(seen.front());
  CHECK_FALSE(seen.back());
}

TEST_CASE("what a file is, is told by its ending and its text") {
  const auto kind = [](const std::string& file, const std::string& text) {
    return kind_named({file, text, {}});
  };
  CHECK(kind("a.yaml", orders_api) == "openapi");
  CHECK(kind("a.json", "{\"type\": \"object\"}") == "json-schema");
  CHECK(kind("a.csv", "a\n1\n") == "sample");
  CHECK(kind("a.proto", "message A {}") == "");
  CHECK(kind("a.yaml", "swagger: '2.0'") == "");
  CHECK(kind("a.yaml", "openapi: 4.0.0") == "");
  CHECK(kind("a.yaml", "greeting: hello") == "");
  CHECK(kind("a.json", "[1, 2]") == "");
  CHECK_THROWS_WITH_AS(kind("a.json", "{"), doctest::Contains("a.json"), Error);
}

}  // namespace tidemark::contract
