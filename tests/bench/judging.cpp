// bench_judging [ROUNDS]: what it costs to compare outputs, next to simdjson and nlohmann alone,
// and to decide.

#include <simdjson.h>

#include <nlohmann/json.hpp>
#include <random>

#include "core/json/json.hpp"
#include "replay/compare/scoring.hpp"
#include "replay/verdict/judge.hpp"
#include "tests/bench/in_turn.hpp"

namespace {

using namespace tidemark;
using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr int pairs = 2000;

/// About 2 KB: numbers, texts, lists, objects in objects. `last` is the last value in it.
json::Value document(int last) {
  json::Array items;
  for (int i = 0; i < 20; ++i) {
    json::Object item = {{"id", "item-" + std::to_string(i)},
                         {"amount", 12.5 + i},
                         {"count", i},
                         {"labels", json::Array{"red", "fragile"}},
                         {"open", i % 2 == 0}};
    items.emplace_back(std::move(item));
  }
  return json::Object{{"customer", json::Object{{"id", 4711}, {"name", "Example & Söhne"}}},
                      {"items", std::move(items)},
                      {"text", std::string(300, 'x')},
                      {"total", last}};
}

/// The same value with every object's members the other way round.
json::Value reversed(json::Value value) {
  if (json::Array* items = value.array()) {
    for (json::Value& item : *items) item = reversed(std::move(item));
  } else if (json::Object* members = value.object()) {
    for (auto& [name, member] : *members) member = reversed(std::move(member));
    std::reverse(members->begin(), members->end());
  }
  return value;
}

bool same(element a, element b);

bool same_members(simdjson::dom::object a, simdjson::dom::object b) {
  if (a.size() != b.size()) return false;
  auto other = b.begin();
  for (const auto field : a) {
    element value;
    if (other != b.end() && (*other).key == field.key) {
      value = (*other).value;
      ++other;
    } else if (b.at_key(field.key).get(value) != simdjson::SUCCESS) {
      return false;
    }
    if (!same(field.value, value)) return false;
  }
  return true;
}

bool same_items(simdjson::dom::array a, simdjson::dom::array b) {
  if (a.size() != b.size()) return false;
  auto other = b.begin();
  for (const element item : a) {
    if (!same(item, *other)) return false;
    ++other;
  }
  return true;
}

bool same(element a, element b) {
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case element_type::OBJECT:
      return same_members(a.get_object().value_unsafe(), b.get_object().value_unsafe());
    case element_type::ARRAY:
      return same_items(a.get_array().value_unsafe(), b.get_array().value_unsafe());
    case element_type::STRING:
      return a.get_string().value_unsafe() == b.get_string().value_unsafe();
    case element_type::INT64:
      return a.get_int64().value_unsafe() == b.get_int64().value_unsafe();
    case element_type::UINT64:
      return a.get_uint64().value_unsafe() == b.get_uint64().value_unsafe();
    case element_type::DOUBLE:
      return a.get_double().value_unsafe() == b.get_double().value_unsafe();
    case element_type::BOOL:
      return a.get_bool().value_unsafe() == b.get_bool().value_unsafe();
    case element_type::NULL_VALUE:
      return true;
  }
  return false;
}

void repeat(const char* what, bool expected, const std::function<bool()>& compare) {
  for (int i = 0; i < pairs; ++i) {
    if (compare() == expected) continue;
    std::printf("%s is wrong\n", what);
    std::exit(1);
  }
}

/// As a run does: the answer is made canonical, which is what the reference is; equal bytes need no
/// comparator.
bool equal_by_tidemark(const compare::Scorer& scorer, const compare::Prepared& prepared,
                       const std::string& reference, const std::string& answer) {
  const std::string output = json::canonical_text(answer, "answer");
  return output == reference || scorer.score(prepared, output).primary == 1;
}

void compare_in_turn(const char* title, const std::string& reference, const std::string& answer,
                     bool equal, int rounds) {
  ReplaySpec spec;
  spec.compare = {{"json", "", true, "{}"}};
  const compare::Scorer scorer(spec, "bench");
  GoldenCase golden;
  golden.id = "case";
  const compare::Prepared prepared = scorer.prepare(golden, reference);
  const simdjson::padded_string left(reference), right(answer);
  simdjson::dom::parser first, second;
  std::vector<bench::Runner> runners = {
      {"simdjson alone",
       [&] {
         repeat("simdjson", equal,
                [&] { return same(first.parse(left).value(), second.parse(right).value()); });
       }},
      {"nlohmann alone",
       [&] {
         repeat("nlohmann", equal,
                [&] { return nlohmann::json::parse(reference) == nlohmann::json::parse(answer); });
       }},
      {"tidemark", [&] {
         repeat("tidemark", equal,
                [&] { return equal_by_tidemark(scorer, prepared, reference, answer); });
       }}};
  run_in_turn(
      std::to_string(pairs) + " pairs of " + std::to_string(reference.size()) + " bytes, " + title,
      runners, rounds);
}

/// Scores of so many cases, nine before and nine now, a little worse.
verdict::Evidence evidence(std::size_t cases, bool graded) {
  std::mt19937 random(7);
  const auto score = [&](unsigned lowest) {
    return graded ? static_cast<int>(1000 - random() % lowest)
                  : (random() % 1000 < lowest ? 0 : 1000);
  };
  verdict::Evidence made;
  made.look = verdict::Look::second;
  for (std::size_t i = 0; i < cases; ++i) {
    verdict::CaseEvidence one{"case-" + std::to_string(i), i % 100 == 0, false, true, {}, {}};
    for (int run = 0; run < 9; ++run) {
      one.baseline.push_back(score(200));
      one.candidate.push_back(score(230));
    }
    made.cases.push_back(std::move(one));
  }
  return made;
}

}  // namespace

int main(int count, char** arguments) {
  const int rounds = count > 1 ? std::atoi(arguments[1]) : 9;
  const std::string reference = json::canonical(document(1));
  compare_in_turn("the same bytes", reference, reference, true, rounds);
  compare_in_turn("members the other way round", reference, json::dump(reversed(document(1))), true,
                  rounds);
  compare_in_turn("one value differs", reference, json::canonical(document(2)), false, rounds);
  const verdict::Evidence binary = evidence(1000, false), graded = evidence(1000, true);
  std::vector<bench::Runner> runners = {{"right or wrong", [&] { verdict::judge(binary); }},
                                        {"graded", [&] { verdict::judge(graded); }}};
  run_in_turn("a verdict on 1,000 cases, 9 runs before and 9 now", runners, rounds);
}
