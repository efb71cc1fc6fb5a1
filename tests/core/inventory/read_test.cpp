#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "tests/core/inventory/kit.hpp"

namespace tidemark::inventory {
namespace {

const Entity& entity(const Inventory& inventory, const std::string& id) {
  const Entity* found = inventory.find(*parse_entity_id(id));
  REQUIRE(found != nullptr);
  return *found;
}

std::string uses_of(const Entity& entity) {
  std::string text;
  for (const Use& use : entity.uses) {
    text += (text.empty() ? "" : ", ") + to_string(use.target) + " at " + to_string(use.place);
  }
  return text;
}

constexpr const char* everything = R"(
automations:
  router:
    title: Routes tickets
    tier: critical
    review: {every: 30d}
    deterministic: true
    tags: [support, "24x7"]
    uses: [model:gpt, model:local/fast]
    files: [automations/router/**, //shared/*.py]
models:
  gpt: {version: 3.10, vendor: vendor:bigco, floating: true, licence: MIT, endpoint: "https://x",
        replacement: gpt-next, data_class: personal, retires: 2027-02-28}
  local/fast:
vendors:
  bigco: {status: s, changelog: c, contact: t}
)";

}  // namespace

TEST_CASE("every key of an automation arrives") {
  const Reading reading = reading_of(everything);
  REQUIRE(lines(reading.complaints) == "");
  const Entity& router = entity(reading.inventory, "automation:router");
  CHECK(to_string(router.place) == "tidemark.yaml:4:3");
  CHECK(router.title == "Routes tickets");
  CHECK(router.tier == Tier::critical);
  CHECK(router.review_every == "30d");
  CHECK(router.deterministic);
  CHECK(router.tags == std::vector<std::string>{"support", "24x7"});
  CHECK(uses_of(router) ==
        "model:gpt at tidemark.yaml:10:12, model:local/fast at tidemark.yaml:10:23");
  CHECK(router.files == std::vector<std::string>{"automations/router/**", "//shared/*.py"});
  CHECK_FALSE(router.replay.has_value());
}

TEST_CASE("every key of another entity arrives, known and unknown") {
  const Reading reading = reading_of(everything);
  const Entity& gpt = entity(reading.inventory, "model:gpt");
  CHECK(gpt.version == "3.10");
  CHECK(gpt.floating);
  CHECK(uses_of(gpt) == "vendor:bigco at tidemark.yaml:13:32");
  CHECK(gpt.attributes == std::map<std::string, std::string>{{"data_class", "personal"},
                                                             {"endpoint", "https://x"},
                                                             {"licence", "MIT"},
                                                             {"replacement", "gpt-next"},
                                                             {"retires", "2027-02-28"},
                                                             {"vendor", "vendor:bigco"}});
  CHECK(entity(reading.inventory, "model:local/fast").attributes.empty());
}

TEST_CASE("entities are sorted by id, whatever the order of sections") {
  const Reading reading = reading_of("systems: {b: , a: }\nmodels: {z: }\nautomations: {y: }\n");
  std::string ids;
  for (const Entity& found : reading.inventory.entities) ids += to_string(found.id) + ' ';
  CHECK(ids == "automation:y model:z system:a system:b ");
}

TEST_CASE("versions stay as they were written") {
  for (const char* version : {"3.10", "012", "no", "1e3", "0x10", "1_000", ".inf", "2026-10-01"}) {
    CAPTURE(version);
    const Reading reading = reading_of("models:\n  m: {version: " + std::string(version) + "}\n");
    REQUIRE(lines(reading.complaints) == "");
    CHECK(reading.inventory.entities[0].version == version);
  }
}

TEST_CASE("names that look like numbers or booleans are names") {
  const Reading reading = reading_of("models: {3.10: , 3.1: , 012: , no: , 1e3: }\n");
  CHECK(lines(reading.complaints) == "");
  CHECK(reading.inventory.entities.size() == 5);
}

TEST_CASE("producers and consumers of a schema are attributes, not uses") {
  const Reading reading = reading_of(
      "schemas:\n  s: {producers: [system:a, system:b], consumers: [system:a]}\n"
      "systems: {a: , b: }\n");
  REQUIRE(lines(reading.complaints) == "");
  const Entity& schema = entity(reading.inventory, "schema:s");
  CHECK(schema.attributes.at("producers") == "system:a, system:b");
  CHECK(schema.attributes.at("consumers") == "system:a");
  CHECK(schema.uses.empty());
}

TEST_CASE("a vendor that is also used is one use") {
  const Reading reading =
      reading_of("models:\n  m: {uses: [vendor:v], vendor: vendor:v}\nvendors: {v: }\n");
  CHECK(lines(reading.complaints) == "");
  CHECK(uses_of(entity(reading.inventory, "model:m")) == "vendor:v at tidemark.yaml:3:14");
}

TEST_CASE("owners come from the entity, else its file, else tidemark.yaml") {
  const Reading reading = read_inventory(files_of({
      {"tidemark.yaml",
       "tidemark: 1\ninventories: [teams/]\ndefaults: {owners: {technical: root, escalation: "
       "boss}}\n"
       "systems:\n  a:\n  b: {owners: {technical: own}}\n"},
      {"teams/with.yaml", "tidemark: 1\ndefaults: {owners: {operational: ops}}\nsystems: {c: }\n"},
      {"teams/without.yaml", "tidemark: 1\nsystems: {d: }\n"},
  }));
  REQUIRE(lines(reading.complaints) == "");
  CHECK(entity(reading.inventory, "system:a").owners == Owners{"root", "", "boss"});
  CHECK(entity(reading.inventory, "system:b").owners == Owners{"own", "", "boss"});
  CHECK(entity(reading.inventory, "system:c").owners == Owners{"", "ops", ""});
  CHECK(entity(reading.inventory, "system:d").owners == Owners{"root", "", "boss"});
}

TEST_CASE("the policy and the plugins of tidemark.yaml arrive") {
  const std::string sha(64, 'A');
  const Reading reading = reading_of(
      "policy: {approval: file, unclassified: report, ignore: ['*.md'], within_margin: review,"
      " min_cases: 5}\nplugins:\n  zeta: {path: /opt/z.so, sha256: " +
      sha +
      "}\n"
      "  alpha: {path: a.so, sha256: " +
      sha + "}\n");
  REQUIRE(lines(reading.complaints) == "");
  const Policy expected{
      Approval::file, Unclassified::report, {"*.md"}, WithinMargin::review, 5, {}};
  CHECK(reading.inventory.policy == expected);
  REQUIRE(reading.inventory.plugins.size() == 2);
  CHECK(reading.inventory.plugins[0].id == "alpha");
  CHECK(reading.inventory.plugins[0].sha256 == std::string(64, 'a'));
  CHECK(to_string(reading.inventory.plugins[1].place) == "tidemark.yaml:4:3");
}

TEST_CASE("an inventory spans the files that its globs name, each once") {
  const Reading reading = read_inventory(files_of({
      {"tidemark.yaml", "tidemark: 1\ninventories: [\"*.yaml\", \"/teams/**\", \"!teams/old/\"]\n"},
      {"b.yaml", "tidemark: 1\nsystems: {b: }\n"},
      {"teams/a.yaml", "tidemark: 1\nsystems: {a: {uses: [system:b]}}\n"},
      {"teams/old/c.yaml", "not: read\n"},
      {"teams.txt", "not read"},
  }));
  CHECK(lines(reading.complaints) == "");
  CHECK(reading.inventory.sources ==
        std::vector<std::string>{"b.yaml", "teams/a.yaml", "tidemark.yaml"});
  CHECK(uses_of(entity(reading.inventory, "system:a")) == "system:b at teams/a.yaml:2:22");
}

TEST_CASE("a glob that names nothing is a warning") {
  const Reading reading = reading_of("inventories:\n  - teams/*.yaml\n");
  CHECK(lines(reading.complaints) == "");
  CHECK(lines(reading.warnings) ==
        "tidemark.yaml:3:5: inventories: teams/*.yaml matches no file (remove it or add the file)");
}

TEST_CASE("without tidemark.yaml there is one complaint, and it says what to do") {
  CHECK(lines(read_inventory(files_of({})).complaints) ==
        "tidemark.yaml: there is no such file (run tidemark init)");
}

TEST_CASE("complaints of all files come together, sorted by place") {
  const Reading reading = read_inventory(files_of({
      {"tidemark.yaml", "tidemark: 1\ninventories: [a.yaml, b.yaml]\nmodel: {}\n"},
      {"b.yaml", "tidemark: 1\nsystems: {x: {tite: T}}\n"},
      {"a.yaml", "tidemark: 1\nsystems: {y: {uses: [system:z], titel: T}}\n"},
  }));
  CHECK(lines(reading.complaints) ==
        "a.yaml:2:22: uses names system:z, which is not in the inventory (add z to systems)\n"
        "a.yaml:2:33: unknown key \"titel\" in system:y (did you mean title?)\n"
        "b.yaml:2:15: unknown key \"tite\" in system:x (did you mean title?)\n"
        "tidemark.yaml:3:1: unknown key \"model\" in the file (did you mean models?)");
}

TEST_CASE("who cannot go on without gets all complaints in one error") {
  const Files files = files_of({{"tidemark.yaml", "tidemark: 1\nmodels: {a: [], b: {tier: x}}\n"}});
  CHECK_THROWS_WITH_AS(
      read_valid_inventory(files, "HEAD~1"),
      "the inventory at HEAD~1 cannot be used:\n"
      "tidemark.yaml:2:13: model:a must be a map, not a list (write {key: value})\n"
      "tidemark.yaml:2:21: key \"tier\" in model:b (only automations have it; remove it)",
      Error);
  const Files good = files_of({{"tidemark.yaml", "tidemark: 1\n"}});
  CHECK(read_valid_inventory(good, "HEAD").sources == std::vector<std::string>{"tidemark.yaml"});
}

TEST_CASE("a file that cannot be read is a complaint; a failing store is not ours to explain") {
  Files files = files_of({{"tidemark.yaml", ""}});
  files.read = [](const std::string&) -> std::optional<std::string> {
    throw Error(Fault::configuration, "larger than 10 bytes");
  };
  CHECK(lines(read_inventory(files).complaints) == "tidemark.yaml: larger than 10 bytes");
  files.read = [](const std::string&) -> std::optional<std::string> {
    throw Error(Fault::evaluation, "disk");
  };
  CHECK_THROWS_WITH_AS(read_inventory(files), "disk", Error);
}

}  // namespace tidemark::inventory
