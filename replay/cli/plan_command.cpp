#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/model/exit_code.hpp"
#include "core/text/counted.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/version.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/forecast.hpp"

namespace tidemark::cli {
namespace {

using pipeline::Expected;
using pipeline::Forecast;
using pipeline::Span;

std::string between(const Span& span, const char* form) {
  const std::string least = fmt::format(fmt::runtime(form), span.least);
  const std::string most = fmt::format(fmt::runtime(form), span.most);
  return least == most ? least : least + " to " + most;
}

/// "34 calls", "24 to 48 calls".
std::string calls_text(const Span& calls) {
  return between(calls, "{:.0f}") + (calls.most == 1 ? " call" : " calls");
}

std::string duration(double seconds) {
  if (seconds < 1) return "under 1s";
  const auto whole = static_cast<long>(std::ceil(seconds));
  if (whole < 120) return fmt::format("{}s", whole);
  if (whole < 7200) return fmt::format("{}m", (whole + 59) / 60);
  return fmt::format("{}h", (whole + 3599) / 3600);
}

std::string time_of(const Span& span) {
  const std::string least = duration(span.least), most = duration(span.most);
  return least == most ? least : least + " to " + most;
}

std::string way_of(const Expected& one) {
  std::string text;
  for (const EntityId& id : one.path) text += (text.empty() ? "" : " -> ") + to_string(id);
  return text;
}

/// Of the first look alone, and of both.
Span trials_of(const Expected& one) {
  return {one.calls.least + one.earlier.least, one.calls.most + one.earlier.most};
}

std::string needs(const Expected& one) {
  std::string text = text::counted(one.cases, "case", "cases") + ", " + calls_text(one.calls);
  if (one.earlier.most > 0) {
    text += fmt::format(" ({} of {} trials from earlier runs)", between(one.earlier, "{:.0f}"),
                        between(trials_of(one), "{:.0f}"));
  }
  text += one.seconds ? ", " + time_of(*one.seconds) : ", time unknown (no earlier trials)";
  text += one.cost ? ", $" + between(*one.cost, "{:.2f}") : ", cost unknown";
  return text;
}

std::string power_of(const Expected& one) {
  const Span trials = trials_of(one);
  if (trials.least == trials.most) return "each case is a fact: any drop shows on them";
  if (!one.detects) return "no power can be told";
  return fmt::format("three runs of each case detect a drop of {:.1f} points with 80 %",
                     *one.detects * 100);
}

std::string text_of(const Expected& one, std::size_t width) {
  std::string text = fmt::format("{:<13} {:<{}}  {}\n", to_string(one.course), one.automation.name,
                                 width, one.why);
  const std::string way = way_of(one);
  if (!way.empty()) text += "  " + way + "\n";
  if (one.course != pipeline::Course::replay) return text;
  text += "  " + needs(one) + "\n";
  if (!one.why_anew.empty()) {
    text += "  outputs of earlier runs are never taken: " + one.why_anew + "\n";
  }
  return text + "  " + power_of(one) + "\n";
}

/// What is known of all automations together; of none of `all`, a sum of nothing would say too
/// much.
std::string sum_of(const std::string& sum, const char* what, std::size_t unknown, std::size_t all) {
  if (unknown == 0) return sum;
  if (unknown == all) return std::string(what) + " unknown";
  return sum + " (unknown for " + text::counted(unknown, "automation", "automations") + ")";
}

std::string sums_of(const Forecast& forecast) {
  const auto is_replayed = [](const Expected& one) {
    return one.course == pipeline::Course::replay;
  };
  const auto all = static_cast<std::size_t>(
      std::count_if(forecast.automations.begin(), forecast.automations.end(), is_replayed));
  return fmt::format(
      "in all {}, {}, {}\n", calls_text(forecast.all_calls),
      sum_of(time_of(forecast.seconds), "time", forecast.without_time, all),
      sum_of("$" + between(forecast.cost, "{:.2f}"), "cost", forecast.without_cost, all));
}

/// Fewer calls than are planned may do.
std::string stop_of(const Arguments& arguments, const Forecast& forecast) {
  if (arguments.full || forecast.all_calls.most == 0) return "";
  return "fewer where they settle that an automation got worse (--full makes them all)\n";
}

std::string text_of(const Arguments& arguments, const Forecast& forecast) {
  std::size_t width = 0;
  for (const Expected& one : forecast.automations) {
    width = std::max(width, one.automation.name.size());
  }
  std::string text;
  for (const Expected& one : forecast.automations) text += text_of(one, width);
  text += '\n' + sums_of(forecast) + stop_of(arguments, forecast);
  for (const auto& [name, calls] : forecast.calls) {
    text += "  " + name + ": " + calls_text(calls) + "\n";
  }
  return text;
}

json::Value json_of(const Span& span) {
  return json::Object{{"least", span.least}, {"most", span.most}};
}

json::Value json_of(const std::optional<Span>& span) { return span ? json_of(*span) : nullptr; }

json::Value json_of(const Expected& one) {
  json::Array path, shares;
  for (const EntityId& id : one.path) path.emplace_back(to_string(id));
  for (const run::Share& share : one.shares) shares.emplace_back(share.name);
  return json::Object{
      {"automation", to_string(one.automation)},
      {"course", std::string(to_string(one.course))},
      {"why", one.why},
      {"path", std::move(path)},
      {"cases", static_cast<std::uint64_t>(one.cases)},
      {"calls", json_of(one.calls)},
      {"earlier", json_of(one.earlier)},
      {"why_anew", one.why_anew.empty() ? json::Value() : json::Value(one.why_anew)},
      {"shares", std::move(shares)},
      {"seconds", json_of(one.seconds)},
      {"cost", json_of(one.cost)},
      {"detects", one.detects ? json::Value(*one.detects) : json::Value()}};
}

json::Value json_of(const Arguments& arguments, const Forecast& forecast) {
  json::Array automations, shared;
  for (const Expected& one : forecast.automations) automations.push_back(json_of(one));
  for (const auto& [name, calls] : forecast.calls) {
    shared.emplace_back(json::Object{{"name", name}, {"calls", json_of(calls)}});
  }
  return json::Object{{"schema", "tidemark.plan/1"},
                      {"base", forecast.base},
                      {"head", forecast.head},
                      {"dirty", forecast.dirty},
                      {"automations", std::move(automations)},
                      {"calls", json_of(forecast.all_calls)},
                      {"may_stop", !arguments.full},
                      {"shared", std::move(shared)},
                      {"seconds", json_of(forecast.seconds)},
                      {"cost", json_of(forecast.cost)},
                      {"without_time", static_cast<std::uint64_t>(forecast.without_time)},
                      {"without_cost", static_cast<std::uint64_t>(forecast.without_cost)}};
}

}  // namespace

int plan(const Arguments& arguments) {
  if (arguments.base.empty()) {
    throw Error(Fault::usage, arguments.command +
                                  ": plan against what? (--base REV, in CI usually --base "
                                  "origin/main)");
  }
  const auto workspace = pipeline::find_workspace(arguments.folder);
  const Forecast made =
      pipeline::forecast(workspace, {arguments.base, arguments.head, {}, arguments.full},
                         real_plugins(), version, ledger_path(arguments, workspace));
  print(arguments, text_of(arguments, made), json_of(arguments, made));
  if (arguments.command == "plan") return 0;
  // A gate that ran nothing must not look like one that passed.
  print_note("nothing was run, so nothing is said about a deployment");
  return exit_code_of(VerdictKind::not_tested);
}

}  // namespace tidemark::cli
