#include "replay/harvest/redaction.hpp"

#include <algorithm>

#include "core/json/pointer.hpp"
#include "core/text/ascii.hpp"

namespace tidemark::harvest {
namespace {

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (text::is_digit(c)) digits += c;
  }
  return digits;
}

/// What two spellings of one value have in common.
std::string meant(const std::string& kind, std::string_view value) {
  if (kind == "phone" || kind == "card") return digits_of(value);
  std::string same(value);
  if (kind == "email") std::transform(same.begin(), same.end(), same.begin(), text::small);
  if (kind == "iban") std::erase(same, ' ');
  return same;
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                    [](const std::string& a, const std::string& b) { return a == "*" || a == b; });
}

/// Members in the order of canonical JSON, so that numbers do not depend on how a log writes them.
std::vector<const std::pair<std::string, json::Value>*> sorted(const json::Object& members) {
  std::vector<const std::pair<std::string, json::Value>*> order;
  for (const auto& member : members) order.push_back(&member);
  std::sort(order.begin(), order.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  return order;
}

}  // namespace

Redaction::Redaction(RedactionRules rules)
    : rules_(std::move(rules)),
      private_data_(rules_.patterns, rules_.kept),
      redactor_(rules_.secrets) {}

std::string CaseRedaction::placeholder(const std::string& kind, std::string_view value) {
  ++taken_[kind];
  std::string& known = placeholders_[kind][meant(kind, value)];
  while (known.empty()) {
    std::string next = '<' + kind + '-' + std::to_string(++last_[kind]) + '>';
    if (whole_.find(next) == std::string_view::npos) known = std::move(next);
  }
  return known;
}

std::string CaseRedaction::redacted(const std::string& text) {
  std::string bare = text;
  if (!redaction_.redactor_.empty()) {
    bare = redaction_.redactor_.redacted(std::move(bare));
    if (bare != text) ++taken_["variable"];
  }
  const auto parts = redaction_.private_data_.parts_of(bare);
  if (parts.empty()) return bare;
  std::string made;
  std::size_t at = 0;
  for (const text::PrivatePart& part : parts) {
    made.append(bare, at, part.begin - at);
    made +=
        placeholder(part.kind, std::string_view(bare).substr(part.begin, part.end - part.begin));
    at = part.end;
  }
  return made.append(bare, at);
}

const std::string* CaseRedaction::kind_here() const {
  for (const PrivatePlace& place : redaction_.rules_.places) {
    if (matches(place.path, path_)) return &place.kind;
  }
  return nullptr;
}

std::string CaseRedaction::kind_by_name(const json::Value& value, std::string_view name) const {
  const std::string kind(text::private_kind_of_name(name));
  if (kind.empty() || redaction_.rules_.kept.contains(kind)) return "";
  const bool is_text = value.string() != nullptr;
  if (!is_text && !value.is_number()) return "";
  const std::string said = is_text ? *value.string() : json::canonical(value);
  if (said.empty() || (said.front() == '<' && said.back() == '>')) return "";
  const std::size_t least = kind == "key" ? 0 : kind == "phone" ? 5 : 12;
  return digits_of(said).size() >= least ? kind : "";
}

json::Value CaseRedaction::walked_object(const json::Object& members) {
  json::Object made;
  for (const auto* member : sorted(members)) {
    path_.push_back(member->first);
    std::string key = redacted(member->first);
    made.emplace_back(std::move(key), walked(member->second, member->first));
    path_.pop_back();
  }
  return made;
}

json::Value CaseRedaction::walked(const json::Value& value, std::string_view name) {
  if (const std::string* kind = kind_here()) {
    return value.is_null() ? value : placeholder(*kind, json::canonical(value));
  }
  if (const json::Object* members = value.object()) return walked_object(*members);
  if (const json::Array* items = value.array()) {
    json::Array made;
    for (std::size_t i = 0; i < items->size(); ++i) {
      path_.push_back(std::to_string(i));
      made.push_back(walked((*items)[i], name));
      path_.pop_back();
    }
    return made;
  }
  const std::string kind = kind_by_name(value, name);
  if (value.string() != nullptr) {
    return kind.empty() ? redacted(*value.string()) : placeholder(kind, *value.string());
  }
  if (!value.is_number()) return value;
  const std::string digits = json::canonical(value);
  if (!kind.empty()) return placeholder(kind, digits);
  std::string kept = redacted(digits);
  return kept == digits ? value : json::Value(std::move(kept));
}

json::Value CaseRedaction::redacted(const json::Value& value, std::string_view pointer) {
  path_ = json::tokens_of(pointer);
  return walked(value, path_.empty() ? "" : std::string(path_.back()));
}

}  // namespace tidemark::harvest
