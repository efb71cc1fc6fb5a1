#include "replay/pipeline/examine.hpp"

#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "replay/pipeline/examination.hpp"
#include "replay/pipeline/failures.hpp"

namespace tidemark::pipeline {
namespace {

std::uint64_t seed_of(const std::string& run_key) {
  return std::stoull(sha256_hex(run_key).substr(0, 16), nullptr, 16);
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
  Examination examination(judge, session, outcomes, seed);
  auto judgement = examination.first_look();
  if (judgement.needs_second_look) judgement = examination.second_look();
  verdict.kind = judgement.kind;
  verdict.because = std::move(judgement.because);
  verdict.measured = judgement.measured;
  examination.report(verdict);
  need_every_trial(session, verdict);
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

}  // namespace tidemark::pipeline
