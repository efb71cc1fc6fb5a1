#include "replay/pipeline/check_findings.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <utility>

namespace tidemark::pipeline {
namespace {

/// The digits at the end of `text`, behind a colon, taken off it; 0 when there are none.
std::uint32_t take_number(std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon + 1 == text.size() || text.size() - colon > 9 ||
      text.find_first_not_of("0123456789", colon + 1) != std::string::npos) {
    return 0;
  }
  const auto number = static_cast<std::uint32_t>(std::stoul(text.substr(colon + 1)));
  text.erase(colon);
  return number;
}

/// The place in front of `file:line: fact` or `file:line:column: fact`, taken off the sentence; the
/// other place when there is none.
Place take_place(std::string& sentence, const std::string& path, const Place& otherwise) {
  const std::size_t end = sentence.find(": ", path.size());
  if (!sentence.starts_with(path + ':') || end == std::string::npos) return otherwise;
  std::string file = sentence.substr(0, end);
  const std::uint32_t last = take_number(file), first = take_number(file);
  if (file != path) return otherwise;
  const Place place{file, first != 0 ? first : last, first != 0 ? last : 0};
  sentence.erase(0, end + 2);
  return place;
}

}  // namespace

void CheckFindings::add(const std::string& rule, Severity severity, const Place& place,
                        std::optional<EntityId> entity, std::string fact, std::string way_out) {
  findings_.push_back(
      {rule, severity, place, std::move(entity), std::move(fact), std::move(way_out)});
}

void CheckFindings::take(const std::string& rule, Severity severity, Complaint complaint) {
  add(rule, severity, complaint.place, {}, std::move(complaint.fact), std::move(complaint.way_out));
}

void CheckFindings::take(const std::string& rule, const Error& error, const std::string& path,
                         const Place& otherwise, const std::optional<EntityId>& entity) {
  std::string text = error.what();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string sentence = text.substr(0, end);
    text.erase(0, end + 1);
    const Place place = take_place(sentence, path, otherwise);
    add(rule, Severity::error, place, entity, std::move(sentence), "");
  }
}

void CheckFindings::take(std::vector<CheckFinding> findings) {
  std::move(findings.begin(), findings.end(), std::back_inserter(findings_));
}

std::vector<CheckFinding> CheckFindings::sorted() && {
  std::stable_sort(findings_.begin(), findings_.end(),
                   [](const CheckFinding& one, const CheckFinding& other) {
                     return std::tie(one.severity, one.place, one.rule, one.fact) <
                            std::tie(other.severity, other.place, other.rule, other.fact);
                   });
  return std::move(findings_);
}

}  // namespace tidemark::pipeline
