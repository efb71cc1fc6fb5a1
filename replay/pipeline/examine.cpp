#include "replay/pipeline/examine.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "core/model/exit_code.hpp"
#include "replay/pipeline/examination.hpp"
#include "replay/pipeline/failures.hpp"
#include "replay/plan/plan.hpp"

namespace tidemark::pipeline {
namespace {

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

/// More cases help against noise, not against trials that are missing.
std::string way_out_of(const Session& session, const Verdict& verdict, bool has_failures) {
  if (verdict.kind != VerdictKind::inconclusive && verdict.kind != VerdictKind::error) return "";
  if (const auto asked = session.asked_to_wait(verdict.automation); asked.count() != 0) {
    const std::string wait = "wait for " + duration_text(asked) + ", then ";
    return wait + (asked < ledger::goes_on_within ? session.way_on() : "run it again");
  }
  if (session.is_unfinished(verdict.automation)) {
    return session.way_on();
  }
  if (verdict.kind != VerdictKind::inconclusive || !has_failures) return "";
  return "see why trials failed, then run it again";
}

/// The first look, and the second where the first cannot decide.
void look(const Judge& judge, Session& session, Outcomes& outcomes, std::uint64_t seed,
          Verdict& verdict) {
  Examination examination(judge, session, outcomes, seed);
  auto judgement = examination.first_look();
  if (judgement.needs_second_look) judgement = examination.second_look();
  verdict.kind = judgement.kind;
  verdict.because = std::move(judgement.because);
  verdict.measured = judgement.measured;
  examination.report(verdict);
  need_every_trial(session, verdict);
  verdict.way_out = way_out_of(session, verdict, examination.has_failures());
}

verdict::Look look_of(const Judge& judge, const Outcomes& outcomes) {
  const bool second = std::any_of(outcomes.begin(), outcomes.end(), [](const auto& one) {
    return one.first.second >= plan::first_look_runs;
  });
  return second && !judge.rules.deterministic ? verdict::Look::second : verdict::Look::first;
}

/// Of each case; of a deterministic automation as many as came.
std::vector<int> planned_runs(const Judge& judge, const Outcomes& outcomes) {
  const bool second = look_of(judge, outcomes) == verdict::Look::second;
  std::map<std::string, int> made;  // by input hash
  for (const auto& [key, outcome] : outcomes) made[key.first] = key.second + 1;
  std::vector<int> runs;
  for (const GoldenCase& one : judge.golden.cases) {
    runs.push_back(judge.rules.deterministic ? std::max(1, made[one.input_hash])
                   : second                  ? plan::second_look_runs
                                             : plan::first_look_runs);
  }
  return runs;
}

void add_all(const Judge& judge, const Outcomes& outcomes, ScoredCases& scored) {
  for (std::size_t i = 0; i < judge.golden.cases.size(); ++i) {
    if (!scored.can_score(i)) continue;
    const std::string& input = judge.golden.cases[i].input_hash;
    const auto end = outcomes.lower_bound({input, plan::second_look_runs});
    for (auto one = outcomes.lower_bound({input, 0}); one != end; ++one) {
      scored.add(i, one->second);
    }
  }
}

/// A first look that cannot decide has no second one here.
void conclude(verdict::Judgement judgement, const ScoredCases& scored, Verdict& verdict) {
  verdict.kind = judgement.kind;
  verdict.because = std::move(judgement.because);
  if (judgement.needs_second_look) {
    verdict.kind = join(verdict.kind, VerdictKind::inconclusive);
    verdict.because.insert(verdict.because.begin(),
                           "three runs of each case cannot decide, and no more are stored");
  }
  verdict.measured = judgement.measured;
  scored.report(verdict);
}

}  // namespace

std::uint64_t seed_of(const std::string& run_key) {
  return std::stoull(sha256_hex(run_key).substr(0, 16), nullptr, 16);
}

Verdict examine(const Judge& judge, Session& session, Outcomes& outcomes,
                const std::string& run_key) {
  Verdict verdict;
  verdict.automation = judge.automation;
  verdict.owners = judge.owners;
  verdict.is_new = !judge.is_new.empty();
  if (!judge.lacking.empty()) {
    verdict.way_out = judge.way_out;
    return not_tested(std::move(verdict), judge.lacking);
  }
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
    const compare::Scorer scorer(judge.replay, to_string(judge.replay.place), make);
    ScoredCases scored(judge, scorer, seed_of(run_key));
    const auto runs = planned_runs(judge, outcomes);
    add_all(judge, outcomes, scored);
    conclude(verdict::judge(scored.evidence(look_of(judge, outcomes), runs)), scored, verdict);
    verdict.measured->planned = std::accumulate(runs.begin(), runs.end(), std::size_t{0});
  } catch (const Error& error) {
    if (error.fault() != Fault::evaluation) throw;
    verdict.kind = VerdictKind::error;
    verdict.because = {one_line(error.what())};
  }
  return verdict;
}

}  // namespace tidemark::pipeline
