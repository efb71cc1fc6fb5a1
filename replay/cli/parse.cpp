#include <CLI/CLI.hpp>

#include <iostream>

#include "core/base/error.hpp"
#include "core/text/suggest.hpp"
#include "replay/cli/arguments.hpp"
#include "replay/cli/choice.hpp"
#include "replay/cli/log_options.hpp"
#include "replay/cli/question_options.hpp"
#include "replay/cli/version.hpp"

namespace tidemark::cli {
namespace {

/// What help shows of a command's positional arguments: the table's words.
class Usage : public CLI::Formatter {
 public:
  explicit Usage(std::string usage) : usage_(std::move(usage)) {}
  std::string make_option_usage(const CLI::Option*) const override { return usage_; }
  std::string make_positionals(const CLI::App*) const override { return ""; }

 private:
  std::string usage_;
};

/// Several are gone into one after the other, as with git.
void enter(std::filesystem::path& folder, const std::vector<std::string>& folders) {
  for (const std::string& one : folders)
    folder = folder == "." ? std::filesystem::path(one) : folder / one;
}

void add_common(CLI::App& app, Arguments& arguments, std::string& format, const std::string& help) {
  app.add_option_function<std::vector<std::string>>(
         "-C", [&](const auto& folders) { enter(arguments.folder, folders); },
         "Act as if started in this folder")
      ->allow_extra_args(false)
      ->option_text("DIR");
  app.add_option("--format", format, help.c_str())->option_text("FORMAT");
  app.add_option_function<std::string>(
         "--color",
         [&](const std::string& word) {
           arguments.colour = chosen<Colour>(
               "--color", word,
               {{"auto", Colour::automatic}, {"always", Colour::always}, {"never", Colour::never}});
         },
         "Colour: auto (default), always or never")
      ->option_text("WHEN");
}

void add_ranges(CLI::App& app, unsigned options, Arguments& arguments) {
  if ((options & takes_base) != 0) {
    app.add_option("--base", arguments.base, "Compare with where head and this revision parted")
        ->type_name("REV");
  }
  if ((options & takes_head) != 0) {
    app.add_option("--head", arguments.head, "The proposed revision (default: the working tree)")
        ->type_name("REV");
  }
  if ((options & takes_change) != 0) {
    app.add_option("--change", arguments.changed, "Suppose that this entity changes; repeatable")
        ->type_name("ID")
        ->allow_extra_args(false);
  }
  if ((options & takes_diff) != 0) {
    app.add_option("--diff", arguments.diff, "Compare with this revision")->type_name("REV");
  }
  if ((options & takes_contract) != 0) {
    app.add_option("--contract", arguments.contract,
                   "Suppose that a contract changes from one state to another; repeatable")
        ->type_name("OLD NEW")
        ->allow_extra_args(false);
    app.add_option("--as", arguments.as, "The entity whose contract it is; one for each")
        ->type_name("ID")
        ->allow_extra_args(false);
  }
  if ((options & takes_direction) != 0) {
    app.add_option("--direction", arguments.direction,
                   "What you do with data that follows a schema: consume (default) or provide")
        ->check(CLI::IsMember({"consume", "provide"}))
        ->option_text("WHAT");
  }
  if ((options & takes_exact) != 0) {
    app.add_flag("--exact", arguments.exact,
                 "Compare with --base itself, not with where head and it parted");
  }
  if ((options & takes_explain) != 0) {
    app.add_flag("--explain", arguments.explain_paths,
                 "Say of every changed path which rule claims it, or that none does");
  }
  if ((options & takes_at) != 0) {
    app.add_option("--at", arguments.at,
                   "Answer for a revision, or for what HEAD's line had at a date in UTC "
                   "(2026-10-01, 2026-10-01T09:30:00Z)")
        ->type_name("REV|DATE");
  }
  if ((options & takes_ledger) != 0) {
    app.add_option("--ledger", arguments.ledger,
                   "The SQLite file with runs and trials (default: below $XDG_STATE_HOME)")
        ->type_name("FILE");
  }
}

void add_trials(CLI::App& app, unsigned options, Arguments& arguments) {
  if ((options & takes_trials) == 0) return;
  app.add_flag(
      "--fresh", arguments.fresh,
      "Run everything, even where earlier evidence, outputs or a run that was cut off would do");
  app.add_option("--lock-wait", arguments.lock_wait,
                 "How long to wait for another process with the same run (default 10s)")
      ->type_name("DURATION");
}

void add_compare(CLI::App& app, unsigned options, Arguments& arguments) {
  if ((options & takes_compare) == 0) return;
  app.add_option(
         "--compare", arguments.compare,
         "Score by this comparator and not by the workspace's: NAME, NAME@POINTER or a JSON "
         "object; repeatable, the first one decides")
      ->type_name("COMPARATOR")
      ->allow_extra_args(false);
}

void add_budget(CLI::App& app, unsigned options, Arguments& arguments) {
  if ((options & takes_dry_run) != 0) {
    app.add_flag("--dry-run", arguments.dry_run, "Only say what would be run, as `plan` does");
  }
  if ((options & takes_budget) == 0) return;
  app.add_option("--max-cost", arguments.max_cost,
                 "Begin no trial that would bring the cost over so many US dollars")
      ->type_name("USD");
  app.add_option("--max-time", arguments.max_time,
                 "End after this time, and say what was not tested; run again to go on")
      ->type_name("DURATION");
}

void add_gate(CLI::App& app, unsigned options, Arguments& arguments) {
  if ((options & takes_gate) != 0) {
    app.add_option("--report", arguments.reports,
                   "Also write the report; json=PATH or junit=PATH; repeatable")
        ->type_name("FORMAT=PATH");
    app.add_option("--approvals", arguments.approvals,
                   "Approvals that CI wrote from the forge's reviews, outside the checkout")
        ->type_name("FILE");
    app.add_flag("--full", arguments.full,
                 "Run every trial, even when fewer settle that an automation got worse");
  }
  if ((options & takes_cases) != 0) {
    app.add_option("--cases", arguments.cases, "Worst cases shown per automation (default 5)")
        ->check(CLI::Range(0, 100000))
        ->option_text("N");
  }
  if ((options & takes_one_case) != 0) {
    app.add_option("--case", arguments.one_case,
                   "Show this golden case in full: what went in, what came out before and now")
        ->type_name("ID");
  }
}

void add_accept(CLI::App& app, unsigned options, Arguments& arguments) {
  if ((options & takes_accept) != 0) {
    app.add_option("--reason", arguments.reason, "Why the change is right; kept with the record")
        ->type_name("TEXT");
    app.add_option("--author", arguments.author, "Who accepts (default: git's user)")
        ->type_name("WHO");
    app.add_option("--expires", arguments.expires, "How long it holds (default 90d)")
        ->type_name("DURATION");
  }
  if ((options & takes_runs) != 0) {
    app.add_option("--runs", arguments.runs, "Control runs per case: 9 or a multiple (default 9)")
        ->type_name("N");
    app.add_flag("--append", arguments.append,
                 "Keep the baseline and run only what it lacks: new cases, more runs");
  }
}

void add_check(CLI::App& app, unsigned options, Arguments& arguments) {
  if ((options & takes_check) == 0) return;
  app.add_option("--explain", arguments.explain, "Say what a rule wants, and why")
      ->type_name("RULE");
}

void add_options(CLI::App& app, unsigned options, Arguments& arguments, std::string& format) {
  add_common(app, arguments, format, format_help(options));
  if ((options & takes_names) != 0) app.add_option("names", arguments.names)->option_text(" ");
  add_ranges(app, options, arguments);
  add_gate(app, options, arguments);
  add_accept(app, options, arguments);
  add_trials(app, options, arguments);
  add_budget(app, options, arguments);
  add_compare(app, options, arguments);
  add_filters(app, options, arguments);
  add_bounds(app, options, arguments);
  add_check(app, options, arguments);
  add_log(app, options, arguments);
}

/// A word as a shell reads it back.
std::string shell_word(const std::string& word) {
  constexpr const char* plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,@%+~^";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string text = "'";
  for (const char letter : word)
    text += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return text + '\'';
}

/// The first word that is no option is the command, null when there is none; a wrong one deserves a
/// better answer than CLI11's.
const Command* asked_command(int argc, const char* const* argv,
                             const std::vector<Command>& commands) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.emplace_back(command.name);
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "-C" || word == "--format" || word == "--color") ++i;
    if (word.starts_with("-")) continue;
    const auto known = std::find(names.begin(), names.end(), word);
    if (known != names.end()) return &commands[static_cast<std::size_t>(known - names.begin())];
    const std::string hint = text::did_you_mean(word, names);
    throw Error(Fault::usage, word + " is not a command of tidemark (" +
                                  (hint.empty() ? "see `tidemark help`" : hint) + ")");
  }
  return nullptr;
}

