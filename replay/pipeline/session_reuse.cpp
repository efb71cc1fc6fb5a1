#include <algorithm>
#include <utility>

#include "replay/pipeline/session.hpp"
#include "replay/plan/plan.hpp"

/// How a session takes outputs that an earlier run of the same state has.
namespace tidemark::pipeline {

std::optional<Takable>& Session::takable_for(const Judge& judge) {
  const auto [found, is_new] = takable_.try_emplace({judge.automation, judge.arm});
  if (is_new && !judge.outputs.hash.empty()) {
    {
      const std::lock_guard lock(writing_);
      parts_.ledger.name_outputs(begun_.run, {judge.outputs.hash, judge.automation, judge.arm});
    }
    found->second =
        earlier_.ask([&](const ledger::Past& past) { return takable(past, judge, begun_.run); });
  }
  return found->second;
}

/// Hands on what an earlier run has of the missing trials, and gives those that are to be made,
/// unless no more are wanted. `told` is what this run made before it was cut off, if anything.
Session::Positions Session::take_earlier(const Judge& judge, std::span<const Trial> trials,
                                         Positions missing, const Outcome* told, const Take& take) {
  auto& takable = takable_for(judge);
  if (!takable || missing.empty()) return missing;
  const auto is_found = [&](std::size_t i) {
    return takable->outcomes.contains({trials[i].case_id, trials[i].run});
  };
  const auto middle = std::stable_partition(missing.begin(), missing.end(), is_found);
  Positions found(missing.begin(), middle), left(middle, missing.end());
  bool wanted = true;
  const Take watched = [&](std::size_t position, Outcome outcome) {
    return wanted = take(position, std::move(outcome));
  };
  found = ask_who_answers(judge, trials, std::move(found), told, watched);
  if (!wanted || (takable && !hand_on_taken(judge, trials, found, watched))) return {};
  if (takable) return left;
  left.insert(left.end(), found.begin(), found.end());
  std::sort(left.begin(), left.end());
  return left;
}

/// Whatever is in the ledger is handed on, wanted or not: it counts.
bool Session::hand_on_taken(const Judge& judge, std::span<const Trial> trials,
                            const Positions& found, const Take& take) {
  constexpr std::size_t together = 256;
  auto& outcomes = takable_for(judge)->outcomes;
  for (std::size_t begin = 0; begin < found.size(); begin += together) {
    const std::size_t end = std::min(found.size(), begin + together);
    std::vector<ledger::TrialRecord> records;
    for (std::size_t i = begin; i < end; ++i) {
      const Trial& trial = trials[found[i]];
      records.push_back({judge.automation, judge.arm,
                         std::move(outcomes.extract({trial.case_id, trial.run}).mapped())});
    }
    {
      const std::lock_guard lock(writing_);
      parts_.ledger.add(begun_.run, records);
    }
    bool wanted = true;
    for (std::size_t i = begin; i < end; ++i) {
      wanted = take(found[i], std::move(records[i - begin].outcome)) && wanted;
    }
    if (!wanted) return false;
  }
  return true;
}

/// Where somebody said who answered, one trial is made, unless a run that was cut off has made one:
/// when somebody else answers now, or nobody, or where an answer is a fact, otherwise, nothing is
/// taken. Gives the trials that it left.
Session::Positions Session::ask_who_answers(const Judge& judge, std::span<const Trial> trials,
                                            Positions found, const Outcome* told,
                                            const Take& take) {
  auto& takable = takable_for(judge);
  if (found.empty() || !takable->needs_witness()) return found;
  const bool is_fact = judge.rules.deterministic;
  if (told != nullptr) {
    if (!is_witness(*told, *takable, is_fact)) takable.reset();
    return found;
  }
  const std::size_t first = found.front();
  const std::vector<Trial> asked = plan::chosen(trials, {&first, 1});
  make(judge, asked, run::unbounded, [&](std::size_t, Outcome outcome) {
    if (!is_witness(outcome, *takable, is_fact)) takable.reset();
    return take(first, std::move(outcome));
  });
  found.erase(found.begin());
  return found;
}

}  // namespace tidemark::pipeline
