#include "core/impact/impacts.hpp"

#include <doctest/doctest.h>

#include "tests/kit/graphs.hpp"

using namespace tidemark;
using tidemark::test::id_of;
using tidemark::test::inventory_of;
using tidemark::test::joined;

namespace {

Change moved(const std::string& entity) {
  Change change;
  change.entity = id_of(entity);
  change.what = "version";
  return change;
}

std::string impacts(const std::string& uses, const ChangeSet& changes,
                    const impact::UnclassifiedPaths& unclassified = {}) {
  const DependencyGraph graph(inventory_of(uses));
  std::string text;
  for (const Impact& one : impact::impacts_of(changes, graph, unclassified)) {
    text += one.automation.name + " via " + joined(one.path, " > ") + " by";
    for (const std::size_t index : one.changes) text += " " + std::to_string(index);
    for (const std::string& path : one.unclassified) text += " " + path;
    text += "\n";
  }
  return text;
}

constexpr auto world =
    "router <- model:m\n"
    "alerts <- system:desk\n"
    "system:desk <- model:m, schema:s\n"
    "digest <- dataset:d\n";

}  // namespace

TEST_CASE("an automation is reached once, by the shortest way, with every change that reaches it") {
  CHECK(impacts(world, {{moved("model:m"), moved("schema:s"), moved("vendor:v")}, {}, {}, {}}) ==
        "router via model:m > router by 0\n"
        "alerts via model:m > system:desk > alerts by 0 1\n");
}

TEST_CASE("every one of many changes is told, in their order") {
  std::string uses = "other <- model:z\nrouter <- ", by;
  ChangeSet changes;
  for (int i = 0; i < 150; ++i) {
    const std::string model = "model:m" + std::to_string(1000 + i);
    uses += (i == 0 ? "" : ", ") + model;
    changes.changes.push_back(moved(model));
    by += " " + std::to_string(i);
  }
  changes.changes.push_back(moved("model:z"));
  CHECK(impacts(uses + "\n", changes) ==
        "other via model:z > other by 150\nrouter via model:m1000 > router by" + by + "\n");
}

TEST_CASE("a changed automation is reached by itself") {
  CHECK(impacts(world, {{moved("digest")}, {}, {}, {}}) == "digest via digest by 0\n");
}

TEST_CASE("no change reaches nobody") { CHECK(impacts(world, {}) == ""); }

TEST_CASE("whom only an unclassified path reaches comes after those with a way") {
  const ChangeSet changes{{moved("dataset:d")}, {}, {"a.txt", "odd.txt"}, {}};
  CHECK(impacts(world, changes,
                {{id_of("digest"), {"odd.txt"}}, {id_of("alerts"), {"a.txt", "odd.txt"}}}) ==
        "digest via dataset:d > digest by 0 odd.txt\n"
        "alerts via  by a.txt odd.txt\n");
}

TEST_CASE("an unclassified path that counts as reaching nobody reaches nobody") {
  CHECK(impacts(world, {{}, {}, {"odd.txt"}, {}}) == "");
}

TEST_CASE("cycles do not reach anybody twice") {
  CHECK(impacts("a <- b\nb <- a, model:m\n", {{moved("model:m")}, {}, {}, {}}) ==
        "b via model:m > b by 0\n"
        "a via model:m > b > a by 0\n");
}

TEST_CASE("a benign change, such as another owner, reaches nobody") {
  ChangeSet changes{{moved("model:m")}, {}, {}, {}};
  changes.changes.front().change_class = ChangeClass::benign;
  CHECK(impacts(world, changes) == "");
}

TEST_CASE("a changed golden set is the evidence only where nothing else reaches the automation") {
  ChangeSet changes{{moved("model:m"), moved("router"), moved("digest")}, {}, {}, {}};
  changes.changes[1].source = ChangeSource::golden;
  changes.changes[2].source = ChangeSource::golden;
  CHECK(impacts(world, changes) ==
        "digest via digest by 2\n"
        "router via model:m > router by 0 1\n"
        "alerts via model:m > system:desk > alerts by 0\n");
}
