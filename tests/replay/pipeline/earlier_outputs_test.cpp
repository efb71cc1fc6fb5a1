#include "replay/pipeline/earlier_outputs.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <functional>

#include "tests/replay/pipeline/kit.hpp"

namespace tidemark::pipeline::kit {
namespace {

Outcome answer(const std::string& case_id, int run, const std::string& model = "",
               const std::string& fingerprint = "") {
  Outcome outcome;
  outcome.case_id = case_id;
  outcome.run = run;
  outcome.output = "\"fine\"";
  outcome.facts.model = model;
  outcome.facts.fingerprint = fingerprint;
  outcome.made_in = 4;
  return outcome;
}

Outcome failure(FailureKind kind) {
  Outcome outcome;
  outcome.case_id = "z";
  outcome.failure = Failure{kind, "why"};
  return outcome;
}

bool is_taken(const std::vector<Outcome>& outcomes, std::optional<VerdictKind> verdict,
              bool by_model = false) {
  return takable({4, verdict, outcomes}, by_model).has_value();
}

/// A router with files, on a model that `edit` may change.
struct Stage {
  Entity automation = router(), model;
  Texts texts = {{"run", "echo"},
                 {"model", "weights"},
                 {"golden.jsonl", golden_text("ab")},
                 {"baseline.jsonl", baseline_text("ab")}};
  std::string also = "also", tool = "0.1.0", plugin = "bytes";
  Vendors vendors = Vendors::may_have_answered;

