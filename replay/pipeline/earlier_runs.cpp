#include "replay/pipeline/earlier_runs.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t large_log = std::size_t{16} << 20U;

}  // namespace

EarlierRuns::EarlierRuns(const ledger::Ledger& ledger, std::mutex& writing, bool are_wanted)
    : ledger_(ledger),
      writing_(writing),
      are_wanted_(are_wanted && ledger.has_several_runs()),
      as_begun_(are_wanted_ ? std::make_unique<ledger::Past>(ledger.path()) : nullptr) {}

void EarlierRuns::consider_log() {
  if (ledger_.log_size() < large_log) return;
  // Whoever asks now is asked again after the next commit.
  const std::unique_lock lock(asking_, std::try_to_lock);
  if (lock && as_begun_ && !ledger_.is_written_by_others()) as_begun_.reset();
}

bool EarlierRuns::is_ours_alone() const {
  const std::lock_guard lock(writing_);
  return !ledger_.is_written_by_others();
}

}  // namespace tidemark::pipeline
