#include "replay/pipeline/answered_by.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t models_shown = 4;

}  // namespace

void AnsweredBy::add(const Facts& facts) {
  if (!facts.model.empty() || !facts.fingerprint.empty()) {
    ++counts_[{facts.model, facts.fingerprint}];
  }
}

std::string AnsweredBy::change() const {
  if (counts_.size() < 2) return "";
  std::string sentence = "the model that answered changed during the run: ";
  std::size_t shown = 0;
  for (const auto& [who, count] : counts_) {
    if (shown == models_shown) return sentence + ", and others";
    if (shown++ != 0) sentence += ", ";
    sentence += std::to_string(count) + (count == 1 ? " trial by " : " trials by ") + who.first;
    if (!who.second.empty()) sentence += " (" + who.second + ')';
  }
  return sentence;
}

}  // namespace tidemark::pipeline
