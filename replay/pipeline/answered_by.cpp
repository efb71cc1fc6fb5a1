#include "replay/pipeline/answered_by.hpp"

#include "core/text/counted.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t models_shown = 4;

std::string listed(const std::vector<std::string>& models) {
  std::string text;
  for (std::size_t i = 0; i < models.size(); ++i) {
    if (i == models_shown) return text + " and others";
    text += (i == 0 ? "" : ", ") + models[i];
  }
  return text;
}

}  // namespace

void AnsweredBy::add(const Facts& facts) {
  if (!facts.model.empty() || !facts.fingerprint.empty()) {
    ++counts_[{facts.model, facts.fingerprint}];
  }
}

std::map<std::string, std::size_t> AnsweredBy::models() const {
  std::map<std::string, std::size_t> models;
  for (const auto& [who, count] : counts_) {
    if (!who.first.empty()) models[who.first] += count;
  }
  return models;
}

std::string AnsweredBy::change() const {
  if (counts_.size() < 2) return "";
  std::string sentence = "the model that answered changed during the run: ";
  std::size_t shown = 0;
  for (const auto& [who, count] : counts_) {
    if (shown == models_shown) return sentence + ", and others";
    if (shown++ != 0) sentence += ", ";
    sentence += text::counted(count, "trial", "trials") + " by " + who.first;
    if (!who.second.empty()) sentence += " (" + who.second + ')';
  }
  return sentence;
}

std::string AnsweredBy::moved_from(const std::vector<std::string>& baseline) const {
  std::vector<std::string> now;  // sorted, as the counts are
  for (const auto& [name, count] : models()) now.push_back(name);
  if (baseline.empty() || now.empty() || now == baseline) return "";
  return "the baseline was answered by " + listed(baseline) + ", now it is " + listed(now);
}

}  // namespace tidemark::pipeline
