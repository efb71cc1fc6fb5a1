#include "replay/compare/scrub.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::compare {
namespace {

void replace_in_strings(const text::Pattern& pattern, const std::string& with, json::Value& value) {
  if (const std::string* text = value.string()) {
    value = pattern.replaced(*text, with);
  } else if (json::Array* items = value.array()) {
    for (json::Value& item : *items) replace_in_strings(pattern, with, item);
  } else if (json::Object* members = value.object()) {
    for (auto& [name, member] : *members) replace_in_strings(pattern, with, member);
  }
}

bool selects(const std::string& wanted, const std::string& segment) {
  return wanted == "*" || wanted == segment;
}

}  // namespace

Scrubber::Scrubber(const std::vector<ScrubSpec>& specs, const std::string& where) {
  for (const ScrubSpec& spec : specs) {
    if (!json::is_pointer(spec.at)) {
      throw Error(Fault::configuration, where + ": scrub: \"" + text::printable(spec.at, 60) +
                                            "\" is not a path (start it with /)");
    }
    std::unique_ptr<const text::Pattern> pattern;
    if (!spec.pattern.empty()) {
      pattern = std::make_unique<const text::Pattern>(spec.pattern, where + ": scrub");
    }
    rules_.push_back({PathPattern(spec.at), std::move(pattern), spec.with});
  }
}

json::Value Scrubber::scrubbed(json::Value value) const {
  for (const Rule& rule : rules_) apply(rule, 0, value);
  return value;
}

void Scrubber::apply(const Rule& rule, std::size_t depth, json::Value& value) {
  if (depth < rule.at.segments().size()) {
    if (json::Object* members = value.object()) apply_below(rule, depth, *members);
    if (json::Array* items = value.array()) apply_below(rule, depth, *items);
  } else if (rule.pattern != nullptr) {
    replace_in_strings(*rule.pattern, rule.with, value);
  } else {
    value = nullptr;
  }
}

void Scrubber::apply_below(const Rule& rule, std::size_t depth, json::Object& members) {
  const std::string& wanted = rule.at.segments()[depth];
  const bool removes = rule.pattern == nullptr && depth + 1 == rule.at.segments().size();
  if (removes) {
    std::erase_if(members, [&](const auto& member) { return selects(wanted, member.first); });
    return;
  }
  for (auto& [name, member] : members) {
    if (selects(wanted, name)) apply(rule, depth + 1, member);
  }
}

void Scrubber::apply_below(const Rule& rule, std::size_t depth, json::Array& items) {
  const std::string& wanted = rule.at.segments()[depth];
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (selects(wanted, std::to_string(i))) apply(rule, depth + 1, items[i]);
  }
}

}  // namespace tidemark::compare
