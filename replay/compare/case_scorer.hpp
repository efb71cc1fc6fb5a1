#pragma once

#include <deque>
#include <optional>
#include <utility>

#include "core/model/shared_text.hpp"
#include "replay/compare/scoring.hpp"

namespace tidemark::compare {

/// Scores the outputs of one case. Comparators are pure, so each text is scored once: runs of most
/// automations agree more often than not.
class CaseScorer {
 public:
  /// The scorer and the case must stay.
  CaseScorer(const Scorer& scorer, const GoldenCase& golden_case, SharedText reference)
      : scorer_(scorer), case_(golden_case), reference_(std::move(reference)) {}

  /// Lasts as long as this. Throws as Scorer::prepare() and Scorer::score().
  const Scored& score(const SharedText& output);

 private:
  Scored score_anew(const SharedText& output);
  const Prepared& prepared();

  const Scorer& scorer_;
  const GoldenCase& case_;
  const SharedText reference_;
  std::optional<Prepared> prepared_;  ///< once an output has to be looked at
  std::deque<std::pair<SharedText, Scored>> known_;
};

}  // namespace tidemark::compare
