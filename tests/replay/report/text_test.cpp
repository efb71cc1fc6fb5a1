#include <doctest/doctest.h>

#include <algorithm>

#include "core/model/exit_code.hpp"
#include "replay/report/next_step.hpp"
#include "tests/replay/report/kit.hpp"

namespace tidemark::report::kit {
namespace {

using enum VerdictKind;

Report gate_with_code(VerdictKind kind) {
  Report report = gate_of(kind);
  report.exit_code = exit_code_of(kind);
  return report;
}

const std::string head =
    "gate: aaaaaaaaaa (origin/main) -> bbbbbbbbbb\n\n"
    "Changed\n"
    "  unknown   model:classifier  version  1 -> 2  (tidemark.yaml:3:5)\n\n";
const std::string reached = "  reached   model:classifier > automation:router  (unknown)\n";
const std::string owners = "  owners    technical ann@example.com, operational ben@example.com\n";

TEST_CASE("a report that nothing reaches is one paragraph") {
  CHECK(text_of(gate_with_code(not_affected)) ==
        head +
            "NOT_AFFECTED  router\n  because of NOT_AFFECTED\n\n"
            "Next: nothing; this may go out\n"
            "exit 0: nothing in the way of a deployment\n");
}

TEST_CASE("a PASS says how it was reached and why it passes") {
  CHECK(text_of(gate_with_code(pass)) == head + "PASS          router\n" + reached +
                                             "  because of PASS\n\n"
                                             "Next: nothing; this may go out\n"
                                             "exit 0: nothing in the way of a deployment\n");
}

TEST_CASE("a verdict says how much of it earlier runs were answered") {
  Report report = gate_with_code(pass);
  report.verdicts.front().measured.emplace();
  report.verdicts.front().measured->trials = 102;
  CHECK(text_of(report).find("earlier") == std::string::npos);
  report.verdicts.front().earlier_trials = 34;
  CHECK(
      text_of(report).find("  earlier   34 of 102 trials from runs of the last 24 hours, in which "
                           "nothing it stands on moved\n") != std::string::npos);
}

TEST_CASE("trials that gave no output are told apart from those that did") {
  Report report = gate_with_code(error);
  report.verdicts.front().measured.emplace();
  report.verdicts.front().measured->trials = 60;
  CHECK(text_of(report).find(" 60 trials, against") != std::string::npos);
  report.verdicts.front().measured->failures = 12;
  CHECK(text_of(report).find(" 60 trials (12 gave no output), against") != std::string::npos);
  report.verdicts.front().measured->failures = 60;
  CHECK(text_of(report).find(" 60 trials (none gave an output), against") != std::string::npos);
}

TEST_CASE("calls that were made again are counted, by why") {
  Report report = gate_with_code(pass);
  report.verdicts.front().measured.emplace();
  report.verdicts.front().measured->trials = 102;
  CHECK(text_of(report).find("made again") == std::string::npos);
  report.verdicts.front().retries = {{FailureKind::plugin_crash, 1}};
  CHECK(text_of(report).find("  retries   1 call was made again (1 by plugin_crash)\n") !=
        std::string::npos);
  report.verdicts.front().retries = {{FailureKind::rate_limited, 9}, {FailureKind::unavailable, 3}};
  CHECK(text_of(report).find("  retries   12 calls were made again (9 by rate_limited, 3 by "
                             "unavailable)\n") != std::string::npos);
}

TEST_CASE("what the trials took is told as far as their answers told it") {
  Report report = gate_with_code(pass);
  Verdict& verdict = report.verdicts.front();
  verdict.measured.emplace();
  CHECK(text_of(report).find("spent") == std::string::npos);
  verdict.spent.models = {{"m-1", 59}, {"m\x1b[2J", 1}};
  CHECK(text_of(report).find("  spent     1 trial by m\\x1b[2J, 59 trials by m-1\n") !=
        std::string::npos);
  verdict.spent = {0.012345, 1200, 300, {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}, {"e", 1}}};
  CHECK(text_of(report).find("  spent     USD 0.01235, 1200 tokens in, 300 out, 1 trial by a, 1 "
                             "trial by b, 1 trial by c, 1 trial by d, and others\n") !=
        std::string::npos);
  verdict.spent = {0.012345, 1200, 300, {}, 3};
  CHECK(text_of(report).find("  spent     USD 0.01235 without 3 trials of unknown cost, 1200 "
                             "tokens in, 300 out\n") != std::string::npos);
  verdict.spent = {{}, 1200, 300, {}, 60};
  CHECK(text_of(report).find("  spent     1200 tokens in, 300 out\n") != std::string::npos);
}

TEST_CASE("ACCEPTED names who took it for right, why and how long") {
  Report report = gate_with_code(accepted);
  Acceptance record;
  record.author = "cy@example.com";
  record.reason = "wanted";
  record.accepted_at = "2026-10-01";
  record.expires = "2026-12-01";
  report.verdicts.front().acceptance = record;
  CHECK(text_of(report) ==
        head +
            "ACCEPTED      router\n"
            "  accepted by cy@example.com on 2026-10-01: wanted\n"
            "  expires 2026-12-01\n" +
            reached + "  because of ACCEPTED\n" + owners +
            "\nNext: have the acceptance reviewed by the owners named above; then this may go out\n"
            "exit 0: nothing in the way of a deployment\n");
}

struct Row {
  VerdictKind kind;
  const char* heading;
  const char* end;
};

const Row red[] = {
    {changed, "CHANGED       router\n",
     "Next: look at the changes above; if they are right, `tidemark accept router --base "
     "origin/main --reason \"...\"`\n"
     "exit 11: something changed that a person must accept\n"},
    {inconclusive, "INCONCLUSIVE  router\n",
     "Next: add golden cases (extra cases beat extra runs), then `tidemark record router`\n"
     "exit 12: neither better nor worse could be shown\n"},
    {not_tested, "NOT_TESTED    router\n",
     "Next: give it a golden set and a baseline: `tidemark record router`\n"
     "exit 13: a required test did not run\n"},
    {error, "ERROR         router\n",
     "Next: mend the failure above and run it again; an error is never taken for a result\n"
     "exit 20: a vendor, a plugin or the machine failed; trying again may help\n"},
    {regressed, "REGRESSED     router\n",
     "Next: talk to the owners above; keep the old version or mend the automation; if the new "
     "behaviour is right, `tidemark accept router --base origin/main --reason \"...\"`\n"
     "exit 10: behaviour got worse\n"},
};

TEST_CASE("whatever blocks names the owners and the way out") {
  for (const Row& row : red) {
    CAPTURE(to_string(row.kind));
    CHECK(text_of(gate_with_code(row.kind)) == head + row.heading + reached + "  because of " +
                                                   std::string(to_string(row.kind)) + "\n" +
                                                   owners + "\n" + row.end);
  }
}

TEST_CASE("a replay has no range and no base to accept against") {
  Report report = gate_with_code(regressed);
  report.command = "replay";
  report.base = report.base_name = "";
  report.dirty = true;
  report.impacts.clear();
  const std::string text = text_of(report);
  CHECK(text.starts_with("replay: working tree on bbbbbbbbbb\n\nREGRESSED     router\n"));
  CHECK(text.find("`tidemark accept router --reason \"...\"`") != std::string::npos);
  report.head = "";
  report.dirty = false;
  CHECK(text_of(report).starts_with("replay: no commit\n\n"));
}

TEST_CASE("worst cases show input, outputs and scores, five unless asked") {
  Report report = gate_with_code(regressed);
  CaseShift shift;
  shift.case_id = "c1";
  shift.critical = true;
  shift.before = 1;
  shift.after = 0.25;
  shift.difference = "another label";
  shift.input = "\"help\"";
  shift.before_output = "\"a\"";
  shift.after_output = "null";
  report.verdicts.front().worse.assign(6, shift);
  const std::string text = text_of(report);
  CHECK(text.find("  worst cases (5 of 6)\n"
                  "    c1 (critical)  1.00 -> 0.25  another label\n"
                  "      input   \"help\"\n"
                  "      before  \"a\"\n"
                  "      after   null\n") != std::string::npos);
  CHECK(to_text(report, {false, 0}).find("worst cases") == std::string::npos);
}

TEST_CASE("next steps name every automation of the verdict, and the policy") {
  Report report = gate_of(changed);
  report.verdicts = {verdict_of("", changed), verdict_of("a", changed), verdict_of("b", pass)};
  CHECK(next_step(report) ==
        "look at the changes above; if they are right, `tidemark accept policy a --base "
        "origin/main --reason \"...\"`");
}

TEST_CASE("what got worse is accepted alone, and what else waits is named") {
  Report report = gate_of(regressed);
  report.verdicts = {verdict_of("a", regressed), verdict_of("", changed), verdict_of("b", pass),
                     verdict_of("c", changed)};
  CHECK(next_step(report).ends_with(
      "if the new behaviour is right, `tidemark accept a --base origin/main --reason \"...\"`; "
      "what is CHANGED waits for a person, too: policy c"));
}

TEST_CASE("cases whose outputs are cut say how to see them whole, from where they differ") {
  Report report = gate_with_code(regressed);
  CaseShift shift;
  shift.case_id = "c1";
  const std::string lead(300, 'x');
  const std::string seen(33, 'x');
  shift.before_output = '"' + lead + "before\"";
  shift.after_output = '"' + lead + "after\"";
  report.verdicts.front().worse.assign(1, shift);
  const std::string text = text_of(report);
  CHECK(text.find("  worst cases (`tidemark runs last --case ID` shows one in full)\n") !=
        std::string::npos);
  CHECK(text.find("      before  …" + seen + "before\"\n      after   …" + seen + "after\"\n") !=
        std::string::npos);
}

TEST_CASE("scores have as many digits as tell them apart") {
  CHECK(scores_text(1, 0.25) == "1.00 -> 0.25");
  CHECK(scores_text(1, 0.998) == "1.000 -> 0.998");
  CHECK(scores_text(0.5, 0.5) == "0.50 -> 0.50");
  CHECK(scores_text(0.5, 0.5 - 1e-12) == "0.500000 -> 0.500000");
}

TEST_CASE("what a PASS has of lower scores is not called worst") {
  Report report = gate_with_code(pass);
  report.verdicts.front().worse.assign(1, CaseShift{"c1", false, 1, 0.5, "1", "1", "2", ""});
  const std::string text = text_of(report);
  CHECK(text.find("worst") == std::string::npos);
  CHECK(text.find("  lower scores, which do not make it worse\n    c1  1.00 -> 0.50") !=
        std::string::npos);
}

TEST_CASE("without an automation the next step is to describe one") {
  Report report = gate_of(not_tested);
  report.verdicts = {verdict_of(nobody, not_tested)};
  CHECK(next_step(report) ==
        "describe an automation with a replay section in tidemark.yaml, then `tidemark check`");
}

TEST_CASE("colours are for terminals only") {
  const Report report = gate_with_code(regressed);
  CHECK(text_of(report).find('\x1b') == std::string::npos);
  CHECK(to_text(report, {true, 5}).find("\x1b[1;31mREGRESSED   \x1b[0m") != std::string::npos);
  CHECK(to_text(gate_with_code(pass), {true, 5}).find("\x1b[1;32mPASS") != std::string::npos);
  CHECK(to_text(gate_with_code(changed), {true, 5}).find("\x1b[1;33mCHANGED") != std::string::npos);
}

/// Everything that is not ours to write, in every place where it can stand.
Report hostile(const std::string& text) {
  Report report = gate_of(regressed);
  report.base_name = text;
  report.changes.changes.front() = {{Kind::model, "classifier"},
                                    ChangeSource::inventory,
                                    text,
                                    text,
                                    text + "2",
                                    ChangeClass::unknown,
                                    {text, 1, 1}};
  report.changes.proposals = {{"gate.margin", {Kind::automation, ""}, text, {}}};
  report.changes.unclassified = {text};
  const Finding finding = {"response-property-type-changed",
                           ChangeClass::breaking,
                           DataDirection::response,
                           text,
                           text,
                           text,
                           text,
                           "0123456789ab"};
  report.contracts = {{text,
                       text,
                       "openapi",
                       "",
                       {finding},
                       {{Kind::schema, "order"},
                        1,
                        {{{Kind::automation, "router"}, ChangeClass::breaking, {}, {0}}}},
                       {}},
                      {text, text, "", text, {}, {{Kind::schema, "order"}, 0, {}}, {}}};
  Verdict& verdict = report.verdicts.front();
  verdict.because = {text};
  verdict.owners = {text, text, text};
  verdict.acceptance = Acceptance{};
  verdict.acceptance->author = verdict.acceptance->reason = text;
  verdict.worse = {{text, true, 1, 0, text, text, text, text}};
  report.verdicts.push_back(verdict_of("other", not_affected));
  report.verdicts.back().because = {text};
  return report;
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_CASE("hostile text comes out inert") {
  const std::size_t lines = lines_in(text_of(hostile("x")));
  for (const std::string attack :
       {"\x1b[2J\x1b]0;title\x07", "one\ntwo\r\nexit 0: fine", "::error::no", "\n::error::no",
        "  ::set-output name=a::b", "\xc2\xa0::error::no", "a ##[error]no", "##vso[task.complete]",
        "\xe2\x80\xae"
        "evil",
        "\xe2\x81\xa6"
        "evil",
        "\xff\xfe",
        "\x7f\xc2\x9b"
        "2J"}) {
    CAPTURE(attack);
    const std::string text = text_of(hostile(attack));
    CHECK(lines_in(text) == lines);
    for (const char* live : {"\x1b", "\r", "\x07", "\xe2\x80\xae", "\xe2\x81\xa6", "\xff",
                             "\xc2\x9b", "\x7f", "##[", "##vso["}) {
      CHECK(text.find(live) == std::string::npos);
    }
    for (const char* blank :
         {"\n", "\n ", "\n  ", "\n    ", "\n  \xc2\xa0", "\n    \xc2\xa0", "\n    ", "\n      "}) {
      CHECK(text.find(std::string(blank) + "::") == std::string::npos);
    }
  }
}

TEST_CASE("two colons within a text are only two colons") {
  CHECK(text_of(hostile("std::string")).find("std::string") != std::string::npos);
}

TEST_CASE("how many trials a verdict rests on is told, of how many where fewer settled it") {
  Report report = gate_of(VerdictKind::regressed);
  Measurement& measured = report.verdicts.front().measured.emplace();
  measured.cases = 20;
  measured.trials = 60;
  measured.planned = 60;
  measured.baseline_runs = 9;
  CHECK(text_of(report).find("  replayed  20 cases, 60 trials, against 9 control runs") !=
        std::string::npos);
  measured.planned = 180;
  CHECK(text_of(report).find("  replayed  20 cases, 60 of 180 trials, against 9 control runs") !=
        std::string::npos);
  measured.trials = 0;
  CHECK(text_of(report).find("replayed") == std::string::npos);
}

}  // namespace
}  // namespace tidemark::report::kit
