#include "core/contract/schema_walk.hpp"

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::contract {
namespace {

/// As on_large_stack() has room for.
constexpr std::size_t deepest_schema = 2000;
/// From here on what one operation showed already is not walked again on other ways.
constexpr std::uint64_t many_steps = 10'000'000;

Subject subject_below(Subject subject) {
  if (subject == Subject::body) return Subject::property;
  if (subject == Subject::parameter) return Subject::parameter_property;
  return subject == Subject::header ? Subject::header_property : subject;
}

Finding finding_of(const Spot& spot, const Element& place, const std::string& text) {
  Finding finding;
  finding.direction = spot.direction;
  finding.operation = spot.operation;
  finding.part = spot.part;
  finding.place = place ? place.place() : "";
  finding.text = text;
  return finding;
}

}  // namespace

Spot Spot::below(const std::string& step) const {
  Spot spot = *this;
  spot.part += step;
  spot.subject = subject_below(subject);
  return spot;
}

std::string Spot::name() const {
  return (part.empty() ? whole : piece + ' ' + as_code(part)) + after;
}

std::string as_code(std::string_view text) { return '`' + text::printable(text, 120) + '`'; }

void Findings::add(std::string_view id, const Spot& spot, const Element& place,
                   const std::string& text) {
  Finding finding = finding_of(spot, place, text);
  finding.rule = id;
  finding.level = level_of(id);
  list_.push_back(std::move(finding));
}

void Findings::add_keyword(std::string_view rule, const Spot& spot, const Element& place,
                           const std::string& text) {
  Finding finding = finding_of(spot, place, text);
  const KeywordRule& keyword = keyword_rule(rule);
  if (spot.exempt) {
    finding.rule = spot.direction == Direction::request ? "request-read-only-property-"
                                                        : "response-write-only-property-";
    finding.rule += rule;
    finding.level = ChangeClass::benign;
  } else {
    finding.rule = prefix_of(spot.direction, spot.subject) + '-' + std::string(rule);
    finding.level = level_of(keyword, spot.direction, spot.subject);
  }
  list_.push_back(std::move(finding));
}

void Pair::report(std::string_view rule, const std::string& text) const {
  walk.findings.add_keyword(rule, spot, after.source ? after.source : before.source, text);
}

bool SchemaWalk::may_skip(const Key& key, const Spot& spot) {
  if (equal_.count(key) != 0) return true;
  if (const auto open = open_.find(key); open != open_.end()) {
    lowest_ = std::min(lowest_, open->second.depth);
    open->second.recursive = true;
    return true;
  }
  if (walked_.insert(key).second || budget_.spent() < many_steps) return false;
  Spot whole = spot;
  whole.part.clear();
  findings.add("comparison-shortened", whole, key.second->source,
               spot.whole + spot.after +
                   " holds the same schemas on so many ways that each is listed on one only");
  return true;
}

void SchemaWalk::compare(const Joint& one, const Joint& other, const Spot& spot) {
  const Schema& was = before.read(one);
  const Schema& is = after.read(other);
  const Key key{&was, &is};
  if (may_skip(key, spot)) return;
  if (open_.size() == deepest_schema) {
    refuse(is.source, "schemas nested deeper than " + std::to_string(deepest_schema),
           "make them flatter");
  }
  budget_.spend(1 + was.properties.size() + is.properties.size());
  open_.emplace(key, Open{open_.size()});
  const std::size_t outer = std::exchange(lowest_, SIZE_MAX);
  const std::size_t first_finding = findings.list().size();
  compare_keywords({was, is, spot, *this});
  close(key, spot, first_finding);
  lowest_ = std::min(outer, lowest_);
}

void SchemaWalk::compare_keywords(const Pair& pair) {
  const Choice choice = compare_alternatives(pair);
  if (choice == Choice::all) return;
  if (choice == Choice::none) {
    compare_types(pair);
    if (!have_common_type(pair)) return;
  }
  compare_values(pair);
  compare_bounds(pair);
  compare_objects(pair);
  compare_arrays(pair);
  compare_inner(pair);
  compare_discriminators(pair);
}

void SchemaWalk::close(const Key& key, const Spot& spot, std::size_t first_finding) {
  const Open open = open_.at(key);
  open_.erase(key);
  if (lowest_ >= open.depth) {
    lowest_ = SIZE_MAX;
    if (findings.list().size() == first_finding) equal_.insert(key);
  }
  if (!open.recursive) return;
  // What differs here differs at every depth of the data.
  for (std::size_t i = first_finding; i < findings.list().size(); ++i) {
    Finding& finding = findings.list()[i];
    if (finding.part.starts_with(spot.part)) finding.part.insert(spot.part.size(), "/**");
  }
}

std::optional<std::vector<Finding>> SchemaWalk::trial(const Joint& one, const Joint& other,
                                                      const Spot& spot) {
  if (std::exchange(trying_, true)) return std::nullopt;
  std::vector<Finding> kept;
  kept.swap(findings.list());
  const auto walked = walked_;
  compare(one, other, spot);
  walked_ = walked;
  kept.swap(findings.list());
  trying_ = false;
  return kept;
}

}  // namespace tidemark::contract
