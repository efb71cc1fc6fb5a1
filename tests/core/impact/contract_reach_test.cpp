#include "core/impact/contract_reach.hpp"

#include <doctest/doctest.h>

#include "tests/kit/graphs.hpp"

namespace tidemark::impact {
namespace {

Finding finding(ChangeClass level, const std::string& part) {
  Finding one;
  one.rule = "response-property-type-changed";
  one.level = level;
  one.direction = DataDirection::response;
  one.part = part;
  return one;
}

const std::vector<Finding> findings = {finding(ChangeClass::breaking, "/price"),
                                       finding(ChangeClass::risky, "/state"),
                                       finding(ChangeClass::benign, "/note")};

/// `user: parts` says what a user of the contract rests on; who is not in it names none.
using Parts = std::map<std::string, std::vector<std::string>>;

/// "breaking digest by schema:order < digest; ...", and the sentence.
std::string reached(const std::string& graph, const Parts& parts) {
  Inventory inventory = test::inventory_of(graph);
  for (Entity& entity : inventory.entities) {
    for (Use& use : entity.uses) use.place.file = entity.id.name;
  }
  const auto parts_of = [&](const Use& use) {
    const auto found = parts.find(use.place.file);
    return found == parts.end() ? std::vector<std::string>() : found->second;
  };
  const ContractReach reach = reach_of(findings, test::id_of("schema:order"), inventory,
                                       DependencyGraph(inventory), parts_of);
  std::string text;
  for (const ContractImpact& impact : reach.impacts) {
    text += std::string(to_string(impact.level)) + ' ' + test::joined(impact.path);
    for (const std::size_t position : impact.findings) text += ' ' + findings[position].part;
    text += "\n";
  }
  return text + to_string(reach);
}

}  // namespace

TEST_CASE("a finding outside the parts that a use names does not reach its automation") {
  CHECK(reached("a <- schema:order\nb <- schema:order\nc <- schema:order\nd <- schema:order\n",
                {{"a", {"/price"}}, {"b", {"/state"}}, {"c", {"/note"}}}) ==
        "breaking schema:order < a /price\n"
        "breaking schema:order < d /price /state\n"
        "risky schema:order < b /state\n"
        "breaking for 2, risky for 1 of 4 automations that stand on schema:order");
}

TEST_CASE("what stands behind a direct user is reached by what reaches that user") {
  CHECK(reached("a <- system:shop\nb <- a\nsystem:shop <- schema:order\nc <- system:crm\n"
                "system:crm <- schema:order\nz <- system:other\n",
                {{"crm", {"/id"}}}) ==
        "breaking schema:order < system:shop < a /price /state\n"
        "breaking schema:order < system:shop < a < b /price /state\n"
        "breaking for 2, risky for 0 of 3 automations that stand on schema:order");
}

TEST_CASE("of several ways the one with the worst finding is shown, then the shortest") {
  CHECK(reached("a <- schema:order, system:shop\nsystem:shop <- schema:order\n",
                {{"a", {"/state"}}, {"shop", {"/price"}}}) ==
        "breaking schema:order < system:shop < a /price /state\n"
        "breaking for 1, risky for 0 of 1 automation that stands on schema:order");
}

TEST_CASE("a contract that nobody stands on reaches nobody") {
  CHECK(reached("a <- system:shop\nschema:order <-\n", {}) ==
        "breaking for 0, risky for 0 of 0 automations that stand on schema:order");
}

}  // namespace tidemark::impact
