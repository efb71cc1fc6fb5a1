#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "core/json/json.hpp"
#include "replay/golden/baseline.hpp"

namespace tidemark::golden {
namespace {

json::Object object_of(const std::vector<std::pair<std::string, std::string>>& pairs) {
  json::Object members;
  for (const auto& [name, text] : pairs) members.emplace_back(name, text);
  return members;
}

/// The outputs of a case, each once, by the number that it has: 0 for the reference.
struct Outputs {
  std::map<std::string, std::size_t> numbers;
  std::vector<std::string_view> texts;  ///< by number
  std::vector<std::size_t> controls;    ///< the number of what each gave

  std::size_t number_of(std::string text) {
    const auto [known, is_new] = numbers.try_emplace(std::move(text), texts.size());
    if (is_new) texts.push_back(known->first);
    return known->second;
  }
};

Outputs outputs_of(const BaselineCase& one) {
  const std::string where = "case " + one.id;
  Outputs outputs;
  outputs.number_of(json::canonical_text(one.reference.str(), where));
  for (const SharedText& control : one.controls) {
    const bool as_reference = control == one.reference;  // as most of them
    outputs.controls.push_back(
        as_reference ? 0 : outputs.number_of(json::canonical_text(control.str(), where)));
  }
  return outputs;
}

/// Members of canonical values are sorted; the record's own keys stay in reading order.
std::string case_line(const BaselineCase& one) {
  const Outputs outputs = outputs_of(one);
  std::string line = "{\"id\":" + json::dump(one.id) +
                     ",\"input_hash\":" + json::dump(one.input_hash) +
                     ",\"reference\":" + std::string(outputs.texts[0]);
  for (std::size_t i = 1; i < outputs.texts.size(); ++i) {
    line += i == 1 ? ",\"others\":[" : ",";
    line += outputs.texts[i];
  }
  if (outputs.texts.size() > 1) line += ']';
  line += ",\"controls\":[";
  for (std::size_t i = 0; i < outputs.controls.size(); ++i) {
    line += (i == 0 ? "" : ",") + std::to_string(outputs.controls[i]);
  }
  return line + "]}\n";
}

std::string header_line(const Baseline& baseline, const std::string& cases) {
  json::Object header = {
      {"tidemark_baseline", 2},
      {"automation", baseline.automation},
      {"closure", baseline.closure},
      {"components", object_of(baseline.components)},
      {"recorded_at", baseline.recorded_at},
      {"runs", baseline.runs},
      {"tool", baseline.tool},
      {"plugins", object_of(baseline.plugins)},
  };
  if (!baseline.models.empty()) {
    header.emplace_back("models", json::Array(baseline.models.begin(), baseline.models.end()));
  }
  header.emplace_back("cases", std::uint64_t{baseline.cases.size()});
  header.emplace_back("hash", sha256_hex(cases));
  return json::dump(header) + '\n';
}

}  // namespace

std::string write_baseline(const Baseline& baseline) {
  std::vector<const BaselineCase*> sorted;
  for (const BaselineCase& one : baseline.cases) sorted.push_back(&one);
  std::sort(sorted.begin(), sorted.end(),
            [](const BaselineCase* a, const BaselineCase* b) { return a->id < b->id; });
  std::string cases;
  for (const BaselineCase* one : sorted) cases += case_line(*one);
  std::string text = header_line(baseline, cases) + cases;
  try {
    read_baseline(text, "baseline");
  } catch (const Error& error) {
    throw Error(Fault::internal,
                std::string("a baseline that cannot be read back: ") + error.what());
  }
  return text;
}

}  // namespace tidemark::golden
