#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "core/ledger/ledger.hpp"

namespace tidemark::pipeline {

/// What a run may take from earlier ones: they answer as the ledger was when the run began, so that
/// nobody forges evidence for it meanwhile, an automation that is replayed least of all. While that
/// state is kept in sight the ledger's log only grows. Once it is large, and nobody else has
/// written into the ledger, the state is let go: from then on the ledger is asked as it is, and
/// answers only as long as nobody else writes. [any thread]
class EarlierRuns {
 public:
  /// After Ledger::begin(). `writing` is held by whoever uses the ledger; both must outlive this.
  EarlierRuns(const ledger::Ledger& ledger, std::mutex& writing, bool are_wanted);

  /// Whether nothing is taken: it is not wanted, or there is no other run.
  bool are_none() const { return !are_wanted_; }

  /// What `question` gets out of a ledger::Past, an optional; nothing where nothing is to be taken.
  template <typename Question>
  auto ask(const Question& question) -> decltype(question(std::declval<const ledger::Past&>())) {
    const std::lock_guard lock(asking_);
    if (!are_wanted_) return std::nullopt;
    if (as_begun_) return question(*as_begun_);
    auto answer = question(ledger::Past(ledger_.path()));
    return is_ours_alone() ? std::move(answer) : std::nullopt;
  }

  /// After each commit, with `writing` held.
  void consider_log();

 private:
  bool is_ours_alone() const;

  const ledger::Ledger& ledger_;
  std::mutex& writing_;
  std::mutex asking_;  ///< never waited for by who holds `writing_`
  const bool are_wanted_;
  std::unique_ptr<const ledger::Past> as_begun_;  ///< null once it is let go
};

}  // namespace tidemark::pipeline
