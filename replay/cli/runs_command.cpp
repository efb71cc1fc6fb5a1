#include <filesystem>

#include "core/base/error.hpp"
#include "core/ledger/ledger.hpp"
#include "core/model/exit_code.hpp"
#include "core/text/counted.hpp"
#include "replay/cli/case_of_run.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/run_number.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/rescore.hpp"
#include "replay/report/report.hpp"

namespace tidemark::cli {
namespace {

bool has_report(const std::string& command) { return command == "gate" || command == "replay"; }

/// What a code means is told of the runs whose verdict it is.
std::string outcome_of(const ledger::RunSummary& run) {
  if (run.exit_code < 0) return "unfinished";
  std::string text = "exit " + std::to_string(run.exit_code);
  if (has_report(run.command)) text.append(": ").append(meaning_of_exit(run.exit_code));
  return text;
}

/// "BASE..HEAD", the head with a `+` for what was not committed.
std::string range_of(const ledger::RunSummary& run) {
  std::string text = run.base.empty() ? "" : run.base.substr(0, 10) + "..";
  return text + run.head.substr(0, 10) + (run.dirty ? "+" : "");
}

void list_runs(const Arguments& arguments, const std::filesystem::path& file) {
  std::vector<ledger::RunSummary> all;
  if (std::filesystem::exists(file)) all = ledger::runs_of(file, 50);
  std::vector<std::vector<std::string>> rows;
  json::Array items;
  for (const ledger::RunSummary& run : all) {
    rows.push_back({std::to_string(run.id), run.started_at, run.command, range_of(run),
                    text::counted(static_cast<std::size_t>(run.trials), "trial", "trials"),
                    std::to_string(run.failures) + " failed", outcome_of(run)});
    items.emplace_back(json::Object{
        {"run", run.id},
        {"command", run.command},
        {"base", run.base},
        {"head", run.head},
        {"dirty", run.dirty},
        {"started_at", run.started_at},
        {"finished_at", run.finished_at},
        {"trials", static_cast<std::uint64_t>(run.trials)},
        {"failures", static_cast<std::uint64_t>(run.failures)},
        {"exit_code", run.exit_code < 0 ? json::Value() : json::Value(run.exit_code)}});
  }
  print(arguments, rows.empty() ? "no runs yet\n" : table(rows),
        json::Object{{"schema", "tidemark.runs/1"}, {"runs", std::move(items)}});
}

/// Whoever asks for the last run must not take an older one for it.
void tell_of_later(const std::filesystem::path& file, std::int64_t shown) {
  for (const ledger::RunSummary& run : ledger::runs_of(file, 50)) {
    if (run.id <= shown) return;
    if (!has_report(run.command)) continue;
    const std::string became =
        run.exit_code < 0 ? "is not finished"
                          : "ended with exit " + std::to_string(run.exit_code) + " and no report";
    return print_note("run " + std::to_string(run.id) + ", a " + run.command + " begun " +
                      run.started_at + ", " + became + "; this is run " + std::to_string(shown));
  }
}

/// What a finished run said, as it said it.
void show_run(const Arguments& arguments, const pipeline::Workspace& workspace,
              const std::filesystem::path& file) {
  const std::int64_t wanted = run_number(arguments);
  std::optional<ledger::Past> past;
  if (std::filesystem::exists(file)) past.emplace(file);
  const std::int64_t run = wanted != 0 || !past ? wanted : past->newest("gate", "replay");
  const ledger::StoredRun stored = pipeline::finished_run(past ? &*past : nullptr, run);
  const std::string name = "run " + std::to_string(run);
  if (!has_report(stored.command)) {
    throw Error(Fault::configuration,
                name + ": what `" + stored.command +
                    "` said is not kept (name the run of a gate or a replay)");
  }
  if (wanted == 0) tell_of_later(file, run);
  if (arguments.one_case) return print_case(arguments, workspace, *past, run, stored);
  const json::Value kept = json::parse(stored.report, name);
  const report::TextStyle style{wants_colour(arguments), static_cast<std::size_t>(arguments.cases)};
  print(arguments, report::to_text(report::report_of(kept), style), kept);
}

}  // namespace

int runs(const Arguments& arguments) {
  if (arguments.names.size() > 1 && !arguments.one_case) expect_names(arguments, 1);
  const auto workspace = pipeline::find_workspace(arguments.folder);
  const auto file = ledger_path(arguments, workspace);
  if (!arguments.names.empty()) {
    show_run(arguments, workspace, file);
  } else if (arguments.one_case) {
    throw Error(Fault::usage, "runs --case: of which run? (name its number, or `last`)");
  } else {
    list_runs(arguments, file);
  }
  return 0;
}

}  // namespace tidemark::cli
