#include "core/query/query.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "core/query/tables.hpp"
#include "tests/kit/graphs.hpp"

namespace tidemark::query {
namespace {

std::string text_of(const ledger::Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* real = std::get_if<double>(&cell)) return std::to_string(*real);
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return "-";
}

std::string asked(const Sources& sources, const std::string& sql) {
  std::string text;
  try {
    for (const ledger::Row& row : tables_for(sources, sql).ask(sql, {}).rows) {
      for (const ledger::Cell& cell : row) text += text_of(cell) + ' ';
      text += '/';
    }
  } catch (const Error& error) {
    return std::to_string(static_cast<int>(error.fault())) + ' ' + error.what();
  }
  return text;
}

Inventory small() {
  Inventory inventory = test::inventory_of("router <- model:words\nmodel:words <- vendor:acme\n");
  Entity& router = inventory.entities.edit(0);
  router.title = "Routes";
  router.tags = {"a", "b"};
  router.owners = {"tech", "ops", ""};
  router.replay.emplace();
  router.replay->runner.plugin = "process";
  router.replay->golden = "golden/router.jsonl";
  Entity& words = inventory.entities.edit(1);
  words.version = "3";
  words.attributes["licence"] = "MIT";
  return inventory;
}

/// Every table has rows; a source that nobody should ask for fails.
Sources sources_of(const Inventory& inventory) {
  return {
      inventory,
      [] {
        return std::vector<ClaimedFile>{{"run", "file", test::id_of("router")}, {"x", "", {}}};
      },
      [](const Entity&) {
        return GoldenFacts{41, 4, 9, "2026-10-01T09:30:00Z"};
      },
      [] {
        Change change;
        change.entity = test::id_of("model:words");
        change.what = "version";
        change.from = "2";
        change.to = "3";
        return Movement{
            {{change}, {}, {}, {}, 0, 0},
            {{test::id_of("router"), {test::id_of("model:words"), test::id_of("router")}, {0}, {}},
             {test::id_of("other"), {}, {}, {"x"}}}};
      },
      {}};
}

}  // namespace

TEST_CASE("every table has exactly the columns that describe it") {
  const Inventory inventory = small();
  const Sources sources = sources_of(inventory);
  for (const Table& table : tables()) {
    CAPTURE(table.name);
    const std::string sql = "SELECT * FROM " + std::string(table.name);
    std::vector<std::string> described;
    for (const Column& column : table.columns) described.emplace_back(column.name);
    CHECK(tables_for(sources, sql).ask(sql, {}).columns == described);
  }
}

TEST_CASE("the inventory, its claims and its movement are rows") {
  const Inventory inventory = small();
  const Sources sources = sources_of(inventory);
  const auto ask = [&](const char* sql) { return asked(sources, sql); };
  CHECK(ask("SELECT id,version,technical_owner FROM entities") ==
        "automation:router - tech /model:words 3 - /vendor:acme - - /");
  CHECK(ask("SELECT id,tier,runner,golden_cases,critical_cases,baseline_runs FROM automations") ==
        "automation:router standard process 41 4 9 /");
  CHECK(ask("SELECT * FROM attributes") == "model:words licence MIT /");
  CHECK(ask("SELECT tag FROM tags") == "a /b /");
  CHECK(ask("SELECT * FROM owners") ==
        "automation:router technical tech /automation:router operational ops /");
  CHECK(ask("SELECT entity,used,line FROM uses") ==
        "automation:router model:words 1 /model:words vendor:acme 1 /");
  CHECK(ask("SELECT * FROM closure ORDER BY 1,3") ==
        "automation:router model:words 1 /automation:router vendor:acme 2 /"
        "model:words vendor:acme 1 /");
  CHECK(ask("SELECT entity FROM closure WHERE stands_on='vendor:acme' ORDER BY distance") ==
        "model:words /automation:router /");
  CHECK(ask("SELECT * FROM files") == "run automation:router file /x - - /");
  CHECK(ask("SELECT entity,what,before,after FROM changes") == "model:words version 2 3 /");
  CHECK(
      ask("SELECT * FROM impacts") ==
      "automation:router model:words 1 model:words > automation:router /automation:other - - - /");
  CHECK(ask("SELECT count(*) FROM runs") == "0 /");
}

