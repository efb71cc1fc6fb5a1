#include "core/change/runner_settings.hpp"

#include "core/change/values.hpp"
#include "core/json/difference.hpp"
#include "core/text/code_points.hpp"
#include "core/text/counted.hpp"
#include "core/text/excerpt.hpp"

namespace tidemark::change {
namespace {

constexpr std::size_t most_shown = 5;
constexpr std::size_t longest_value = 200;

std::string written(const std::optional<json::Value>& value) {
  return value ? json::dump(*value) : "";
}

std::string sentence_of(const json::Difference& one) {
  const auto [before, after] =
      text::excerpts(written(one.before), written(one.after), longest_value);
  // Settings are an object, so that every place has a name.
  return one.at.substr(1) + " would change from " +
         in_words(text::printable(before, longest_value)) + " to " +
         in_words(text::printable(after, longest_value));
}

}  // namespace

std::vector<std::string> settings_changed(const std::string& before, const std::string& after) {
  const auto differences =
      json::differences(json::parse(before, "a runner"), json::parse(after, "a runner"));
  std::vector<std::string> sentences;
  for (const json::Difference& one : differences) {
    if (sentences.size() == most_shown) {
      const std::size_t more = differences.size() - most_shown;
      sentences.push_back(text::counted(more, "more setting", "more settings") + " would change");
      break;
    }
    sentences.push_back(sentence_of(one));
  }
  return sentences;
}

}  // namespace tidemark::change
