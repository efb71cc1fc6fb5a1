#include "replay/pipeline/answered_by.hpp"

#include <map>
#include <utility>

#include "core/text/counted.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t models_shown = 4;

/// Model and fingerprint, and how many trials they answered. A service that names none says
/// nothing.
std::map<std::pair<std::string, std::string>, std::size_t> answered_by(const Outcomes& outcomes) {
  std::map<std::pair<std::string, std::string>, std::size_t> counts;
  for (const auto& [key, outcome] : outcomes) {
    const Facts& facts = outcome.facts;
    if (!facts.model.empty() || !facts.fingerprint.empty()) {
      ++counts[{facts.model, facts.fingerprint}];
    }
  }
  return counts;
}

}  // namespace

std::string change_of_model(const Outcomes& outcomes) {
  const auto counts = answered_by(outcomes);
  if (counts.size() < 2) return "";
  std::string sentence = "the model that answered changed during the run: ";
  std::size_t shown = 0;
  for (const auto& [who, count] : counts) {
    if (shown == models_shown) return sentence + ", and others";
    if (shown++ != 0) sentence += ", ";
    sentence += text::counted(count, "trial", "trials") + " by " + who.first;
    if (!who.second.empty()) sentence += " (" + who.second + ')';
  }
  return sentence;
}

}  // namespace tidemark::pipeline
