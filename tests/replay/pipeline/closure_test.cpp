#include "replay/pipeline/closure.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <random>
#include <span>

#include "core/json/json.hpp"
#include "tests/replay/pipeline/kit.hpp"

namespace tidemark::pipeline::kit {
namespace {

/// A router that uses a model of a vendor, and a bystander that nobody uses.
struct Setup {
  std::vector<Entity> entities;  // automation, model, vendor, bystander
  Texts texts;
  std::string golden = "g1", baseline = "b1", plugin = "process 0.1.0";
  std::function<void(Texted&)> edit_files = [](Texted&) {};

  Setup() {
    Entity automation = router();
    automation.files = {"router/**"};
    automation.replay->runner.config = R"({"command":["run"]})";
    automation.replay->runner.environment = {"KEY"};
    automation.replay->scrub = {{"/id", "[0-9]+", "N"}};
    automation.uses = {{{Kind::model, "m"}, {}}};
    Entity model;
    model.id = {Kind::model, "m"};
    model.version = "2026-10-01";
    model.attributes = {{"endpoint", "https://m.example"}, {"contact", "m@example.com"}};
    model.files = {"m.bin"};
    model.uses = {{{Kind::vendor, "v"}, {}}};
    Entity vendor, bystander;
    vendor.id = {Kind::vendor, "v"};
    bystander.id = {Kind::system, "x"};
    entities = {automation, model, vendor, bystander};
    texts = {{"router/run", "#!/bin/sh\n"},
             {"router/prompt", "Hello"},
             {"m.bin", "0101"},
             {"README.md", "about"}};
  }
  Entity& automation() { return entities[0]; }
  Entity& model() { return entities[1]; }
  Entity& vendor() { return entities[2]; }
  Entity& bystander() { return entities[3]; }
  ReplaySpec& replay() { return *automation().replay; }
};

Closure closure(const Setup& setup) {
  change::World world = world_of(setup.entities, {});
  Texts texts = setup.texts;
  texts.emplace("tidemark.yaml", "tidemark: 1\n");
  const auto files = std::make_shared<Texted>(texts);
  setup.edit_files(*files);
  world.files = files;
  return closure_of(world, DependencyGraph(world.inventory), world.inventory.entities.front(),
                    setup.golden, setup.baseline, setup.plugin);
}

ProbeSpec probe_at(const std::string& url) {
  ProbeSpec probe;
  probe.plugin = "p";
  probe.url = url;
  return probe;
}

struct Edit {
  std::string what;
  std::function<void(Setup&)> make;
  std::string component = {};  // the one that must differ
};

const Edit inside[] = {
    {"the automation's version", [](Setup& s) { s.automation().version = "2"; },
     "automation:router"},
    {"an attribute", [](Setup& s) { s.automation().attributes["endpoint"] = "e"; },
     "automation:router"},
    {"floating", [](Setup& s) { s.automation().floating = true; }, "automation:router"},
    {"deterministic", [](Setup& s) { s.automation().deterministic = true; }, "automation:router"},
    {"a use more",
     [](Setup& s) {
       s.automation().uses.push_back({{Kind::system, "x"}, {}});
     },
     "automation:router"},
    {"a claim less", [](Setup& s) { s.automation().files = {"router/run"}; },
     "files automation:router"},
    {"a file's text", [](Setup& s) { s.texts["router/prompt"] = "Hi"; }, "files automation:router"},
    {"a file more", [](Setup& s) { s.texts["router/more"] = ""; }, "files automation:router"},
    {"a file less", [](Setup& s) { s.texts.erase("router/prompt"); }, "files automation:router"},
    {"an executable bit",
     [](Setup& s) { s.edit_files = [](Texted& f) { f.file("router/run").executable = true; }; },
     "files automation:router"},
    {"a file that is a link now",
     [](Setup& s) { s.edit_files = [](Texted& f) { f.file("router/run").symlink = true; }; },
     "files automation:router"},
    {"a file that is a submodule now",
     [](Setup& s) { s.edit_files = [](Texted& f) { f.file("router/run").submodule = true; }; },
     "files automation:router"},
    {"the model's version", [](Setup& s) { s.model().version = "2026-11-01"; }, "model:m"},
    {"the model's endpoint", [](Setup& s) { s.model().attributes["endpoint"] = "other"; },
     "model:m"},
    {"the model's files", [](Setup& s) { s.texts["m.bin"] = "0110"; }, "files model:m"},
    {"the name of the model's key", [](Setup& s) { s.model().attributes["key_env"] = "B"; },
     "model:m"},
    {"whether it is pinned", [](Setup& s) { s.model().attributes["pinned"] = "unknown"; },
     "model:m"},
    {"a probe", [](Setup& s) { s.model().probe = probe_at(""); }, "model:m"},
    {"where a probe looks", [](Setup& s) { s.model().probe = probe_at("https://b.example"); },
     "model:m"},
    {"what the model uses", [](Setup& s) { s.model().uses.clear(); }, "model:m"},
    {"two uses away", [](Setup& s) { s.vendor().version = "2"; }, "vendor:v"},
    {"the runner's plugin", [](Setup& s) { s.replay().runner.plugin = "other"; }, "runner"},
    {"the runner's config", [](Setup& s) { s.replay().runner.config = R"({"command":["go"]})"; },
     "runner"},
    {"the runner's timeout", [](Setup& s) { s.replay().runner.timeout = std::chrono::seconds(31); },
     "runner"},
    {"the runner's environment", [](Setup& s) { s.replay().runner.environment.clear(); }, "runner"},
    {"a comparator", [](Setup& s) { s.replay().compare[0].comparator = "exact"; }, "compare"},
    {"a comparator's path", [](Setup& s) { s.replay().compare[0].at = ""; }, "compare"},
    {"the primary", [](Setup& s) { s.replay().compare[0].primary = false; }, "compare"},
    {"a comparator's options", [](Setup& s) { s.replay().compare[0].options = R"({"a":1})"; },
     "compare"},
    {"a comparator more",
     [](Setup& s) {
       s.replay().compare.push_back({"exact", "", false, "{}"});
     },
     "compare"},
    {"a scrub's path", [](Setup& s) { s.replay().scrub[0].at = ""; }, "scrub"},
    {"a scrub's pattern", [](Setup& s) { s.replay().scrub[0].pattern = "x"; }, "scrub"},
    {"a scrub's replacement", [](Setup& s) { s.replay().scrub[0].with = "M"; }, "scrub"},
    {"the margin", [](Setup& s) { s.replay().gate.margin = 0.11; }, "gate"},
    {"the floor", [](Setup& s) { s.replay().gate.min_score = 0.6; }, "gate"},
    {"within_margin pass", [](Setup& s) { s.replay().gate.within_margin = WithinMargin::pass; },
     "gate"},
    {"within_margin review", [](Setup& s) { s.replay().gate.within_margin = WithinMargin::review; },
     "gate"},
    {"the golden set", [](Setup& s) { s.golden = "g2"; }, "golden"},
    {"the baseline", [](Setup& s) { s.baseline = "b2"; }, "baseline"},
    {"no baseline", [](Setup& s) { s.baseline = ""; }},
    {"no replay", [](Setup& s) { s.automation().replay.reset(); }},
    {"the plugin", [](Setup& s) { s.plugin = "process sha256:ab"; }, "plugin"},
};

const Edit outside[] = {
    {"nothing", [](Setup&) {}},
    {"the title", [](Setup& s) { s.automation().title = "Routes"; }},
    {"the owners",
     [](Setup& s) {
       s.automation().owners = {"dee@example.com", "", ""};
     }},
    {"the model's owners", [](Setup& s) { s.model().owners.technical = "dee@example.com"; }},
    {"the review", [](Setup& s) { s.automation().review_every = "30d"; }},
    {"the contact", [](Setup& s) { s.model().attributes["contact"] = "other"; }},
    {"the status page", [](Setup& s) { s.vendor().attributes["status"] = "https://s.example"; }},
    {"the changelog", [](Setup& s) { s.vendor().attributes["changelog"] = "https://c.example"; }},
    {"a vendor's terms", [](Setup& s) { s.vendor().attributes["contract.until"] = "2026-12-31"; }},
    {"thresholds", [](Setup& s) { s.automation().attributes["alerts.latency"] = "5s"; }},
    {"the last review", [](Setup& s) { s.automation().review_last = "2026-10-01"; }},
    {"where owners were found",
     [](Setup& s) {
       s.automation().owner_sources.technical = {OwnerOrigin::codeowners, {"CODEOWNERS", 1, 1}};
     }},
    {"what is said of a use",
     [](Setup& s) {
       s.automation().uses[0].said =
           std::make_shared<UseDetail>(UseDetail{"p", Criticality::soft, {"/a"}, "2026-01-01"});
     }},
    {"tags", [](Setup& s) { s.automation().tags = {"x"}; }},
    {"places",
     [](Setup& s) {
       s.automation().place = {"other.yaml", 7, 7};
     }},
    {"a bystander", [](Setup& s) { s.bystander().version = "9"; }},
    {"a file that nobody claims", [](Setup& s) { s.texts["README.md"] = "more"; }},
};

std::string component(const Closure& closure, const std::string& name) {
  for (const auto& [one, hash] : closure.components) {
    if (one == name) return hash;
  }
  return "";
}

TEST_CASE("any edit to what behaviour rests on changes the closure, and its own component") {
  const Closure before = closure({});
  for (const Edit& edit : inside) {
    CAPTURE(edit.what);
    Setup setup;
    edit.make(setup);
    const Closure after = closure(setup);
    CHECK(after.hash != before.hash);
    if (edit.component.empty()) continue;
    CHECK(component(after, edit.component) != "");
    CHECK(component(after, edit.component) != component(before, edit.component));
  }
}

TEST_CASE("whom to ask and what to read changes no closure") {
  const Closure before = closure({});
  for (const Edit& edit : outside) {
    CAPTURE(edit.what);
    Setup setup;
    edit.make(setup);
    CHECK(closure(setup).hash == before.hash);
    CHECK(closure(setup).components == before.components);
  }
}

void make(const Edit& edit, Setup& setup, std::string& what) {
  edit.make(setup);
  what += edit.what + "; ";
}

/// A draw of edits, carried out one after the other; whether one was to what behaviour rests on.
/// That is the last, since it may take away what another would edit.
bool edit_at_random(std::mt19937& random, Setup& setup, std::string& what) {
  for (std::size_t left = random() % 4; left > 0; --left) {
    make(outside[random() % std::size(outside)], setup, what);
  }
  if (random() % 2 == 0) return false;
  make(inside[random() % std::size(inside)], setup, what);
  return true;
}

TEST_CASE("any edits together change the closure if and only if behaviour rests on one of them") {
  const Closure before = closure({});
  std::mt19937 random(20261001);
  int changed = 0;
  for (int round = 0; round < 500; ++round) {
    Setup setup;
    std::string what;
    const bool rests_on_it = edit_at_random(random, setup, what);
    CAPTURE(what);
    CHECK((closure(setup).hash != before.hash) == rests_on_it);
    changed += rests_on_it ? 1 : 0;
  }
  CHECK(changed > 100);
  CHECK(changed < 400);
}

TEST_CASE("any two different texts of a version, an attribute or a file have different closures") {
  std::mt19937 random(7);
  const auto text = [&] {
    std::string made;
    for (std::size_t left = random() % 4; left > 0; --left) made += "ab\"\\,:"[random() % 6];
    return made;
  };
  std::map<std::string, std::string> seen;
  for (int round = 0; round < 500; ++round) {
    Setup setup;
    setup.model().version = text();
    setup.model().attributes["endpoint"] = text();
    setup.texts["router/prompt"] = text();
    const std::string state = json::canonical(json::Array{
        setup.model().version, setup.model().attributes["endpoint"], setup.texts["router/prompt"]});
    const auto [known, is_new] = seen.emplace(closure(setup).hash, state);
    CHECK((is_new || known->second == state));
  }
  CHECK(seen.size() > 200);
}

TEST_CASE("what a runner names of an entity is part of the closure, even words that else are not") {
  Setup named;
  named.replay().runner.config = R"({"command":["run","${model:m#contact}"]})";
  Setup other = named;
  other.model().attributes["contact"] = "n@example.com";
  CHECK(closure(named).hash != closure(other).hash);
  named.replay().runner.config = other.replay().runner.config = R"({"command":["run"]})";
  CHECK(closure(named).hash == closure(other).hash);
}

TEST_CASE("the components are named and sorted") {
  std::string names;
  for (const auto& [name, hash] : closure({}).components) {
    names += name + "\n";
    CHECK(hash.size() == 64);
  }
  CHECK(names ==
        "automation:router\nbaseline\ncompare\nfiles automation:router\nfiles model:m\ngate\n"
        "golden\nmodel:m\nplugin\nrunner\nscrub\nvendor:v\n");
}

TEST_CASE("a closure of today is a closure of tomorrow") {
  CHECK(
      closure({}).text ==
      R"({"automation:router":{"attributes":{},"deterministic":false,"floating":false,"uses":["model:m"],"version":""},)"
      R"("baseline":"b1","closure":1,"compare":[{"at":"/queue","comparator":"label","options":{},"primary":true}],)"
      R"("files automation:router":[["router/prompt","185f8db32271fe25f561a6fc938b2e264306ec30",false],["router/run","a8076d3d28d21e02012b20eaf7dbf75409a62771",false]],)"
      R"("files model:m":[["m.bin","07334386287751ba02a4588c1a0875dbd074a61b",false]],)"
      R"("gate":{"margin":0.1,"min_score":0.5,"within_margin":""},)"
      R"("golden":"g1",)"
      R"("model:m":{"attributes":{"endpoint":"https://m.example"},"deterministic":false,"floating":false,"uses":["vendor:v"],"version":"2026-10-01"},)"
      R"("plugin":"process 0.1.0",)"
      R"("runner":{"config":{"command":["run"]},"env":["KEY"],)"
      R"("plugin":"process","timeout":"30s"},)"
      R"("scrub":[{"at":"/id","pattern":"[0-9]+","with":"N"}],)"
      R"("vendor:v":{"attributes":{},"deterministic":false,"floating":false,"uses":[],"version":""}})");
  CHECK(closure({}).hash == "ed3ea65da579a5d5010189497a30288daee1c3c35c81f3b513f235b578e6f012");
}

TEST_CASE("entities that use each other have a closure") {
  Setup setup;
  setup.vendor().uses = {{{Kind::model, "m"}, {}}};
  CHECK(closure(setup).hash.size() == 64);
}

}  // namespace
}  // namespace tidemark::pipeline::kit
