#include "core/change/references.hpp"

#include <doctest/doctest.h>

#include "core/change/belongings.hpp"
#include "core/change/explain.hpp"
#include "tests/core/change/kit.hpp"

using namespace tidemark;
using namespace tidemark::test;
using namespace tidemark::change;

namespace {

const Inventory inventory = inventory_of(
    {entity_of("prompt:p", {"common/money.json"}), entity_of("schema:order", {"schemas/*"})});

/// schemas/order.json refers to common/line.json, which refers to common/money.json.
World world(const std::string& money, const std::string& other = "1") {
  return readable_world_of(
      inventory,
      {{"schemas/order.json", R"({"properties": {"lines": {"$ref": "../common/line.json"}}})"},
       {"common/line.json", R"({"properties": {"price": {"$ref": "money.json#/$defs/net"}}})"},
       {"common/money.json", money},
       {"common/other.json", other}});
}

}  // namespace

TEST_CASE(
    "a file that a schema's reference leads to is a change of the schema, whoever claims it") {
  const auto set = changes_between(world("{}"), world("[]", "2"));
  CHECK(text_of(set.changes) ==
        "schema:order file common/money.json: 96673347 -> 11242168 (risky)\n"
        "prompt:p file common/money.json: 96673347 -> 11242168 (risky)\n");
  CHECK(text_of(set.unclassified) == "common/other.json");
}

TEST_CASE("a reference settles not that nobody else reads the file") {
  const Inventory alone = inventory_of({entity_of("schema:order", {"order.json"})});
  const std::string order = R"({"$ref": "common/a.json"})";
  const auto set =
      changes_between(readable_world_of(alone, {{"order.json", order}, {"common/a.json", "1"}}),
                      readable_world_of(alone, {{"order.json", order}}));
  CHECK(text_of(set.changes) == "schema:order file common/a.json: 10159970 -> none (risky)\n");
  CHECK(text_of(set.unclassified) == "common/a.json");
}

TEST_CASE("only schemas are followed") {
  const Inventory others = inventory_of({entity_of("dataset:d", {"d.json"})});
  const std::string data = R"({"$ref": "a.json"})";
  const auto set = changes_between(readable_world_of(others, {{"d.json", data}, {"a.json", "1"}}),
                                   readable_world_of(others, {{"d.json", data}, {"a.json", "2"}}));
  CHECK(text_of(set.changes) == "");
}

TEST_CASE("a path is explained by the reference that leads to it") {
  const World before = world("{}"), after = world("[]");
  const auto all = explain(before, after, changes_between(before, after));
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].rules.size() == 2);
  CHECK(all[0].rules[0].rule == std::string(by_reference));
  CHECK(all[0].rules[1].rule == "common/money.json");
}

TEST_CASE("what a schema refers to belongs to it") {
  const World now = world("{}");
  std::string paths;
  for (const git::File* file : Belongings(now).of(*inventory.find(id_of("schema:order")))) {
    paths += file->path + '\n';
  }
  CHECK(paths == "common/line.json\ncommon/money.json\nschemas/order.json\n");
}

TEST_CASE("the claimed files of a schema are not referred to, whichever pattern claims them") {
  const std::string order = R"({"a": {"$ref": "b.json"}, "c": {"$ref": "../x/c.json"}})";
  const std::map<std::string, std::string> files = {{"s/a.json", order}, {"s/b.json", "{}"}};
  const auto referred = [&](const std::vector<std::string>& patterns) {
    const Entity schema = entity_of("schema:s", patterns);
    const World now = readable_world_of(inventory_of({schema}), files);
    const git::Links links(*now.files);
    return text_of(References(now, links).of(schema));
  };
  CHECK(referred({"s/a.json"}) == "s/b.json, x/c.json");
  CHECK(referred({"s/a.json", "s/b.json"}) == "x/c.json");
  CHECK(referred({"s"}) == "x/c.json");
  CHECK(referred({"a.json"}) == "s/b.json, x/c.json");
  CHECK(referred({"**/*.json", "!s/a.json"}) == "");
}