/// Names the first word that is too much, and the option it may have been meant for.
[[noreturn]] void refuse_extras(const CLI::App& app) {
  const CLI::App& command = app.get_subcommands().empty() ? app : *app.get_subcommands().front();
  std::vector<std::string> known;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  const std::vector<std::string> extras = app.remaining(true);
  const auto flag = std::find_if(extras.begin(), extras.end(),
                                 [](const std::string& word) { return word.starts_with("-"); });
  const std::string word = flag != extras.end() ? *flag : extras.front();
  const std::string hint = text::did_you_mean(word, known);
  throw Error(Fault::usage,
              word + " is not understood here (" +
                  (hint.empty() ? "see `tidemark help " + command.get_name() + "`" : hint) + ")");
}

}  // namespace

std::optional<Arguments> parse(int argc, const char* const* argv,
                               const std::vector<Command>& commands) {
  Arguments arguments;
  CLI::App app(
      "tidemark notices when what AI automations stand on moves, and proves by replay "
      "whether behaviour moved.",
      "tidemark");
  app.set_version_flag("--version", std::string("tidemark ") + version);
  app.require_subcommand(0, 1);
  std::string format = "text";
  add_common(app, arguments, format, format_help(no_option));
  const Command* const asked = asked_command(argc, argv, commands);
  for (const Command& command : commands) {
    CLI::App* sub = app.add_subcommand(command.name, command.summary);
    // Those of all commands are 300, and nobody asks for more than one's.
    if (&command != asked) continue;
    sub->formatter(std::make_shared<Usage>(command.usage));
    add_options(*sub, command.options, arguments, format);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    app.exit(done);
    return std::nullopt;
  } catch (const CLI::ExtrasError& failure) {
    refuse_extras(app);
  } catch (const CLI::ParseError& failure) {
    throw Error(Fault::usage, std::string(failure.what()) + " (see `tidemark help`)");
  }
  if (asked == nullptr || app.get_subcommands().empty()) {
    throw Error(Fault::usage, "no command is given (see `tidemark help`)");
  }
  arguments.command = asked->name;
  arguments.format = format_named(format, asked->options);
  // It is for going on, and --fresh begins anew.
  arguments.line = "tidemark";
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) != "--fresh") arguments.line += ' ' + shell_word(argv[i]);
  }
  return arguments;
}

}  // namespace tidemark::cli
