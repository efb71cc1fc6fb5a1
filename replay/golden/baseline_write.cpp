#include <algorithm>

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

/// Members of canonical values are sorted; the record's own keys stay in reading order.
std::string case_line(const BaselineCase& one) {
  const std::string where = "case " + one.id;
  std::string line =
      "{\"id\":" + json::dump(one.id) + ",\"input_hash\":" + json::dump(one.input_hash) +
      ",\"reference\":" + json::canonical_text(one.reference.str(), where) + ",\"controls\":[";
  for (std::size_t i = 0; i < one.controls.size(); ++i) {
    line += (i == 0 ? "" : ",") + json::canonical_text(one.controls[i].str(), where);
  }
  return line + "]}\n";
}

std::string header_line(const Baseline& baseline, const std::string& cases) {
  json::Object header = {
      {"tidemark_baseline", 1},
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
