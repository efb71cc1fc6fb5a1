#include <doctest/doctest.h>

#include "core/impact/impacts.hpp"
#include "core/model/finding.hpp"
#include "tests/kit/graphs.hpp"

using namespace tidemark;
using tidemark::test::id_of;
using tidemark::test::inventory_of;
using tidemark::test::joined;

namespace {

Change file_of(const std::string& entity, ChangeClass change_class = ChangeClass::breaking) {
  Change change;
  change.entity = id_of(entity);
  change.source = ChangeSource::file;
  change.change_class = change_class;
  return change;
}

/// Uses of these targets are soft.
void soften(Inventory& inventory, const std::string& user, const std::string& target) {
  Entity& entity = inventory.entities.edit(inventory.position_of(id_of(user)));
  for (Use& use : entity.uses) {
    if (use.target != id_of(target)) continue;
    UseDetail detail;
    detail.criticality = Criticality::soft;
    use.said = std::make_shared<const UseDetail>(detail);
  }
}

std::string lines_of(const std::vector<Impact>& impacts) {
  std::string text;
  for (const Impact& one : impacts) {
    text += joined(one.path) + ' ' + std::string(to_string(one.change_class)) + ' ' +
            std::string(to_string(one.strength)) + "\n";
  }
  return text;
}

std::string reached(const Inventory& inventory, const std::vector<Change>& moved,
                    const std::vector<std::string>& past = {}) {
  impact::Bypass bypass{id_of("schema:s"), {}};
  for (const std::string& user : past) bypass.users.push_back(id_of(user));
  const std::vector<impact::Bypass> bypasses(past.empty() ? 0 : 1, bypass);
  const ChangeSet changes{moved, {}, {}, {}};
  auto impacts = impact::impacts_of(changes, DependencyGraph(inventory), {}, bypasses);
  impact::mark_strength(impacts, changes, {}, inventory, bypasses);
  return lines_of(impacts);
}

constexpr auto desk =
    "a <- schema:s\n"
    "b <- schema:s\n"
    "c <- system:x\n"
    "system:x <- schema:s\n"
    "schema:s <- model:m\n";

}  // namespace

TEST_CASE(
    "a user that sees nothing of a contract is not reached, and what stands behind it neither") {
  const Inventory inventory = inventory_of(desk);
  CHECK(reached(inventory, {file_of("schema:s")}) ==
        "schema:s < a breaking hard\nschema:s < b breaking hard\n"
        "schema:s < system:x < c breaking hard\n");
  CHECK(reached(inventory, {file_of("schema:s")}, {"a"}) ==
        "schema:s < b breaking hard\nschema:s < system:x < c breaking hard\n");
  CHECK(reached(inventory, {file_of("schema:s")}, {"a", "b", "system:x"}).empty());
}

TEST_CASE("what sees nothing of a contract may be reached through another that sees it") {
  const Inventory inventory = inventory_of("a <- schema:s, b\nb <- schema:s\n");
  CHECK(reached(inventory, {file_of("schema:s")}, {"a"}) ==
        "schema:s < b breaking hard\nschema:s < b < a breaking hard\n");
}

TEST_CASE("what the contract itself stands on travels along all of its uses") {
  const Inventory inventory = inventory_of(desk);
  CHECK(reached(inventory, {file_of("model:m"), file_of("schema:s")}, {"a", "b", "system:x"}) ==
        "model:m < schema:s < a breaking hard\nmodel:m < schema:s < b breaking hard\n"
        "model:m < schema:s < system:x < c breaking hard\n");
}

TEST_CASE("a file that changed may be read, whatever a rule calls the change") {
  CHECK(reached(inventory_of("a <- schema:s\n"), {file_of("schema:s", ChangeClass::benign)}) ==
        "schema:s < a benign hard\n");
}

TEST_CASE("an automation is reached softly only when every way to it takes a soft use") {
  Inventory inventory = inventory_of(
      "a <- schema:s, system:x\nb <- schema:s\n"
      "system:x <- schema:s\n");
  soften(inventory, "a", "schema:s");
  soften(inventory, "b", "schema:s");
  CHECK(reached(inventory, {file_of("schema:s")}) ==
        "schema:s < a breaking hard\nschema:s < b breaking soft\n");
  CHECK(reached(inventory, {file_of("schema:s")}, {"system:x"}) ==
        "schema:s < a breaking soft\nschema:s < b breaking soft\n");
}

TEST_CASE("of two classes the worse one counts; what nobody knows is worse than benign") {
  using enum ChangeClass;
  CHECK(worse(benign, unknown) == unknown);
  CHECK(worse(unknown, risky) == risky);
  CHECK(worse(breaking, unknown) == breaking);
  CHECK(worse(benign, benign) == benign);
}
