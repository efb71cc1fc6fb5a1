#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/model/exit_code.hpp"
#include "core/text/code_points.hpp"
#include "core/text/counted.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/run_number.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/rescore.hpp"

namespace tidemark::cli {
namespace {

using pipeline::Means;
using pipeline::Rescored;
using pipeline::RescoredCase;
using pipeline::Rescoring;

[[noreturn]] void refuse_comparator(const std::string& text, const std::string& fact) {
  throw Error(Fault::usage, "--compare " + text + ": " + fact +
                                " (NAME, NAME@POINTER, or a JSON object as in the inventory)");
}

/// What the inventory would say under `compare`, as a JSON object.
ComparatorSpec spec_of(const std::string& text, const json::Object& members) {
  ComparatorSpec spec;
  json::Object options;
  for (const auto& [name, value] : members) {
    if (name == "comparator" && value.string() != nullptr) {
      spec.comparator = *value.string();
    } else if (name == "at" && value.string() != nullptr) {
      spec.at = *value.string();
    } else if (name == "primary" && value.boolean() != nullptr) {
      spec.primary = *value.boolean();
    } else {
      options.emplace_back(name, value);
    }
  }
  if (spec.comparator.empty()) refuse_comparator(text, "which comparator?");
  if (!json::is_pointer(spec.at)) refuse_comparator(text, spec.at + " is no JSON pointer");
  spec.options = json::canonical(options);
  return spec;
}

ComparatorSpec comparator_of(const std::string& text) {
  if (!text.starts_with("{")) {
    const auto at = text.find('@');
    const std::string pointer = at == std::string::npos ? "" : text.substr(at + 1);
    return spec_of(text, {{"comparator", text.substr(0, at)}, {"at", pointer}});
  }
  try {
    return spec_of(text, *json::parse(text, "--compare").object());
  } catch (const Error& error) {
    if (error.fault() == Fault::usage) throw;
    throw Error(Fault::usage, error.what());
  }
}

/// The first is primary unless one says that it is.
std::vector<ComparatorSpec> comparators_of(const std::vector<std::string>& texts) {
  std::vector<ComparatorSpec> specs;
  std::size_t primary = 0;
  for (const std::string& text : texts) {
    specs.push_back(comparator_of(text));
    if (specs.back().primary) ++primary;
  }
  if (primary > 1) throw Error(Fault::usage, "--compare: only one comparator can be primary");
  if (primary == 0 && !specs.empty()) specs.front().primary = true;
  return specs;
}

pipeline::RescoreRequest rescore_request(const Arguments& arguments) {
  return {run_number(arguments),
          {arguments.names.begin() + 1, arguments.names.end()},
          comparators_of(arguments.compare)};
}

std::string text_of(const std::optional<Means>& means) {
  return means ? fmt::format("{:.3f} -> {:.3f}", means->before, means->after) : "as the baseline";
}

std::string heading(const Rescored& one) {
  return fmt::format("{} -> {}  {}\n", to_string(one.was), to_string(one.now.kind),
                     one.now.automation.name);
}

std::optional<Means> means_now(const Rescored& one) {
  if (!one.now.measured) return std::nullopt;
  return Means{one.now.measured->before, one.now.measured->after};
}

std::string scores_text(const Rescored& one) {
  const auto now = means_now(one);
  return fmt::format("  scores    were {}, are {}; {} stored trials\n", text_of(one.means),
                     now ? text_of(now) : "unknown", one.trials);
}

std::string missing_text(const Rescored& one) {
  std::string text;
  if (one.failed != 0) {
    text += fmt::format("  missing   {} of them without output: nothing is guessed in its place\n",
                        text::counted(one.failed, "trial", "trials"));
  }
  if (one.without_trial == 0) return text;
  return text + fmt::format("  missing   {} of which the ledger holds no trial\n",
                            text::counted(one.without_trial, "case", "cases"));
}

std::string case_text(const RescoredCase& one) {
  return fmt::format("    {}{}  was {}, is {}{}{}\n", text::printable(one.case_id),
                     one.critical ? " (critical)" : "", text_of(one.was), text_of(one.now),
                     one.difference.empty() ? "" : "  ", text::printable(one.difference));
}

std::string cases_text(const Rescored& one, std::size_t most) {
  if (one.cases.empty()) return "  no case has another score\n";
  const std::size_t shown = std::min(most, one.cases.size());
  std::string text = fmt::format(
      "  {} another score",
      one.cases.size() == 1 ? "1 case has" : std::to_string(one.cases.size()) + " cases have");
  text += shown < one.cases.size() ? fmt::format(", {} shown\n", shown) : "\n";
  for (std::size_t i = 0; i < shown; ++i) text += case_text(one.cases[i]);
  return text;
}

std::string text_of(const Rescored& one, std::size_t most) {
  std::string text = heading(one) + scores_text(one) + missing_text(one);
  for (const std::string& sentence : one.now.because) {
    text += "  " + text::printable(sentence) + "\n";
  }
  return text + cases_text(one, most) + "\n";
}

std::string text_of(const Rescoring& made, const Arguments& arguments) {
  std::string text = fmt::format(
      "run {}: {} of {}{}, scored by {}\n\n", made.run, made.stored.command, made.stored.started_at,
      made.stored.dirty ? " on a working tree" : "",
      arguments.compare.empty() ? "the workspace's own comparators" : "those of --compare");
  for (const Rescored& one : made.automations) {
    text += text_of(one, static_cast<std::size_t>(arguments.cases));
  }
  return text + fmt::format("exit {}: {}\n", made.exit_code, meaning_of_exit(made.exit_code));
}

json::Value json_of(const std::optional<Means>& means) {
  if (!means) return nullptr;
  return json::Object{{"before", means->before}, {"after", means->after}};
}

json::Value json_of(const RescoredCase& one) {
  return json::Object{{"case", one.case_id},
                      {"critical", one.critical},
                      {"was", json_of(one.was)},
                      {"is", json_of(one.now)},
                      {"difference", one.difference}};
}

json::Value json_of(const Rescored& one) {
  json::Array cases, because;
  for (const RescoredCase& changed : one.cases) cases.push_back(json_of(changed));
  for (const std::string& sentence : one.now.because) because.emplace_back(sentence);
  return json::Object{{"automation", to_string(one.now.automation)},
                      {"was", to_string(one.was)},
                      {"verdict", to_string(one.now.kind)},
                      {"because", std::move(because)},
                      {"scores_were", json_of(one.means)},
                      {"scores", json_of(means_now(one))},
                      {"trials", static_cast<std::uint64_t>(one.trials)},
                      {"without_output", static_cast<std::uint64_t>(one.failed)},
                      {"without_trial", static_cast<std::uint64_t>(one.without_trial)},
                      {"cases", std::move(cases)}};
}

json::Value json_of(const Rescoring& made) {
  json::Array automations;
  for (const Rescored& one : made.automations) automations.push_back(json_of(one));
  return json::Object{{"schema", "tidemark.rescore/1"},
                      {"run", made.run},
                      {"command", made.stored.command},
                      {"base", made.stored.base},
                      {"head", made.stored.head},
                      {"dirty", made.stored.dirty},
                      {"verdict", to_string(made.verdict)},
                      {"exit_code", made.exit_code},
                      {"automations", std::move(automations)}};
}

}  // namespace

int rescore(const Arguments& arguments) {
  expect_some_names(arguments);
  const auto request = rescore_request(arguments);
  const auto workspace = pipeline::find_workspace(arguments.folder);
  const auto file = ledger_path(arguments, workspace);
  if (!std::filesystem::exists(file)) {
    throw Error(Fault::configuration, "there is no ledger yet: nothing was run here");
  }
  RealParts real(arguments, workspace);
  return real.run(arguments, [&] {
    const auto made = pipeline::rescore(workspace, request, real.parts());
    print(arguments, text_of(made, arguments), json_of(made));
    print_note("nothing was run and nothing is stored: no gate rests on this");
    return made.exit_code;
  });
}

}  // namespace tidemark::cli
