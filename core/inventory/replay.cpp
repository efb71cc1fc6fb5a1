#include "core/inventory/replay.hpp"

#include <algorithm>
#include <unordered_set>

#include "core/base/error.hpp"
#include "core/text/pattern.hpp"

namespace tidemark::inventory {
namespace {

void read_environment(const Field& field, std::vector<std::string>& target) {
  std::vector<Written> names;
  read_list(field, names);
  for (const Written& name : names) {
    if (is_variable_name(name.text)) {
      target.push_back(name.text);
      continue;
    }
    // What follows a '=' may be a secret: it is not repeated.
    field.findings.complain(
        name.place,
        "env cannot name the variable \"" + shown(name.text.substr(0, name.text.find('='))) + '"',
        "list names only, letters, digits and _; values never stand here");
  }
}

constexpr std::array<Key<RunnerSpec>, 5> runner_keys = {{
    {"plugin", [](const Field& field, RunnerSpec& runner) { read_name(field, runner.plugin); }},
    {"timeout",
     [](const Field& field, RunnerSpec& runner) { read_duration(field, runner.timeout); }},
    {"env",
     [](const Field& field, RunnerSpec& runner) { read_environment(field, runner.environment); }},
    {"concurrency", [](const Field& field,
                       RunnerSpec& runner) { read_count(field, 1, 1024, runner.concurrency); }},
    {"idempotent",
     [](const Field& field, RunnerSpec& runner) { read_flag(field, runner.idempotent); }},
}};

void read_runner(const Field& field, RunnerSpec& runner) {
  runner.config = read_open_map(field, runner_keys, runner);
  if (field.value.type == yaml::Node::Type::map) require(field, "plugin", "add plugin: process");
}

constexpr std::array<Key<ComparatorSpec>, 3> comparator_keys = {{
    {"comparator",
     [](const Field& field, ComparatorSpec& spec) { read_name(field, spec.comparator); }},
    {"at", [](const Field& field, ComparatorSpec& spec) { read_pointer(field, spec.at); }},
    {"primary", [](const Field& field, ComparatorSpec& spec) { read_flag(field, spec.primary); }},
}};

void check_primary(const Field& field, std::vector<ComparatorSpec>& compare) {
  const auto count = std::count_if(compare.begin(), compare.end(),
                                   [](const ComparatorSpec& spec) { return spec.primary; });
  if (compare.empty()) {
    field.complain("has no comparator", "add {comparator: exact}");
  } else if (compare.size() == 1) {
    compare.front().primary = true;
  } else if (count != 1) {
    field.complain("has " + std::to_string(count) + " primary comparators",
                   "mark the one whose score decides with primary: true");
  }
}

void read_compare(const Field& field, ReplaySpec& replay) {
  if (!is_list(field)) return;
  for (const yaml::Node& item : field.value.items) {
    const Field entry{"an entry of compare", item.place, item, field.findings};
    ComparatorSpec spec;
    spec.options = read_open_map(entry, comparator_keys, spec);
    if (item.type == yaml::Node::Type::map) require(entry, "comparator", "add comparator: exact");
    replay.compare.push_back(std::move(spec));
  }
  check_primary(field, replay.compare);
}

/// Throws Error when it is none. Many files have the same ones, and to compile one takes as long as
/// to read ten keys.
void check_pattern(const std::string& pattern) {
  constexpr std::size_t most = 256;
  thread_local std::unordered_set<std::string> known;
  if (known.count(pattern) != 0) return;
  const text::Pattern compiled(pattern, "pattern");
  if (known.size() < most) known.insert(pattern);
}

void read_pattern(const Field& field, std::string& target) {
  read_text(field, target);
  try {
    check_pattern(target);
  } catch (const Error& error) {
    field.findings.complain(field.value.place, shown(error.what()), "see the syntax of RE2");
  }
}

constexpr std::array<Key<ScrubSpec>, 3> scrub_keys = {{
    {"at", [](const Field& field, ScrubSpec& scrub) { read_pointer(field, scrub.at); }},
    {"pattern", [](const Field& field, ScrubSpec& scrub) { read_pattern(field, scrub.pattern); }},
    {"with", [](const Field& field, ScrubSpec& scrub) { read_text(field, scrub.with); }},
}};

void check_scrub(const Field& entry, const ScrubSpec& scrub) {
  const yaml::Node* at = entry.value.find("at");
  if (entry.value.type != yaml::Node::Type::map) return;
  require(entry, "at", "add at: /key");
  if (!scrub.pattern.empty()) return;
  if (entry.value.find("with") != nullptr) {
    entry.findings.complain(entry.place, shown(entry.key) + " has no pattern",
                            "with replaces what a pattern matches; add pattern: ...");
  } else if (at != nullptr && at->type == yaml::Node::Type::scalar && at->text.empty()) {
    entry.complain("would remove the whole output", "name a part with at: /key, or add a pattern");
  }
}

void read_scrub(const Field& field, ReplaySpec& replay) {
  if (!is_list(field)) return;
  for (const yaml::Node& item : field.value.items) {
    const Field entry{"an entry of scrub", item.place, item, field.findings};
    ScrubSpec scrub;
    read_map(entry, scrub_keys, scrub);
    check_scrub(entry, scrub);
    replay.scrub.push_back(std::move(scrub));
  }
}

constexpr Range margins = {0, 1, true, "greater than 0 and at most 1"};
constexpr Range scores = {0, 1, false, "from 0 to 1"};

constexpr std::array<Key<GateSpec>, 3> gate_keys = {{
    {"margin",
     [](const Field& field, GateSpec& gate) {
       read_number(field, margins, gate.margin);
       gate.margin_is_set = true;
     }},
    {"min_score",
     [](const Field& field, GateSpec& gate) { read_number(field, scores, gate.min_score); }},
    {"within_margin",
     [](const Field& field, GateSpec& gate) {
       read_choice(field, within_margin_names, gate.within_margin, WithinMargin::pass);
     }},
}};

constexpr std::array<Key<ReplaySpec>, 6> replay_keys = {{
    {"runner", [](const Field& field, ReplaySpec& replay) { read_runner(field, replay.runner); }},
    {"golden", [](const Field& field, ReplaySpec& replay) { read_path(field, replay.golden); }},
    {"baseline", [](const Field& field, ReplaySpec& replay) { read_path(field, replay.baseline); }},
    {"compare", read_compare},
    {"scrub", read_scrub},
    {"gate",
     [](const Field& field, ReplaySpec& replay) { read_map(field, gate_keys, replay.gate); }},
}};

std::string baseline_beside(const std::string& golden) {
  const std::size_t name = golden.rfind('/') + 1;  // npos + 1 is 0
  const std::size_t dot = golden.rfind('.');
  const bool has_extension = dot != std::string::npos && dot > name;
  return (has_extension ? golden.substr(0, dot) : golden) + ".baseline.jsonl";
}

}  // namespace

void read_replay(const Field& field, std::optional<ReplaySpec>& target) {
  ReplaySpec replay;
  replay.place = field.place;
  read_map(field, replay_keys, replay);
  if (field.value.type != yaml::Node::Type::map) return;
  require(field, "runner", "add runner: {plugin: process, command: [...]}");
  require(field, "golden", "add golden: golden/NAME.jsonl");
  require(field, "compare", "add compare: [{comparator: exact}]");
  if (replay.baseline.empty() && !replay.golden.empty()) {
    replay.baseline = baseline_beside(replay.golden);
  } else if (replay.baseline == replay.golden && !replay.golden.empty()) {
    field.complain("has one file for golden and baseline",
                   "remove baseline: its default is beside");
  }
  target = std::move(replay);
}

}  // namespace tidemark::inventory
