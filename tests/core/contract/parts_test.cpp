#include <doctest/doctest.h>

#include "tests/core/contract/kit.hpp"

namespace tidemark::contract {
namespace {

Finding finding(const std::string& operation, Direction direction, const std::string& part,
                const std::string& rule = "response-property-type-changed") {
  Finding one;
  one.rule = rule;
  one.operation = operation;
  one.direction = direction;
  one.part = part;
  return one;
}

bool reaches(const Finding& one, const std::vector<std::string>& parts) {
  return reaching({one}, parts).size() == 1;
}

const Finding price = finding("GET /orders/{id}", Direction::response, "/items/*/price");

}  // namespace

TEST_CASE("a use that names no parts is reached by every finding") {
  CHECK(reaches(price, {}));
  CHECK(reaches(finding("", Direction::none, ""), {}));
}

TEST_CASE("pointers reach what they lead to, what is below it, and what it is in") {
  CHECK(reaches(price, {"/items/*/price"}));
  CHECK(reaches(price, {"/items/0/price"}));
  CHECK(reaches(price, {"/items"}));
  CHECK(reaches(price, {"/items/*/price/currency"}));
  CHECK(reaches(finding("", Direction::response, ""), {"/items/*/price"}));
  CHECK_FALSE(reaches(price, {"/items/*/name", "/id"}));
  CHECK_FALSE(reaches(price, {"/items/*/price_net"}));
}

TEST_CASE("a finding at any depth reaches a part at any depth") {
  const Finding name = finding("", Direction::response, "/tree/**/name");
  CHECK(reaches(name, {"/tree/name"}));
  CHECK(reaches(name, {"/tree/left/left/name"}));
  CHECK(reaches(name, {"/tree/left"}));
  CHECK_FALSE(reaches(name, {"/other"}));
  CHECK(reaches(finding("", Direction::response, "/a/**/b/**/c"), {"/a/x/y"}));
}

TEST_CASE("many ways down are tried in steps that add up, not multiply") {
  std::string found = "/a", named = "/a";
  for (int i = 0; i < 200; ++i) {
    found += "/**/b";
    named += "/b";
  }
  CHECK(reaches(finding("", Direction::response, found + "/c/d"), {named + "/d/d"}));
  CHECK_FALSE(reaches(finding("", Direction::response, found + "/c/d"), {"/x" + named}));
}

TEST_CASE("operations are reached whatever their path's parameters are called") {
  CHECK(reaches(price, {"GET /orders/{id}"}));
  CHECK(reaches(price, {"GET /orders/{order}"}));
  CHECK_FALSE(reaches(price, {"POST /orders/{id}"}));
  CHECK_FALSE(reaches(price, {"GET /orders"}));
  CHECK(reaches(price, {"GET /orders/{id}", "/items"}));
  CHECK_FALSE(reaches(price, {"GET /orders/{id}", "/total"}));
  CHECK_FALSE(reaches(price, {"GET /orders", "/items"}));
}

TEST_CASE("what is about no single operation reaches every operation") {
  CHECK(reaches(finding("", Direction::none, "", "api-security-narrowed"), {"GET /a", "/x"}));
}

TEST_CASE("pointers say what is read: what an operation demands is not left out by them") {
  const Finding sent =
      finding("POST /orders", Direction::request, "/size", "request-property-type-changed");
  CHECK(reaches(sent, {"/id"}));
  CHECK(reaches(finding("GET /orders", Direction::none, "", "api-path-removed-without-deprecation"),
                {"/id"}));
}

TEST_CASE("in a schema of what one sends, pointers leave out what stays the same to them") {
  CHECK_FALSE(
      reaches(finding("", Direction::request, "/size", "request-property-type-changed"), {"/id"}));
  CHECK(
      reaches(finding("", Direction::request, "/size", "new-required-request-property"), {"/id"}));
  CHECK(reaches(finding("", Direction::request, "/size", "request-property-became-required"),
                {"/id"}));
}

TEST_CASE("findings keep their positions, so that a report can count whom they reach") {
  const std::vector<Finding> findings = {price, finding("", Direction::response, "/id"), price};
  CHECK(reaching(findings, {"/items"}) == std::vector<std::size_t>{0, 2});
}

TEST_CASE("a part is an operation or a pointer") {
  for (const char* good : {"/", "/items/*/price", "/a~1b", "GET /orders/{id}", "PATCH /"}) {
    CHECK(is_part(good));
  }
  for (const char* bad :
       {"", "items", "/a~2", "get /orders", "FETCH /orders", "GET orders", "GET"}) {
    CHECK_FALSE(is_part(bad));
  }
}

}  // namespace tidemark::contract
