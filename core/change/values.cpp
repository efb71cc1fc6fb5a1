#include "core/change/values.hpp"

#include <array>
#include <charconv>

#include "core/base/clock.hpp"

namespace tidemark::change {
namespace {

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return items.empty() ? "" : '[' + text + ']';
}

/// ` name value`, or nothing for an empty value.
std::string part(const std::string& name, const std::string& value) {
  return value.empty() ? "" : ' ' + name + ' ' + value;
}

std::string text_of_one(const ComparatorSpec& spec) {
  return spec.comparator + part("at", spec.at) + (spec.primary ? " primary" : "") +
         (spec.options == "{}" ? "" : ' ' + spec.options);
}

std::string text_of_one(const ScrubSpec& spec) {
  const std::string place = spec.at.empty() ? "the output" : spec.at;
  if (spec.pattern.empty()) return "remove " + place;
  return "replace " + spec.pattern + " in " + place + part("with", spec.with);
}

template <typename Spec>
std::string listed_specs(const std::vector<Spec>& specs) {
  std::vector<std::string> items;
  for (const Spec& spec : specs) items.push_back(text_of_one(spec));
  return listed(items);
}

template <typename Enum>
std::vector<std::string> words(const std::vector<Enum>& values) {
  std::vector<std::string> texts;
  for (const Enum value : values) texts.emplace_back(to_string(value));
  return texts;
}

std::string scope_text(const Scope& scope) {
  return part("kind", listed(words(scope.kinds))) + part("tier", listed(words(scope.tiers))) +
         part("tag", listed(scope.tags)) + part("id", listed(scope.ids)) +
         part("path", listed(scope.paths));
}

std::string waivers_text(const std::vector<Waiver>& waivers) {
  std::string text;
  for (const Waiver& waiver : waivers) {
    text += ", waived for " + listed(waiver.ids) + " until " + waiver.expires + " by " +
            waiver.owner + " (" + waiver.reason + ')';
  }
  return text;
}

}  // namespace

std::string text_of(const std::string& value) { return value; }
std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(int value) { return std::to_string(value); }

std::string text_of(double value) {
  std::array<char, 40> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

std::string text_of(std::chrono::milliseconds value) { return duration_text(value); }
std::string text_of(Tier value) { return std::string(to_string(value)); }

std::string text_of(Approval value) { return value == Approval::review ? "review" : "file"; }

std::string text_of(Unclassified value) {
  switch (value) {
    case Unclassified::everything:
      return "everything";
    case Unclassified::owners:
      return "owners";
    case Unclassified::report:
      return "report";
  }
  return "";
}

std::string text_of(const std::optional<WithinMargin>& value) {
  if (!value) return "";
  return *value == WithinMargin::pass ? "pass" : "review";
}

std::string text_of(const std::vector<std::string>& values) { return listed(values); }
std::string text_of(const std::vector<ComparatorSpec>& values) { return listed_specs(values); }
std::string text_of(const std::vector<ScrubSpec>& values) { return listed_specs(values); }

std::string text_of(const PluginPin& pin) { return pin.path + " sha256:" + pin.sha256; }

std::string text_of(Criticality value) { return std::string(to_string(value)); }

std::string text_of(const std::optional<ProbeSpec>& probe) {
  if (!probe) return "";
  return probe->plugin + part("url", probe->url) + part("key_env", probe->key_env) +
         part("every", duration_text(probe->every)) +
         (probe->config == "{}" ? "" : ' ' + probe->config);
}

std::string text_of(const Rule& rule) {
  std::string text = std::string(to_string(rule.severity)) + scope_text(rule.scope);
  if (rule.kind == RuleKind::golden_current) {
    text += part("cases", text_of(rule.cases)) + part("baseline_age", text_of(rule.baseline_age));
  }
  if (rule.notice.count() > 0) text += part("notice", text_of(rule.notice));
  return text + waivers_text(rule.waivers);
}

std::string in_words(const std::string& text) { return text.empty() ? "nothing" : text; }

}  // namespace tidemark::change
