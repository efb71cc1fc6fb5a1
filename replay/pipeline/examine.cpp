#include "replay/pipeline/examine.hpp"
#include "replay/pipeline/answered_by.hpp"

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "core/model/exit_code.hpp"
#include "replay/pipeline/scored_case.hpp"
#include "replay/plan/plan.hpp"
#include "replay/verdict/judge.hpp"

namespace tidemark::pipeline {
namespace {

std::uint64_t seed_of(const std::string& run_key) {
  return std::stoull(sha256_hex(run_key).substr(0, 16), nullptr, 16);
}

/// Without what was run before, and without cases that the baseline does not hold: nothing could be
/// said about their outputs.
std::vector<Trial> still_to_run(const Judge& judge, std::vector<Trial> planned,
                                const Outcomes& outcomes) {
  std::erase_if(planned, [&](const Trial& trial) {
    const GoldenCase* golden = judge.golden.find(trial.case_id);
    const BaselineCase* recorded = judge.baseline->find(trial.case_id);
    return recorded == nullptr || recorded->input_hash != golden->input_hash ||
           outcomes.contains({golden->input_hash, trial.run});
  });
  return planned;
}

struct Examination {
  const Judge& judge;
  Session* session;  // null: nothing is run
  Outcomes& outcomes;
  std::uint64_t seed;
  compare::Scorer scorer;
  std::size_t planned = 0;
  std::map<std::string, int> runs;  // planned of each case
  Outcomes looked_at;               // the outcomes of this judge's own cases

  void run(std::vector<Trial> more) {
    planned += more.size();
    std::vector<Outcomes::key_type> keys;
    for (const Trial& trial : more) {
      runs[trial.case_id] = std::max(runs[trial.case_id], trial.run + 1);
      keys.emplace_back(judge.golden.find(trial.case_id)->input_hash, trial.run);
    }
    const auto trials = still_to_run(judge, std::move(more), outcomes);
    // Over a tenth without output there is no verdict but ERROR, so the rest need not be paid for.
    for (Outcome& outcome : session->run(judge, trials, planned / 10)) {
      const GoldenCase* golden = judge.golden.find(outcome.case_id);
      outcomes[{golden->input_hash, outcome.run}] = std::move(outcome);
    }
    for (const auto& key : keys) {
      const auto found = outcomes.find(key);
      if (found != outcomes.end()) looked_at.insert(*found);
    }
  }

  /// As if these outcomes were all that came of so many runs of each case.
  void take(verdict::Look look) {
    const bool fixed = judge.rules.deterministic;
    const int planned_runs = look == verdict::Look::second ? plan::second_look_runs
                             : fixed                       ? 1
                                                           : plan::first_look_runs;
    std::map<std::string, int> made;  // by input hash
    for (const auto& [key, outcome] : outcomes) made[key.first] = key.second + 1;
    for (const GoldenCase& one : judge.golden.cases) {
      runs[one.id] = fixed ? std::max(planned_runs, made[one.input_hash]) : planned_runs;
    }
    looked_at = outcomes;
  }

  std::size_t earlier_trials() const {
    return static_cast<std::size_t>(
        std::count_if(looked_at.begin(), looked_at.end(),
                      [](const auto& one) { return one.second.made_in != 0; }));
  }

  std::vector<ScoredCase> cases() const {
    std::vector<ScoredCase> all;
    for (const GoldenCase& one : judge.golden.cases) {
      all.push_back(
          scored_case(scorer, one, judge.baseline->find(one.id), runs.at(one.id), looked_at));
    }
    return all;
  }