TEST_CASE("closure ends on cycles and leaves an entity's way to itself out") {
  const Inventory inventory = test::inventory_of("a <- b\nb <- a, b\n");
  CHECK(asked({inventory, {}, {}, {}, {}}, "SELECT entity,stands_on FROM closure ORDER BY 1") ==
        "automation:a automation:b /automation:b automation:a /");
}

TEST_CASE("closure answers whatever its keys are compared with") {
  const Inventory inventory = test::inventory_of("a <- b, d\nb <- c\nd <- c\nx <- y\n");
  const auto ask = [&](const std::string& sql) {
    return asked({inventory, {}, {}, {}, {}},
                 "SELECT entity,stands_on,distance FROM closure " + sql);
  };
  const Inventory nothing;
  const std::string ways_to_c =
      "automation:a automation:c 2 /automation:b automation:c 1 /automation:d automation:c 1 /";
  CHECK(ask("WHERE stands_on='automation:c' ORDER BY 1") == ways_to_c);
  CHECK(ask("WHERE stands_on='AUTOMATION:C' COLLATE NOCASE ORDER BY 1") == ways_to_c);
  CHECK(ask("WHERE stands_on LIKE '%:c' ORDER BY 1") == ways_to_c);
  CHECK(ask("WHERE stands_on IN ('automation:c','automation:none') ORDER BY 1") == ways_to_c);
  CHECK(ask("WHERE entity='automation:a' AND stands_on='automation:c'") ==
        "automation:a automation:c 2 /");
  CHECK(ask("WHERE entity='automation:a' AND distance=2") == "automation:a automation:c 2 /");
  CHECK(ask("WHERE entity='automation:none'") == "");
  CHECK(ask("WHERE entity='no id'") == "");
  CHECK(ask("WHERE entity=5 OR entity IS NULL OR entity=x'00'") == "");
  CHECK(ask("WHERE entity IN (SELECT stands_on FROM closure) ORDER BY 1") ==
        "automation:b automation:c 1 /automation:d automation:c 1 /");
  CHECK(asked({nothing, {}, {}, {}, {}}, "SELECT count(*) FROM closure") == "0 /");
}

TEST_CASE("a source is asked only for a table that the statement reads") {
  const Inventory inventory = small();
  const auto fail = [] { throw Error(Fault::internal, "asked in vain"); };
  const Sources sources{inventory,
                        [&]() -> std::vector<ClaimedFile> {
                          fail();
                          return {};
                        },
                        [&](const Entity&) -> GoldenFacts {
                          fail();
                          return {};
                        },
                        [&]() -> Movement {
                          fail();
                          return {};
                        },
                        {}};
  CHECK(asked(sources, "SELECT count(*) FROM entities,uses,tags,owners,closure") == "72 /");
  CHECK(asked(sources, "SELECT count(*) FROM files") == "70 asked in vain");
}

TEST_CASE("a table or column that there is not is answered with the nearest") {
  const Inventory inventory = small();
  const Sources sources = sources_of(inventory);
  CHECK(asked(sources, "SELECT * FROM entitys") ==
        "64 sql: no such table: entitys (did you mean entities? see `tidemark sql --tables`)");
  CHECK(asked(sources, "SELECT e.titel FROM entities e") ==
        "64 sql: no such column: e.titel (did you mean title? see `tidemark sql --tables`)");
  CHECK(asked(sources, "SELECT * FROM qqqqqqqq") ==
        "64 sql: no such table: qqqqqqqq (see `tidemark sql --tables`)");
}

}  // namespace tidemark::query
