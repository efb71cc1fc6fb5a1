#include "replay/pipeline/examination.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text/counted.hpp"
#include "replay/pipeline/in_order.hpp"
#include "replay/pipeline/outage.hpp"
#include "replay/plan/plan.hpp"

namespace tidemark::pipeline {
namespace {

/// Often enough to save most of what can be saved, seldom enough to cost nothing.
std::size_t stride(std::size_t trials) { return std::max<std::size_t>(10, trials / 20); }

/// What found no service took nothing.
void add(const Outcome& outcome, Spent& spent) {
  const Facts& facts = outcome.facts;
  if (facts.cost) {
    spent.cost = spent.cost.value_or(0) + *facts.cost;
  } else if (!outcome.failure || !is_of_the_service(outcome.failure->kind)) {
    ++spent.without_cost;
  }
  spent.input_tokens += facts.input_tokens;
  spent.output_tokens += facts.output_tokens;
  if (!facts.model.empty()) ++spent.models[facts.model];
}

}  // namespace

Examination::Examination(const Judge& judge, Session& session, Outcomes& outcomes,
                         std::uint64_t seed)
    : judge_(judge),
      session_(session),
      outcomes_(outcomes),
      seed_(seed),
      scorer_(judge.replay, to_string(judge.replay.place), session.comparators(judge)),
      scored_(judge, scorer_, seed),
      runs_(judge.golden.cases.size()) {}

Outcomes::key_type Examination::key_of(const Trial& trial) const {
  return {judge_.golden.cases[trial.position].input_hash, trial.run};
}

/// Nothing could be said about the outputs of others, so they are not run.
bool Examination::can_score(const Trial& trial) const { return scored_.can_score(trial.position); }

void Examination::plan(const std::vector<Trial>& trials) {
  planned_ += trials.size();
  for (const Trial& trial : trials) {
    int& runs = runs_[trial.position];
    runs = std::max(runs, trial.run + 1);
  }
}

bool Examination::is_settled() const {
  return !session_.runs_all() && verdict::is_settled(scored_.evidence(look_, runs_));
}

/// Not for the sake of a few, nor while nothing is wrong. Of a deterministic automation only its
/// first runs can settle anything: that one run is a fact has to be seen as well.
bool Examination::may_stop(const std::vector<Trial>& trials, std::size_t next) const {
  if (scored_.is_flawless()) return false;
  const std::size_t some = stride(trials.size());
  if (next % some != 0 || next + some > trials.size()) return false;
  return !judge_.rules.deterministic || trials[next + some - 1].run == 0;
}

bool Examination::feed(const std::vector<Trial>& trials, std::size_t position,
                       const Outcome& outcome) {
  if (is_settled_) return false;
  const std::size_t at = trials[position].position;
  scored_.add(at, outcome);
  if (outcome.made_in != 0) {
    ++earlier_;
  } else {
    for (const auto& [why, count] : outcome.retries) retries_[why] += count;
    add(outcome, spent_);
  }
  if (judge_.rules.deterministic && outcome.run == 0) met_.push_back(at);
  is_settled_ = may_stop(trials, position + 1) && is_settled();
  return !is_settled_;
}

/// By another judge, or when repeats are drawn anew among the cases that were run.
bool Examination::is_wanted_again(const Outcome& outcome) const {
  return session_.remembers(judge_.automation) || (judge_.rules.deterministic && outcome.run > 0);
}

void Examination::run(std::vector<Trial> trials) {
  std::erase_if(trials, [this](const Trial& trial) { return !can_score(trial); });
  InOrder order(
      [&](std::size_t position, const Outcome& outcome) { feed(trials, position, outcome); });
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const auto known = outcomes_.find(key_of(trials[i]));
    if (known == outcomes_.end()) {
      missing.push_back(i);
    } else {
      order.add(i, known->second);
    }
  }
  if (is_settled_) return;
  const bool all = missing.size() == trials.size();
  const std::vector<Trial> some = all ? std::vector<Trial>() : plan::chosen(trials, missing);
  // Over a tenth without output there is no verdict but ERROR, so the rest need not be paid for.
  session_.run(judge_, all ? trials : some, planned_ / 10, [&](std::size_t i, Outcome outcome) {
    const std::size_t position = missing[i];
    if (is_wanted_again(outcome)) outcomes_[key_of(trials[position])] = outcome;
    order.add(position, std::move(outcome));
    return !is_settled_;
  });
}

/// That one run is a fact is seen on the cases that were run.
void Examination::run_repeats() {
  std::fill(runs_.begin(), runs_.end(), 1);
  std::sort(met_.begin(), met_.end());
  auto repeats = plan::repeats(judge_.golden, met_, seed_);
  for (const Trial& trial : repeats) runs_[trial.position] = 2;
  is_settled_ = false;
  run(std::move(repeats));
  is_settled_ = true;
}

verdict::Judgement Examination::first_look() {
  auto trials = plan::first_look(judge_.golden, judge_.rules.deterministic, seed_);
  plan(trials);
  is_settled_ = is_settled();
  if (!is_settled_) run(std::move(trials));
  if (is_settled_ && !met_.empty()) run_repeats();
  return verdict::judge(scored_.evidence(look_, runs_));
}

verdict::Judgement Examination::second_look() {
  look_ = verdict::Look::second;
  auto trials = plan::second_look(judge_.golden);
  plan(trials);
  run(std::move(trials));
  return verdict::judge(scored_.evidence(look_, runs_));
}

std::string Examination::settled_sentence(const Verdict& verdict) const {
  if (verdict.measured->trials == 0) {
    return fmt::format("none of {} was run: no output could change that (--full runs them all)",
                       text::counted(planned_, "trial", "trials"));
  }
  std::string sentence =
      fmt::format("settled after {}: no score of the others could change the verdict",
                  text::counted_of(verdict.measured->trials, planned_, "trial", "trials"));
  if (const std::size_t untouched = scored_.untouched(); untouched != 0) {
    sentence += fmt::format("; {} {} not run, so the list of worse cases is not complete",
                            text::counted(untouched, "case", "cases"),
                            text::agreeing(untouched, "was", "were"));
  }
  return sentence + " (--full runs them all)";
}

void Examination::report(Verdict& verdict) const {
  verdict.measured->planned = planned_;
  verdict.earlier_trials = earlier_;
  verdict.why_anew = judge_.outputs.why_none;
  verdict.retries = retries_;
  verdict.spent = spent_;
  if (is_settled_ && planned_ != 0) verdict.because.push_back(settled_sentence(verdict));
  scored_.report(verdict);
}

}  // namespace tidemark::pipeline
