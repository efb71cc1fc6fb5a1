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
  return value == Unclassified::everything ? "everything" : "report";
}

std::string text_of(const std::optional<WithinMargin>& value) {
  if (!value) return "";
  return *value == WithinMargin::pass ? "pass" : "review";
}

std::string text_of(const std::vector<std::string>& values) { return listed(values); }
std::string text_of(const std::vector<ComparatorSpec>& values) { return listed_specs(values); }
std::string text_of(const std::vector<ScrubSpec>& values) { return listed_specs(values); }

std::string text_of(const PluginPin& pin) { return pin.path + " sha256:" + pin.sha256; }

std::string in_words(const std::string& text) { return text.empty() ? "nothing" : text; }

}  // namespace tidemark::change
