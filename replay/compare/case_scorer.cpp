#include "replay/compare/case_scorer.hpp"

namespace tidemark::compare {

CaseScorer::CaseScorer(const Scorer& scorer, const GoldenCase& golden_case, SharedText reference)
    : scorer_(scorer),
      reference_(std::move(reference)),
      prepared_(scorer.prepare(golden_case, reference_)) {}

const Scored& CaseScorer::score(const SharedText& output) {
  for (const auto& [text, scored] : known_) {
    if (text == output) return scored;
  }
  const bool is_reference = output == reference_;
  return known_
      .emplace_back(output, is_reference ? scorer_.score_reference(prepared_)
                                         : scorer_.score(prepared_, output))
      .second;
}

}  // namespace tidemark::compare
