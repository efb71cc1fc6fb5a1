#include <doctest/doctest.h>

#include "tests/core/inventory/kit.hpp"

namespace tidemark::inventory {
namespace {

ReplaySpec replay_of(const std::string& replay) {
  const Reading reading = reading_of("automations:\n  a:\n    replay:\n" + replay);
  REQUIRE(lines(reading.complaints) == "");
  return *reading.inventory.entities[0].replay;
}

const std::string minimal =
    "      runner: {plugin: process}\n      compare: [{comparator: exact}]\n";

}  // namespace

TEST_CASE("a whole replay arrives") {
  const ReplaySpec replay = replay_of(R"(
      runner:
        plugin: process
        command: [automations/a/run, "3", 3, 0.50]
        timeout: 5s
        env: [API_KEY, _x1]
        concurrency: 8
        idempotent: false
        mode: jsonl
      golden: golden/a.jsonl
      baseline: kept/a.jsonl
      compare:
        - {comparator: label, at: /queue, primary: true}
        - {comparator: number, at: /confidence, tolerance: 0.05}
      scrub:
        - {at: /request_id}
        - {at: "", pattern: '[0-9]+', with: N}
      gate: {margin: 0.2, min_score: 0.8, within_margin: review}
)");
  CHECK(replay.runner == RunnerSpec{"process",
                                    R"({"command":["automations/a/run","3",3,0.5],"mode":"jsonl"})",
                                    std::chrono::seconds(5),
                                    {"API_KEY", "_x1"},
                                    8,
                                    false});
  CHECK(replay.golden == "golden/a.jsonl");
  CHECK(replay.baseline == "kept/a.jsonl");
  CHECK(replay.compare ==
        std::vector<ComparatorSpec>{{"label", "/queue", true, "{}"},
                                    {"number", "/confidence", false, R"({"tolerance":0.05})"}});
  CHECK(replay.scrub == std::vector<ScrubSpec>{{"/request_id", "", ""}, {"", "[0-9]+", "N"}});
  CHECK(replay.gate == GateSpec{0.2, 0.8, WithinMargin::review, true});
  CHECK(to_string(replay.place) == "tidemark.yaml:4:5");
}

TEST_CASE("the shortest replay has defaults, and its only comparator is primary") {
  const ReplaySpec replay = replay_of(minimal + "      golden: golden/a.jsonl\n");
  CHECK(replay.runner == RunnerSpec{"process", "{}", std::chrono::seconds(30), {}, 1});
  CHECK(replay.compare == std::vector<ComparatorSpec>{{"exact", "", true, "{}"}});
  CHECK(replay.gate == GateSpec{});
}

TEST_CASE("the baseline stands beside the golden set") {
  const auto baseline_of = [](const std::string& golden) {
    return replay_of(minimal + "      golden: " + golden + "\n").baseline;
  };
  CHECK(baseline_of("golden/x.jsonl") == "golden/x.baseline.jsonl");
  CHECK(baseline_of("x.v2.csv") == "x.v2.baseline.jsonl");
  CHECK(baseline_of("v1.0/cases") == "v1.0/cases.baseline.jsonl");
  CHECK(baseline_of("golden/.hidden") == "golden/.hidden.baseline.jsonl");
}

TEST_CASE("a plugin's settings are canonical JSON of what YAML says") {
  const ReplaySpec replay = replay_of(
      "      golden: g\n      compare: [{comparator: c}]\n"
      "      runner: {plugin: p, z: true, y: \"true\", x: ~, w: [1, -2, 1.5, \"1\"], v: {b: 1e3, "
      "a: "
      "0x10}, u: 012, t: no, s: .5, r: 1_000, q: .inf, o: -0.0}\n");
  CHECK(replay.runner.config ==
        R"({"o":0,"q":".inf","r":"1_000","s":".5","t":"no","u":"012","v":{"a":"0x10","b":"1e3"},)"
        R"("w":[1,-2,1.5,"1"],"x":null,"y":"true","z":true})");
}

TEST_CASE("a setting that may be a misspelt key of ours is a warning") {
  const Reading reading = reading_of(
      "automations:\n  a:\n    replay:\n      runner: {plugin: p, timout: 5s, model: m}\n"
      "      golden: g\n      compare: [{comparator: c, primry: true, as: x}]\n");
  CHECK(lines(reading.complaints) == "");
  CHECK(
      lines(reading.warnings) ==
      "tidemark.yaml:5:27: key \"timout\" in runner goes to the plugin as its own setting (did you "
      "mean timeout?)\n"
      "tidemark.yaml:7:33: key \"primry\" in an entry of compare goes to the plugin as its own "
      "setting (did you mean primary?)");
}

TEST_CASE("a replay without runner, golden set or comparators is none") {
  CHECK(complaints_of("automations:\n  a: {replay: {}}\n") ==
        "3:7: replay has no compare (add compare: [{comparator: exact}])\n"
        "3:7: replay has no golden (add golden: golden/NAME.jsonl)\n"
        "3:7: replay has no runner (add runner: {plugin: process, command: [...]})");
  CHECK(complaints_of("automations:\n  a: {replay: }\n") ==
        "3:7: replay is empty (remove it or fill it)");
  CHECK(replay_complaints("goldenset", "x.jsonl") ==
        "5:7: unknown key \"goldenset\" in replay (did you mean golden?)");
}

TEST_CASE("a runner is a plugin within limits") {
  CHECK(replay_complaints("runner", "{}") == "5:7: runner has no plugin (add plugin: process)");
  CHECK(
      replay_complaints("runner", "{plugin: p, timeout: 0s}") ==
      "5:36: timeout must be a duration above zero, not \"0s\" (write 500ms, 5s, 10m, 24h or 30d)");
  CHECK(
      replay_complaints("runner", "{plugin: p, concurrency: 1025}") ==
      "5:40: concurrency must be a whole number from 1 to 1024, not \"1025\" (write digits only)");
  CHECK(replay_complaints("runner", "{plugin: ../p}") ==
        "5:24: plugin cannot be \"../p\" (it must be letters, digits and . _ @ + - in segments "
        "joined "
        "by /, each starting with a letter, a digit or @, without \"..\")");
  CHECK(replay_complaints("runner", "{plugin: p, seed: 99999999999999999999}") ==
        "5:33: 99999999999999999999 is too large for a number (quote it if it is text)");
}

TEST_CASE("a variable's value is never repeated") {
  CHECK(
      replay_complaints("runner", "{plugin: p, env: [KEY=hunter2, 1X]}") ==
      "5:33: env cannot name the variable \"KEY\" (list names only, letters, digits and _; values "
      "never stand here)\n"
      "5:46: env cannot name the variable \"1X\" (list names only, letters, digits and _; values "
      "never stand here)");
}

TEST_CASE("paths are below tidemark.yaml and have one spelling") {
  for (const char* path : {"/etc/passwd", "../x", "a/../b", "./a", "a//b", "a/", "\"\"", "//a"}) {
    CAPTURE(path);
    const std::string shown = path == std::string("\"\"") ? "" : path;
    CHECK(replay_complaints("golden", path) ==
          "5:15: golden must be a path below tidemark.yaml, not \"" + shown +
              "\" (no / at either end, no empty, . or .. segments)");
  }
  CHECK(
      replay_complaints("baseline", "golden/a.jsonl") ==
      "5:7: replay has one file for golden and baseline (remove baseline: its default is beside)");
}

TEST_CASE("exactly one comparator decides") {
  CHECK(replay_complaints("compare", "[]") ==
        "5:16: compare has no comparator (add {comparator: exact})");
  CHECK(replay_complaints("compare", "[{comparator: a}, {comparator: b}]") ==
        "5:16: compare has 0 primary comparators (mark the one whose score decides with primary: "
        "true)");
  CHECK(replay_complaints("compare",
                          "[{comparator: a, primary: true}, {comparator: b, primary: true}]") ==
        "5:16: compare has 2 primary comparators (mark the one whose score decides with primary: "
        "true)");
  CHECK(replay_complaints("compare", "[{at: /x}]") ==
        "5:17: an entry of compare has no comparator (add comparator: exact)");
  CHECK(replay_complaints("compare", "[exact]") ==
        "5:17: an entry of compare must be a map, not text (write {key: value})");
  CHECK(replay_complaints("compare", "[{comparator: a, at: x}]") ==
        "5:37: at must be a JSON pointer, not \"x\" (write /key or /list/0; \"\" is the whole "
        "output)");
}

TEST_CASE("a scrubber leaves something to compare") {
  CHECK(
      replay_complaints("scrub", "[{at: ''}, {pattern: x}, {at: /a, with: y}]") ==
      "5:15: an entry of scrub would remove the whole output (name a part with at: /key, or add a "
      "pattern)\n"
      "5:25: an entry of scrub has no at (add at: /key)\n"
      "5:39: an entry of scrub has no pattern (with replaces what a pattern matches; add pattern: "
      "...)");
  CHECK(
      replay_complaints("scrub", "[{at: '', pattern: '', with: y}]") ==
      "5:15: an entry of scrub has no pattern (with replaces what a pattern matches; add pattern: "
      "...)");
  CHECK(replay_complaints("scrub", "[{at: /a, pattern: '('}]") ==
        "5:33: pattern: not an RE2 pattern: missing ): ( (see the syntax of RE2)");
}

TEST_CASE("margins and scores are plain decimals in range") {
  for (const char* margin : {"0", "-0.1", "1.01", "5", ".nan", ".inf", "1e-1", "0x1", "01", ".5",
                             "0.", "0;1", "1_0", "0.0", "+0.1"}) {
    CAPTURE(margin);
    const std::string text = margin;
    CHECK(replay_complaints("gate", "{margin: " + text + "}") ==
          "5:22: margin must be a number greater than 0 and at most 1, not \"" + text +
              "\" (write a decimal such as 0.5)");
  }
  CHECK(
      replay_complaints("gate", "{margin: \"0.1\"}") ==
      "5:22: margin must be a number greater than 0 and at most 1, not quoted text (write margin: "
      "0.5)");
  CHECK(replay_complaints("gate", "{min_score: 1.5}") ==
        "5:25: min_score must be a number from 0 to 1, not \"1.5\" (write a decimal such as 0.5)");
  CHECK(replay_complaints("gate", "{margin: 1, min_score: 0}") == "");
}

}  // namespace tidemark::inventory
