#include <doctest/doctest.h>

#include "tests/core/inventory/kit.hpp"

namespace tidemark::inventory {
namespace {

const std::string models = "\nmodels: {m: , n: }\nvendors: {v: }\n";

std::vector<Use> uses_of(const std::string& members) {
  const Reading reading = reading_of("automations:\n  a: {" + members + "}" + models);
  REQUIRE(lines(reading.complaints) == "");
  return reading.inventory.entities[0].uses;
}

std::string complaints_on(const std::string& uses) {
  return complaints_of("automations:\n  a: {uses: " + uses + "}" + models);
}

}  // namespace

TEST_CASE("a use may say what for, how badly, which parts and since when") {
  const auto uses = uses_of(
      "uses: [model:n, {id: model:m, purpose: drafts, criticality: soft, parts: [/choices/0, "
      "'POST /v1/chat'], since: 2026-01-01}]");
  REQUIRE(uses.size() == 2);
  CHECK(to_string(uses[0].place) == "tidemark.yaml:3:28");
  CHECK(uses[0].detail() ==
        UseDetail{"drafts", Criticality::soft, {"/choices/0", "POST /v1/chat"}, "2026-01-01"});
  CHECK(uses[1].said == nullptr);
  CHECK(uses[1].detail() == UseDetail{"", Criticality::hard, {}, ""});
}

TEST_CASE("what a use says is kept when the vendor is named as well") {
  for (const char* members : {"vendor: vendor:v, uses: [{id: vendor:v, purpose: p}]",
                              "uses: [{id: vendor:v, purpose: p}], vendor: vendor:v"}) {
    CAPTURE(members);
    const auto uses = uses_of(members);
    REQUIRE(uses.size() == 1);
    CHECK(uses[0].detail().purpose == "p");
  }
}

TEST_CASE("a use written as a map is held to its keys") {
  CHECK(complaints_on("[{purpose: x, since: 2026-01-01}]") ==
        "3:14: an entry of uses has no id (add id: kind:name)");
  CHECK(complaints_on("[{}]") == "3:14: an entry of uses has no id (add id: kind:name)");
  CHECK(complaints_on("[{id: model:m, criticalty: soft}]") ==
        "3:28: unknown key \"criticalty\" in an entry of uses (did you mean criticality?)");
  CHECK(complaints_on("[{id: model:m, criticality: high}]") ==
        "3:41: criticality must be hard or soft, not \"high\" (choose one of these)");
  CHECK(complaints_on("[{id: [model:m]}]") ==
        "3:19: id must be text, not a list (quote it if it is text)");
  CHECK(complaints_on("[{id: model:m, parts: [/a~2, /ok]}]") ==
        "3:36: parts cannot name \"/a~2\" (write a JSON pointer such as /customer/id, or an "
        "operation)");
  CHECK(complaints_on("[{id: model:m}, model:m]") ==
        "3:29: uses names model:m twice (first at 3:19; keep one)");
}

TEST_CASE("an id with a space after its colon is still understood as a slip") {
  CHECK(complaints_on("[model: m]") ==
        "3:14: an entry of uses must be text, not a map (write model:m without a space)");
}

}  // namespace tidemark::inventory
