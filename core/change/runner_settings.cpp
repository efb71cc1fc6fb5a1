#include "core/change/runner_settings.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "core/change/values.hpp"
#include "core/json/difference.hpp"
#include "core/text/ascii.hpp"
#include "core/text/code_points.hpp"
#include "core/text/excerpt.hpp"

namespace tidemark::change {
namespace {

constexpr std::size_t places_shown = 3;  // of one setting
constexpr std::size_t longest_value = 200;

std::string written(const std::optional<json::Value>& value) {
  return value ? json::dump(*value) : "";
}

bool is_of_names(char c) {
  return text::is_alphanumeric(c) || std::string_view("_-./~").find(c) != std::string_view::npos;
}

std::string in_quotes(const std::string& name) {
  const bool is_plain = !name.empty() && std::all_of(name.begin(), name.end(), is_of_names);
  return text::printable(is_plain ? name : json::dump(name), longest_value);
}

std::string sentence_of(const std::string& name, const json::Difference& one) {
  const auto [before, after] =
      text::excerpts(written(one.before), written(one.after), longest_value);
  return in_quotes(name + one.at) + " would change from " +
         in_words(text::printable(before, longest_value)) + " to " +
         in_words(text::printable(after, longest_value));
}

using Setting = std::pair<const json::Value*, const json::Value*>;  // before and after, or null

std::vector<json::Difference> differences_of(const Setting& setting) {
  const auto& [before, after] = setting;
  if (before != nullptr && after != nullptr) {
    return json::differences(*before, *after, places_shown + 1);
  }
  if (before != nullptr) return {{"", *before, std::nullopt}};
  return {{"", std::nullopt, *after}};
}

}  // namespace

std::vector<std::string> settings_changed(const std::string& before, const std::string& after) {
  const json::Value was = json::parse(before, "a runner"), is = json::parse(after, "a runner");
  std::map<std::string, Setting> settings;
  for (const auto& [name, value] : *was.object()) settings[name].first = &value;
  for (const auto& [name, value] : *is.object()) settings[name].second = &value;
  std::vector<std::string> sentences;
  for (const auto& [name, setting] : settings) {
    auto places = differences_of(setting);
    if (places.size() > places_shown) {
      places.resize(places_shown);
      sentences.push_back(in_quotes(name) + " would change in more places than these");
    }
    for (const json::Difference& one : places) sentences.push_back(sentence_of(name, one));
  }
  return sentences;
}

}  // namespace tidemark::change
