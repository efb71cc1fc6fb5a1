#include "replay/report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "core/text/counted.hpp"
#include "replay/report/printable.hpp"

namespace tidemark::report {
namespace {

std::size_t count_at(const std::vector<Finding>& findings, ChangeClass level) {
  return static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(), [&](const Finding& one) { return one.level == level; }));
}

/// The same fact at one place, seen through several operations.
struct Group {
  const Finding* first;
  std::vector<std::string> operations;
};

std::vector<Group> groups_of(const std::vector<Finding>& findings, ChangeClass level) {
  std::vector<Group> groups;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> positions;
  for (const Finding& finding : findings) {
    if (finding.level != level) continue;
    const auto key = std::make_tuple(finding.rule, finding.text, finding.place);
    const auto [position, is_new] = positions.emplace(key, groups.size());
    if (is_new) groups.push_back({&finding, {}});
    if (!finding.operation.empty()) {
      groups[position->second].operations.push_back(finding.operation);
    }
  }
  return groups;
}

std::string group_text(const Group& group) {
  const Finding& finding = *group.first;
  std::string text = fmt::format("  {}  {}\n", finding.rule, printable(finding.text));
  if (!group.operations.empty()) {
    text += fmt::format("    in  {}\n",
                        printable(fmt::format("{}", fmt::join(group.operations, ", "))));
  }
  if (!finding.place.empty()) text += fmt::format("    at  {}\n", printable(finding.place));
  return text;
}

}  // namespace

std::string findings_count(const std::vector<Finding>& findings) {
  return fmt::format("{} breaking, {} risky, {} benign", count_at(findings, ChangeClass::breaking),
                     count_at(findings, ChangeClass::risky),
                     count_at(findings, ChangeClass::benign));
}

std::string findings_text(const std::vector<Finding>& findings) {
  std::string text;
  for (const ChangeClass level : {ChangeClass::breaking, ChangeClass::risky, ChangeClass::benign}) {
    const auto groups = groups_of(findings, level);
    if (groups.empty()) continue;
    if (level == ChangeClass::benign && !text.empty()) {
      return text +
             text::counted(count_at(findings, level), "benign finding is", "benign findings are") +
             " not shown (--format json has them)\n";
    }
    text += std::string(to_string(level)) + "\n";
    for (const Group& group : groups) text += group_text(group);
  }
  return text;
}

json::Value findings_json(const std::vector<Finding>& findings) {
  json::Array list;
  for (const Finding& finding : findings) {
    list.emplace_back(json::Object{{"rule", finding.rule},
                                   {"level", to_string(finding.level)},
                                   {"direction", to_string(finding.direction)},
                                   {"operation", finding.operation},
                                   {"part", finding.part},
                                   {"place", finding.place},
                                   {"text", finding.text},
                                   {"fingerprint", finding.fingerprint}});
  }
  return list;
}

}  // namespace tidemark::report
