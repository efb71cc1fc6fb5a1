#include <algorithm>

#include "core/base/hash.hpp"
#include "replay/report/check_report.hpp"

namespace tidemark::report {
namespace {

json::Value text_part(const std::string& text) { return json::Object{{"text", text}}; }

json::Value rule_part(const RuleText& rule) {
  return json::Object{
      {"id", rule.id},
      {"shortDescription", text_part(rule.summary)},
      {"fullDescription", text_part(rule.explanation)},
      {"help", text_part(rule.explanation + " See `tidemark check --explain " + rule.id + "`.")}};
}

/// A relative reference: everything but letters, digits, `-._~` and `/` is escaped, so that no path
/// can be taken for a scheme or an authority.
std::string uri(const std::string& path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  std::string result;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos) {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += '%';
    result += digits[byte >> 4U];
    result += digits[byte & 15U];
  }
  return result;
}

/// A finding about a file as a whole stands at its first line: code hosts show no other.
json::Value location_part(const CheckReport& report, const CheckFinding& finding) {
  const auto line = static_cast<std::uint64_t>(std::max(finding.place.line, 1U));
  const auto column = static_cast<std::uint64_t>(std::max(finding.place.column, 1U));
  json::Value location = json::Object{
      {"physicalLocation",
       json::Object{{"artifactLocation",
                     json::Object{{"uri", uri(report.folder + finding.place.file.str())}}},
                    {"region", json::Object{{"startLine", line},
                                            {"startColumn", column},
                                            {"endLine", line},
                                            {"endColumn", column + 1}}}}}};
  if (finding.entity) {
    location.set("logicalLocations",
                 json::Array{json::Object{{"fullyQualifiedName", to_string(*finding.entity)},
                                          {"kind", to_string(finding.entity->kind)}}});
  }
  return location;
}

/// The same finding keeps it when lines move.
std::string fingerprint(const CheckFinding& finding) {
  return sha256_hex(
      json::canonical(json::Array{finding.rule, finding.entity ? to_string(*finding.entity) : "",
                                  finding.place.file.str(), finding.fact}));
}

/// `[text](target)` is a link in a message; nothing that the inventory says is one.
std::string without_links(std::string text) {
  for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at)) {
    text.insert(at + 1, " ");
  }
  return text;
}

json::Value result_part(const CheckReport& report, const CheckFinding& finding) {
  const auto rule = std::find_if(report.rules.begin(), report.rules.end(),
                                 [&](const RuleText& text) { return text.id == finding.rule; });
  const std::string way_out = finding.way_out.empty() ? "" : " (" + finding.way_out + ')';
  return json::Object{{"ruleId", finding.rule},
                      {"ruleIndex", static_cast<std::int64_t>(rule - report.rules.begin())},
                      {"level", to_string(finding.severity)},
                      {"message", text_part(without_links(finding.fact + way_out))},
                      {"locations", json::Array{location_part(report, finding)}},
                      {"partialFingerprints", json::Object{{"tidemark/v1", fingerprint(finding)}}}};
}

}  // namespace

json::Value check_sarif(const CheckReport& report) {
  json::Array rules, results;
  for (const RuleText& rule : report.rules) rules.push_back(rule_part(rule));
  for (const CheckFinding& one : report.findings) results.push_back(result_part(report, one));
  json::Value driver = json::Object{
      {"name", "tidemark"}, {"semanticVersion", report.tool}, {"rules", std::move(rules)}};
  return json::Object{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", json::Array{json::Object{
                                   {"tool", json::Object{{"driver", std::move(driver)}}},
                                   {"automationDetails", json::Object{{"id", "tidemark/check/"}}},
                                   {"results", std::move(results)}}}}};
}

}  // namespace tidemark::report
