#include "replay/pipeline/evidence.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <functional>

#include "tests/replay/pipeline/kit.hpp"

namespace tidemark::pipeline::kit {
namespace {

struct Asked {
  std::string closure = "c", reach = "r", plugins = "p", tool = "t";
  Judge judge;

  Asked() {
    judge.replay = *router().replay;
    judge.golden.hash = "g";
    judge.baseline.emplace();
    judge.baseline->hash = "b";
  }
  std::string key() const { return evidence_key(closure, reach, judge, plugins, tool); }
};

std::vector<std::string> ids(const std::vector<EntityId>& entities) {
  std::vector<std::string> texts;
  for (const EntityId& id : entities) texts.push_back(to_string(id));
  return texts;
}

std::vector<std::string> unobserved_in(const std::vector<Entity>& entities, const Texts& texts) {
  change::World world = world_of(entities, {});
  world.files = std::make_shared<Texted>(texts);
  return ids(unobserved(world, DependencyGraph(world.inventory), world.inventory.entities.front()));
}

Change file_change(const std::string& path, ChangeSource source) {
  Change change;
  change.entity = {Kind::automation, "router"};
  change.source = source;
  change.what = path;
  change.from = "1";
  change.to = "2";
  return change;
}

std::string reach(const std::vector<Change>& changes, const std::vector<std::string>& unclassified,
                  const Texts& texts) {
  ChangeSet set;
  set.changes = changes;
  Impact impact;
  impact.automation = {Kind::automation, "router"};
  for (std::size_t i = 0; i < changes.size(); ++i) impact.changes.push_back(i);
  impact.unclassified = unclassified;
  change::World world = world_of({router()}, {});
  world.files = std::make_shared<Texted>(texts);
  return reach_hash(set, {impact}, world, impact.automation);
}

}  // namespace

TEST_CASE("whatever a verdict follows from is in the key") {
  const std::function<void(Asked&)> edits[] = {
      [](Asked& a) { a.closure = "x"; },
      [](Asked& a) { a.reach = "x"; },
      [](Asked& a) { a.plugins = "x"; },
      [](Asked& a) { a.tool = "x"; },
      [](Asked& a) { a.judge.golden.hash = "x"; },
      [](Asked& a) { a.judge.baseline->hash = "x"; },
      [](Asked& a) { a.judge.baseline.reset(); },
      [](Asked& a) { a.judge.rules.margin = 0.01; },
      [](Asked& a) { a.judge.rules.min_score = 0.99; },
      [](Asked& a) { a.judge.rules.min_cases = 99; },
      [](Asked& a) { a.judge.rules.deterministic = true; },
      [](Asked& a) { a.judge.rules.within_margin = WithinMargin::review; },
      [](Asked& a) { a.judge.replay.runner.config = R"({"command":["x"]})"; },
      [](Asked& a) {
        a.judge.replay.scrub = {{"/x", "", ""}};
      },
  };
  const std::string key = Asked().key();
  CHECK(Asked().key() == key);
  for (const auto& edit : edits) {
    CAPTURE(&edit - edits);
    Asked other;
    if (other.judge.rules.within_margin == WithinMargin::review) {
      other.judge.rules.within_margin = WithinMargin::pass;
    }
    const std::string before = other.key();
    edit(other);
    CHECK(other.key() != before);
  }
}

TEST_CASE("what a runner is given of the environment is in the key") {
  Asked asked;
  asked.judge.replay.runner.environment = {"TIDEMARK_TEST_MODE"};
  const std::string unset = asked.key();
  ::setenv("TIDEMARK_TEST_MODE", "one", 1);
  const std::string one = asked.key();
  ::setenv("TIDEMARK_TEST_MODE", "two", 1);
  const std::string two = asked.key();
  ::unsetenv("TIDEMARK_TEST_MODE");
  CHECK(unset != one);
  CHECK(one != two);
  CHECK(unset == asked.key());
}

TEST_CASE("an automation is observed when files here say all that it stands on") {
  Entity automation = router(), model, vendor;
  automation.files = {"router/**"};
  automation.uses = {{{Kind::model, "m"}, {}}};
  model.id = {Kind::model, "m"};
  model.files = {"m.bin"};
  model.uses = {{{Kind::vendor, "v"}, {}}};
  vendor.id = {Kind::vendor, "v"};
  const Texts files = {{"router/run", "x"}, {"m.bin", "1"}};
  using Ids = std::vector<std::string>;
  CHECK(unobserved_in({automation, model, vendor}, files) == Ids{});
  CHECK(unobserved_in({automation, model, vendor}, {{"router/run", "x"}}) == Ids{"model:m"});
  CHECK(unobserved_in({automation, model, vendor}, {{"m.bin", "1"}}) == Ids{"automation:router"});
  model.floating = true;
  CHECK(unobserved_in({automation, model, vendor}, files) == Ids{"model:m"});
  model.floating = false;
  model.files.clear();
  CHECK(unobserved_in({automation, model, vendor}, files) == Ids{"model:m"});
}

TEST_CASE("where a change leads is in the reach, even for a path that nobody claims any more") {
  const auto file = file_change("old/prompt", ChangeSource::file);
  const std::string one = reach({file}, {}, {{"old/prompt", "a"}});
  CHECK(reach({file}, {}, {{"old/prompt", "a"}}) == one);
  CHECK(reach({file}, {}, {{"old/prompt", "b"}}) != one);
  CHECK(reach({}, {"old/prompt"}, {{"old/prompt", "a"}}) !=
        reach({}, {"old/prompt"}, {{"old/prompt", "b"}}));
  CHECK(reach({}, {}, {}) != one);
  const auto golden = file_change("golden/router.jsonl", ChangeSource::golden);
  CHECK(reach({golden}, {}, {}) == reach({}, {}, {}));
}

TEST_CASE("only a verdict that a second try could not mend lasts") {
  for (const auto lasting : {VerdictKind::pass, VerdictKind::changed, VerdictKind::regressed}) {
    CHECK(is_lasting(lasting));
  }
  for (const auto passing : {VerdictKind::error, VerdictKind::inconclusive, VerdictKind::not_tested,
                             VerdictKind::not_affected, VerdictKind::accepted}) {
    CHECK_FALSE(is_lasting(passing));
  }
}

}  // namespace tidemark::pipeline::kit
