#include "replay/cli/explained.hpp"

#include "core/text/code_points.hpp"
#include "replay/cli/print.hpp"

namespace tidemark::cli {
namespace {

using change::PathExplanation;
using change::PathRule;
using change::Standing;

std::string way_of(const PathRule& rule) {
  if (rule.rule == change::by_runner) return "by its runner";
  if (rule.rule == change::by_reference) return "by a reference in its files";
  if (rule.source == ChangeSource::file) return "by files `" + text::printable(rule.rule) + "`";
  if (rule.source == ChangeSource::package) return "by its version there";
  return rule.source == ChangeSource::golden ? "as its golden set" : "as its baseline";
}

std::string text_of(const PathRule& rule) {
  const std::string place = text::printable(to_string(rule.place));
  return to_string(rule.entity) + ' ' + way_of(rule) + (place.empty() ? "" : " (" + place + ")");
}

std::string reason_of(const PathExplanation& path) {
  std::string text;
  for (const PathRule& rule : path.rules) text += (text.empty() ? "" : ", ") + text_of(rule);
  switch (path.standing) {
    case Standing::claimed:
      return text;
    case Standing::inventory:
      return "read by tidemark itself";
    case Standing::ignored:
      return "ignored by `" + text::printable(path.ignored_by) + "`";
    case Standing::outside:
      return "outside the workspace";
    case Standing::unclassified:
      return text.empty() ? "nobody claims it" : "not wholly claimed: " + text;
  }
  return text;
}

json::Value json_of(const PathRule& rule) {
  return json::Object{
      {"entity", to_string(rule.entity)},
      {"source", to_string(rule.source)},
      {"rule", rule.rule},
      {"place", rule.place.file.empty() ? json::Value() : json::Value(to_string(rule.place))}};
}

}  // namespace

std::string explained_text(const std::vector<PathExplanation>& paths) {
  std::vector<std::vector<std::string>> rows;
  for (const PathExplanation& path : paths) {
    const std::string how =
        path.was.empty() ? path.how : path.how + ", was " + text::printable(path.was);
    rows.push_back({"  " + text::printable(path.path), how, reason_of(path)});
  }
  return rows.empty() ? "" : "Changed paths\n" + table(rows);
}

json::Value explained_json(const std::vector<PathExplanation>& paths) {
  json::Array items;
  for (const PathExplanation& path : paths) {
    json::Array rules;
    for (const PathRule& rule : path.rules) rules.push_back(json_of(rule));
    items.emplace_back(json::Object{{"path", path.path},
                                    {"how", path.how},
                                    {"was", json_or_null(path.was)},
                                    {"standing", to_string(path.standing)},
                                    {"rules", std::move(rules)},
                                    {"ignored_by", json_or_null(path.ignored_by)}});
  }
  return items;
}

std::string renames_text(const std::vector<change::Rename>& renames) {
  std::string text;
  for (const change::Rename& one : renames) {
    text += "  " + to_string(one.from) + " -> " + to_string(one.to) + "\n";
  }
  return text.empty() ? "" : "Renamed, as it seems\n" + text;
}

json::Value renames_json(const std::vector<change::Rename>& renames) {
  json::Array items;
  for (const change::Rename& one : renames) {
    items.emplace_back(json::Object{{"from", to_string(one.from)}, {"to", to_string(one.to)}});
  }
  return items;
}

}  // namespace tidemark::cli