  Stage() {
    automation.files = {"run"};
    automation.uses.resize(1);
    automation.uses.front().target = {Kind::model, "m"};
    model.id = {Kind::model, "m"};
    model.version = "1";
    model.files = {"model"};
  }
  OutputsKey key() const {
    const change::World world = world_of({automation, model}, texts);
    const Judge judge = judge_of(world, automation, "head");
    const PluginShelf plugins{{{"process", "process.so", plugin, true, "1"}}, "."};
    UnseenClaims claims;
    return outputs_key(world, DependencyGraph(world.inventory), automation, judge, also, plugins,
                       tool, vendors, claims);
  }
};

std::string key_after(const std::function<void(Stage&)>& edit) {
  Stage stage;
  edit(stage);
  return stage.key().hash;
}

}  // namespace

TEST_CASE("good outputs of a run that came to a lasting verdict, or to none, may be taken") {
  for (const auto verdict :
       {VerdictKind::pass, VerdictKind::changed, VerdictKind::regressed, VerdictKind::accepted}) {
    CHECK(is_taken({answer("a", 0)}, verdict));
  }
  CHECK(is_taken({answer("a", 0)}, std::nullopt));
  const auto taken = takable({4, std::nullopt, {answer("a", 0), answer("a", 1)}}, false);
  REQUIRE(taken);
  CHECK(taken->outcomes.size() == 2);
  CHECK(taken->outcomes.at({"a", 1}).made_in == 4);
  CHECK_FALSE(taken->needs_witness());
}

TEST_CASE("nothing is taken of a run whose verdict a second try could mend") {
  CHECK_FALSE(is_taken({answer("a", 0)}, VerdictKind::inconclusive));
  CHECK_FALSE(is_taken({answer("a", 0)}, VerdictKind::not_tested));
  CHECK_FALSE(is_taken({answer("a", 0)}, VerdictKind::error));
  CHECK_FALSE(is_taken({}, VerdictKind::pass));
}

TEST_CASE("a failure of a service is no reason to ask again for what it answered") {
  for (const auto kind : {FailureKind::load, FailureKind::cancelled, FailureKind::rate_limited,
                          FailureKind::quota, FailureKind::auth, FailureKind::unavailable}) {
    CAPTURE(to_string(kind));
    const auto taken = takable({4, VerdictKind::error, {answer("a", 0), failure(kind)}}, false);
    REQUIRE(taken);
    CHECK(taken->outcomes.size() == 1);
  }
}

TEST_CASE(
    "where the automation itself failed, nothing is taken: it would fail less with each try") {
  for (const auto kind : {FailureKind::plugin_crash, FailureKind::plugin_exception,
                          FailureKind::protocol, FailureKind::timeout, FailureKind::failed,
                          FailureKind::invalid_output, FailureKind::resource, FailureKind::refused,
                          FailureKind::refusal, FailureKind::truncated, FailureKind::filtered}) {
    CAPTURE(to_string(kind));
    CHECK_FALSE(is_taken({answer("a", 0), failure(kind)}, VerdictKind::error));
    CHECK_FALSE(is_taken({answer("a", 0), failure(kind)}, std::nullopt));
  }
}

TEST_CASE("whoever answered, if that was said, must be one and the same, and is asked for") {
  const auto taken =
      takable({4, VerdictKind::pass, {answer("a", 0, "m", "f"), answer("b", 0, "m", "f")}}, true);
  REQUIRE(taken);
  CHECK(taken->needs_witness());
  CHECK(is_witness(answer("c", 0, "m", "f"), *taken, true));
  CHECK_FALSE(is_witness(answer("c", 0, "m", "g"), *taken, true));
  CHECK_FALSE(is_witness(answer("c", 0, "n", "f"), *taken, true));
  CHECK_FALSE(is_witness(answer("c", 0), *taken, true));
  CHECK_FALSE(is_witness(failure(FailureKind::unavailable), *taken, true));
  Outcome other = answer("a", 0, "m", "f");
  CHECK(is_witness(other, *taken, true));
  other.output = "\"otherwise\"";
  CHECK_FALSE(is_witness(other, *taken, true));
  CHECK(is_witness(other, *taken, false));
  CHECK_FALSE(is_taken({answer("a", 0, "m", "f"), answer("b", 0, "m", "g")}, VerdictKind::pass));
  CHECK_FALSE(is_taken({answer("a", 0, "m", "f"), answer("b", 0)}, VerdictKind::pass));
}

TEST_CASE("of a model that is not in the repository only answers under its name are taken") {
  CHECK(is_taken({answer("a", 0, "m")}, VerdictKind::pass, true));
  CHECK_FALSE(is_taken({answer("a", 0)}, VerdictKind::pass, true));
  CHECK_FALSE(is_taken({answer("a", 0, "", "f")}, VerdictKind::pass, true));
}

TEST_CASE("outputs follow from all that decides what is answered") {
  const std::string key = Stage().key().hash;
  CHECK(key.size() == 64);
  CHECK(key_after([](Stage&) {}) == key);
  const std::vector<std::pair<const char*, std::function<void(Stage&)>>> edits = {
      {"a file", [](Stage& stage) { stage.texts["run"] = "echo 2"; }},
      {"a file beneath", [](Stage& stage) { stage.texts["model"] = "others"; }},
      {"a version", [](Stage& stage) { stage.model.version = "2"; }},
      {"the runner's settings",
       [](Stage& stage) { stage.automation.replay->runner.config = R"({"a":1})"; }},
      {"its time",
       [](Stage& stage) {
         stage.automation.replay->runner.timeout = std::chrono::milliseconds(1);
       }},
      {"the plugin's bytes", [](Stage& stage) { stage.plugin = "others"; }},
      {"the golden set", [](Stage& stage) { stage.texts["golden.jsonl"] = golden_text("abc"); }},
      {"what else reaches it", [](Stage& stage) { stage.also = "more"; }},
      {"tidemark", [](Stage& stage) { stage.tool = "0.2.0"; }},
  };
  for (const auto& [what, edit] : edits) {
    CAPTURE(what);
    CHECK(key_after(edit) != key);
  }
}

TEST_CASE("outputs do not follow from how they are judged") {
  const std::string key = Stage().key().hash;
  CHECK(key_after([](Stage& stage) {
          stage.automation.replay->compare = {{"exact", "", true, "{}"}};
          stage.automation.replay->scrub = {{"/id", "", ""}};
          stage.automation.replay->gate.margin = 0.5;
        }) == key);
  CHECK(key_after([](Stage& stage) { stage.texts["baseline.jsonl"] = baseline_text("a"); }) == key);
}

TEST_CASE("a variable that the runner is given is part of what decides") {
  const auto with_variable = [](Stage& stage) {
    stage.automation.replay->runner.environment = {"TIDEMARK_TEST_MODEL"};
  };
  ::setenv("TIDEMARK_TEST_MODEL", "one", 1);
  const std::string one = key_after(with_variable);
  ::setenv("TIDEMARK_TEST_MODEL", "two", 1);
  const std::string two = key_after(with_variable);
  ::unsetenv("TIDEMARK_TEST_MODEL");
  CHECK(one != two);
  CHECK(key_after(with_variable) != two);
}

TEST_CASE(
    "a model that a vendor serves may have answered a gate, not a replay, under a fixed version") {
  const auto served = [](Stage& stage) { stage.model.files.clear(); };
  Stage stage;
  served(stage);
  CHECK_FALSE(stage.key().hash.empty());
  CHECK(stage.key().by_model);
  CHECK_FALSE(Stage().key().by_model);
  const auto never = [&](const std::function<void(Stage&)>& edit) {
    return key_after([&](Stage& other) {
             served(other);
             edit(other);
           })
        .empty();
  };
  CHECK(never([](Stage& other) { other.vendors = Vendors::are_asked; }));
  CHECK(never([](Stage& other) { other.model.floating = true; }));
  CHECK(never([](Stage& other) { other.model.version.clear(); }));
  CHECK(never([](Stage& other) { other.automation.tier = Tier::critical; }));
  CHECK(never([](Stage& other) { other.automation.files.clear(); }));
  CHECK(key_after([](Stage& other) { other.vendors = Vendors::are_asked; }).size() == 64);
  CHECK(key_after([](Stage& other) { other.model.floating = true; }).empty());
}

}  // namespace tidemark::pipeline::kit
