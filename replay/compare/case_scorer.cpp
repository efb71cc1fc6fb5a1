#include "replay/compare/case_scorer.hpp"

namespace tidemark::compare {

const Scored& CaseScorer::score(const SharedText& output) {
  for (const auto& [text, scored] : known_) {
    if (text == output) return scored;
  }
  return known_.emplace_back(output, score_anew(output)).second;
}

Scored CaseScorer::score_anew(const SharedText& output) {
  if (output != reference_) return scorer_.score(prepared(), output);
  if (auto sure = scorer_.sure_score(case_, reference_)) return *std::move(sure);
  return scorer_.score_reference(prepared());
}

const Prepared& CaseScorer::prepared() {
  if (!prepared_) prepared_ = scorer_.prepare(case_, reference_);
  return *prepared_;
}

}  // namespace tidemark::compare
