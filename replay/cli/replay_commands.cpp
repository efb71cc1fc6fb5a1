#include <fmt/format.h>

#include <iostream>

#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/text/counted.hpp"
#include "core/text/suggest.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/version.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/accept.hpp"
#include "replay/pipeline/assess.hpp"
#include "replay/pipeline/record.hpp"
#include "replay/report/report.hpp"

namespace tidemark::cli {
namespace {

std::string stored_report(const Report& report) {
  return json::dump_pretty(report::to_json(report)) + "\n";
}

/// The forms in which --report writes.
struct Writer {
  const char* name;
  std::string (*text_of)(const Report&);
};
constexpr Writer writers[] = {{"json", stored_report}, {"junit", report::to_junit}};

struct Wanted {
  const Writer* writer;
  std::filesystem::path path;
};

const Writer& writer_named(const std::string& name, const std::string& wanted) {
  std::vector<std::string> names;
  for (const Writer& writer : writers) {
    if (name == writer.name) return writer;
    names.emplace_back(writer.name);
  }
  const std::string hint = text::did_you_mean(name, names);
  throw Error(Fault::usage, "--report " + wanted + ": must be json=PATH or junit=PATH" +
                                (hint.empty() ? "" : " (" + hint + ")"));
}

/// A report takes its file's place, so there must be a file or nothing.
void check_place(const std::string& wanted, const std::filesystem::path& path) {
  const auto folder = std::filesystem::absolute(path).parent_path();
  if (!std::filesystem::is_directory(folder)) {
    throw Error(Fault::usage, "--report " + wanted + ": there is no folder " + folder.string());
  }
  const auto found = std::filesystem::symlink_status(path);
  if (std::filesystem::exists(found) && !std::filesystem::is_regular_file(found)) {
    throw Error(Fault::usage, "--report " + wanted +
                                  ": what is there is not a regular file and would be replaced "
                                  "(name a file; --format json writes to standard output)");
  }
}

/// What --report asks for, checked before anything is run.
std::vector<Wanted> wanted_reports(const Arguments& arguments) {
  std::vector<Wanted> reports;
  for (const std::string& wanted : arguments.reports) {
    const auto equals = wanted.find('=');
    const Writer& writer = writer_named(wanted.substr(0, equals), wanted);
    if (equals == std::string::npos || equals + 1 == wanted.size()) {
      throw Error(Fault::usage, "--report " + wanted + ": where to? (" + writer.name + "=PATH)");
    }
    reports.push_back({&writer, wanted.substr(equals + 1)});
    check_place(wanted, reports.back().path);
    remove_unfinished(reports.back().path);
  }
  return reports;
}

int deliver(const Arguments& arguments, const pipeline::RunResult<Report>& reported,
            const std::vector<Wanted>& reports, pipeline::Parts& parts) {
  const Report& report = reported.result;
  for (const Wanted& one : reports) write_file_atomically(one.path, one.writer->text_of(report));
  const report::TextStyle style{wants_colour(arguments), static_cast<std::size_t>(arguments.cases)};
  print(arguments, report::to_text(report, style), report::to_json(report));
  pipeline::deliver(parts, reported.run, reported.remainder);
  return report.exit_code;
}

std::string recorded_text(const pipeline::Recorded& recorded) {
  std::string text = fmt::format(
      "{}: {} x {}, mean score {:.3f} -> {}\n", recorded.automation.name,
      text::counted(recorded.cases, "case", "cases"),
      text::counted(static_cast<std::size_t>(recorded.runs), "control run", "control runs"),
      recorded.mean, recorded.path);
  if (recorded.all_agree && !recorded.deterministic) {
    text +=
        "  every repeat agrees; if that is meant, `deterministic: true` makes one run per case "
        "enough\n";
  }
  if (recorded.are_json_within_texts) {
    text +=
        "  every output is JSON within a text, which `json` compares as one value; with `output: "
        "json` in the runner it compares value by value\n";
  }
  return text;
}

std::string appended_text(const pipeline::Recorded& recorded) {
  if (recorded.trials == 0) return "  nothing had to be run\n";
  const std::size_t all = recorded.cases * (static_cast<std::size_t>(recorded.runs) + 1);
  return fmt::format("  {} of its {} outputs are new\n", recorded.trials, all);
}

json::Value json_of(const pipeline::Accepted& one) {
  json::Object item = {{"automation", one.record.automation}, {"verdict", one.record.verdict},
                       {"effect", one.record.effect},         {"expires", one.record.expires},
                       {"recorded_anew", one.recorded_anew},  {"new", one.verdict.is_new}};
  if (one.own && one.own->measured) {
    item.emplace_back("own", json::Object{{"before", one.own->measured->before},
                                          {"after", one.own->measured->after}});
  }
  return item;
}

void tell(const Arguments& arguments, const std::vector<pipeline::Accepted>& accepted) {
  std::string text;
  json::Array items;
  for (const pipeline::Accepted& one : accepted) {
    text += fmt::format("{}: {} accepted, mean score {:+.3f}, until {}{}\n", one.record.automation,
                        one.record.verdict, 0 - one.record.effect, one.record.expires,
                        one.recorded_anew ? "; its baseline is recorded anew" : "");
    if (one.own && one.own->measured) {
      text +=
          fmt::format("  by its own runner, which no gate has run: mean score {:.3f} -> {:.3f}\n",
                      one.own->measured->before, one.own->measured->after);
    }
    if (one.verdict.is_new) {
      text += "  NEW: nothing of the base measured it, so by how much it got worse is not known\n";
    }
    items.push_back(json_of(one));
  }
  text += fmt::format("Next: commit {} with what it is about, and have the owners review it\n",
                      pipeline::acceptances_path);
  print(arguments, text,
        json::Object{{"schema", "tidemark.accept/1"}, {"accepted", std::move(items)}});
}

}  // namespace

int record(const Arguments& arguments) {
  if (!arguments.log.from.empty()) return record_from(arguments);
  if (arguments.names.empty()) expect_names(arguments, 1);
  if (arguments.runs <= 0 || arguments.runs % 9 != 0 || arguments.runs > most_control_runs) {
    throw Error(Fault::usage,
                fmt::format("--runs {}: must be 9 or a multiple of 9, {} at most, so that looks of "
                            "3 and 9 runs can be compared with them",
                            arguments.runs, most_control_runs));
  }
  const auto workspace = pipeline::find_workspace(arguments.folder);
  RealParts real(arguments, workspace);
  return real.run(arguments, [&] {
    const auto recorded_now = pipeline::record_now(
        workspace, arguments.names, arguments.runs, real.parts(),
        arguments.append ? pipeline::Earlier::kept : pipeline::Earlier::replaced);
    std::string text;
    json::Array items;
    for (const pipeline::Recorded& recorded : recorded_now.result.made) {
      text += recorded_text(recorded);
      if (arguments.append) text += appended_text(recorded);
      items.emplace_back(json::Object{{"automation", to_string(recorded.automation)},
                                      {"baseline", recorded.path},
                                      {"cases", static_cast<std::uint64_t>(recorded.cases)},
                                      {"runs", recorded.runs},
                                      {"trials", static_cast<std::uint64_t>(recorded.trials)},
                                      {"mean", recorded.mean},
                                      {"all_agree", recorded.all_agree}});
    }
    if (!recorded_now.result.made.empty()) {
      print(arguments, text + "Next: review the baseline files and commit them\n",
            json::Object{{"schema", "tidemark.record/1"}, {"recorded", std::move(items)}});
    }
    if (recorded_now.result.failure) std::rethrow_exception(recorded_now.result.failure);
    pipeline::deliver(real.parts(), recorded_now.run, recorded_now.remainder);
    return 0;
  });
}

int replay(const Arguments& arguments) {
  const auto reports = wanted_reports(arguments);
  const auto workspace = pipeline::find_workspace(arguments.folder);
  RealParts real(arguments, workspace);
  return real.run(arguments, [&] {
    return deliver(arguments,
                   pipeline::replay_now(workspace, arguments.names, real.parts(), stored_report),
                   reports, real.parts());
  });
}

int gate(const Arguments& arguments) {
  if (arguments.dry_run) return plan(arguments);
  if (arguments.base.empty()) {
    throw Error(Fault::usage,
                "gate: judge against what? (--base REV, in CI usually --base origin/main)");
  }
  const auto reports = wanted_reports(arguments);
  const auto workspace = pipeline::find_workspace(arguments.folder);
  RealParts real(arguments, workspace);
  pipeline::GateRequest request{arguments.base, arguments.head, {}, arguments.full};
  if (arguments.approvals) request.approvals = *arguments.approvals;
  return real.run(arguments, [&] {
    return deliver(arguments, pipeline::assess(workspace, request, real.parts(), stored_report),
                   reports, real.parts());
  });
}

int accept(const Arguments& arguments) {
  if (arguments.names.empty()) expect_names(arguments, 1);
  if (arguments.reason.empty()) {
    throw Error(Fault::usage, "accept: --reason TEXT is needed; it is kept with the record");
  }
  const auto lasts = parse_duration(arguments.expires);
  if (!lasts || lasts->count() == 0) {
    throw Error(Fault::usage,
                "--expires " + arguments.expires + ": must be a duration such as 90d");
  }
  const auto workspace = pipeline::find_workspace(arguments.folder);
  const std::string author =
      arguments.author.empty() ? repository_of(workspace, "accept").author() : arguments.author;
  if (author.empty()) {
    throw Error(Fault::usage,
                "accept: who accepts? (set git's user.name and user.email, or --author)");
  }
  RealParts real(arguments, workspace);
  const pipeline::AcceptRequest request{arguments.names,
                                        arguments.base.empty() ? "HEAD" : arguments.base,
                                        arguments.reason, author, *lasts};
  return real.run(arguments, [&] {
    const auto accepted = pipeline::accept(workspace, request, real.parts());
    tell(arguments, accepted.result);
    pipeline::deliver(real.parts(), accepted.run, accepted.remainder);
    return 0;
  });
}

}  // namespace tidemark::cli