  verdict::Evidence evidence(verdict::Look look, const std::vector<ScoredCase>& scored) const {
    verdict::Evidence evidence;
    evidence.rules = judge.rules;
    evidence.rules.seed = seed;
    evidence.look = look;
    for (const ScoredCase& one : scored) {
      evidence.cases.push_back(one.evidence);
      if (one.quarantined) evidence.quarantined.push_back(one.evidence.case_id);
      if (one.hanging) evidence.hanging.push_back(one.evidence.case_id);
      if (judge.rules.deterministic && one.disagrees) {
        evidence.disagreeing.push_back(one.evidence.case_id);
      }
    }
    evidence.dead_controls = dead_controls(scorer, judge.golden, *judge.baseline, seed);
    evidence.constant_output = is_constant(judge.golden, *judge.baseline, looked_at);
    evidence.failures = failure_sentences(looked_at);
    return evidence;
  }
};

void sort_by_size(std::vector<CaseShift>& shifts) {
  std::stable_sort(shifts.begin(), shifts.end(), [](const CaseShift& a, const CaseShift& b) {
    if (a.critical != b.critical) return a.critical;
    return std::abs(a.before - a.after) > std::abs(b.before - b.after);
  });
}

void add_shifts(const std::vector<ScoredCase>& scored, Verdict& verdict) {
  for (const ScoredCase& one : scored) {
    const bool ran = !one.shift.after_output.empty();
    if (!one.evidence.recorded || !ran) continue;
    if (one.shift.after < one.shift.before) verdict.worse.push_back(one.shift);
    if (one.shift.after > one.shift.before) verdict.better.push_back(one.shift);
    if (one.moved && one.shift.after >= one.shift.before) verdict.moved.push_back(one.shift);
  }
  sort_by_size(verdict.worse);
  sort_by_size(verdict.better);
}

/// A first look that cannot decide has no second one here.
void conclude(const verdict::Judgement& judgement, const std::vector<ScoredCase>& scored,
              Verdict& verdict) {
  verdict.kind = judgement.kind;
  verdict.because = judgement.because;
  if (judgement.needs_second_look) {
    verdict.kind = join(judgement.kind, VerdictKind::inconclusive);
    verdict.because.insert(verdict.because.begin(),
                           "three runs of each case cannot decide, and no more are stored");
  }
  verdict.measured = judgement.measured;
  add_shifts(scored, verdict);
}

Verdict not_tested(Verdict verdict, const std::string& because) {
  verdict.kind = VerdictKind::not_tested;
  verdict.because.insert(verdict.because.begin(), because);
  return verdict;
}

/// Green rests on every trial that was planned, however few of them are missing.
void need_every_trial(const Session& session, Verdict& verdict) {
  if (verdict.kind != VerdictKind::pass || !session.is_unfinished(verdict.automation)) return;
  verdict.kind = VerdictKind::inconclusive;
  verdict.because.insert(verdict.because.begin(),
                         "not all trials were run, and PASS rests on every one of them");
}

/// The first look, and the second where the first cannot decide.
void look(const Judge& judge, Session& session, Outcomes& outcomes, std::uint64_t seed,
          Verdict& verdict) {
  Examination examination{
      judge,
      &session,
      outcomes,
      seed,
      compare::Scorer(judge.replay, to_string(judge.replay.place), session.comparators(judge)),
      0,
      {},
      {}};
  examination.run(plan::first_look(judge.golden, judge.rules.deterministic, seed));
  auto scored = examination.cases();
  auto judgement = verdict::judge(examination.evidence(verdict::Look::first, scored));
  if (judgement.needs_second_look) {
    examination.run(plan::second_look(judge.golden));
    scored = examination.cases();
    judgement = verdict::judge(examination.evidence(verdict::Look::second, scored));
  }
  verdict.kind = judgement.kind;
  verdict.because = judgement.because;
  if (const std::string change = change_of_model(outcomes); !change.empty()) {
    verdict.because.push_back(change);
  }
  need_every_trial(session, verdict);
  verdict.measured = judgement.measured;
  verdict.earlier_trials = examination.earlier_trials();
  add_shifts(scored, verdict);
}

}  // namespace

Verdict examine(const Judge& judge, Session& session, Outcomes& outcomes,
                const std::string& run_key) {
  Verdict verdict;
  verdict.automation = judge.automation;
  verdict.owners = judge.owners;
  verdict.is_new = !judge.is_new.empty();
  if (!judge.lacking.empty()) return not_tested(std::move(verdict), judge.lacking);
  try {
    look(judge, session, outcomes, seed_of(run_key), verdict);
  } catch (const Error& error) {
    // A failing detector costs its own automation and no other.
    if (error.fault() != Fault::evaluation) throw;
    verdict.kind = VerdictKind::error;
    verdict.because = {one_line(error.what())};
  }
  return verdict;
}

Verdict judged(const Judge& judge, const compare::Make& make, const Outcomes& outcomes,
               const std::string& run_key) {
  Verdict verdict;
  verdict.automation = judge.automation;
  verdict.owners = judge.owners;
  try {
    Outcomes known = outcomes;
    Examination examination{judge,
                            nullptr,
                            known,
                            seed_of(run_key),
                            compare::Scorer(judge.replay, to_string(judge.replay.place), make),
                            0,
                            {},
                            {}};
    const bool second =
        !judge.rules.deterministic && std::any_of(known.begin(), known.end(), [](const auto& one) {
          return one.first.second >= plan::first_look_runs;
        });
    const auto which = second ? verdict::Look::second : verdict::Look::first;
    examination.take(which);
    const auto scored = examination.cases();
    const auto judgement = verdict::judge(examination.evidence(which, scored));
    conclude(judgement, scored, verdict);
  } catch (const Error& error) {
    if (error.fault() != Fault::evaluation) throw;
    verdict.kind = VerdictKind::error;
    verdict.because = {one_line(error.what())};
  }
  return verdict;
}

}  // namespace tidemark::pipeline
