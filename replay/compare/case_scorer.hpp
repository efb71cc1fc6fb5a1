#pragma once

#include <deque>
#include <utility>

#include "core/model/shared_text.hpp"
#include "replay/compare/scoring.hpp"

namespace tidemark::compare {

/// Scores the outputs of one case. Comparators are pure, so each text is scored once: runs of most
/// automations agree more often than not.
class CaseScorer {
 public:
  /// The scorer must stay. Throws as Scorer::prepare().
  CaseScorer(const Scorer& scorer, const GoldenCase& golden_case, SharedText reference);

  /// Lasts as long as this.
  const Scored& score(const SharedText& output);

 private:
  const Scorer& scorer_;
  const SharedText reference_;
  const Prepared prepared_;
  std::deque<std::pair<SharedText, Scored>> known_;
};

}  // namespace tidemark::compare
