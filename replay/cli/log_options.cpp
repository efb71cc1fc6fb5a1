#include "replay/cli/log_options.hpp"

#include <CLI/CLI.hpp>

namespace tidemark::cli {
namespace {

void add_places(CLI::App& app, CLI::Option* from, LogArguments& log) {
  const auto place = [&](const char* name, std::optional<std::string>& value, const char* what) {
    app.add_option(name, value, what)->type_name("POINTER")->needs(from);
  };
  place("--input", log.input,
        "Where a record has its input (default: the first of /input, /request, /prompt, /messages, "
        "/question, /text that the first record has; '' is the whole)");
  place("--expect", log.expect, "Where it has an output that somebody approved; becomes `expect`");
  place("--id", log.id, "Where it has its id (default: ids are made of the content)");
  place("--tags", log.tags, "Where it has a tag or a list of tags (default /tags)");
  app.add_option("--where", log.where, "Only records that have this value there; repeatable")
      ->type_name("POINTER=VALUE")
      ->allow_extra_args(false)
      ->needs(from);
}

}  // namespace

void add_log(CLI::App& app, unsigned options, Arguments& arguments) {
  if ((options & takes_log) == 0) return;
  LogArguments& log = arguments.log;
  CLI::Option* from =
      app.add_option("--from", log.from,
                     "Add golden cases out of a log, one JSON document per line; runs nothing")
          ->type_name("LOG");
  for (const char* other :
       {"--runs", "--ledger", "--fresh", "--lock-wait", "--max-cost", "--max-time", "--append"}) {
    if (CLI::Option* option = app.get_option_no_throw(other)) from->excludes(option);
  }
  add_places(app, from, log);
  app.add_option("--take", log.take, "Cases to add at most (default 100)")
      ->check(CLI::Range(1, 100000))
      ->option_text("N")
      ->needs(from);
  app.add_option("--seed", log.seed, "Draws another subset (default 1)")
      ->option_text("N")
      ->needs(from);
  app.add_option("--redact", log.redact,
                 "What else is private, beside what tidemark.redact.yaml says")
      ->type_name("FILE")
      ->needs(from);
  app.add_flag("--skip-malformed", log.skip_malformed,
               "Leave out lines that are no record instead of refusing the log")
      ->needs(from);
  app.add_flag("--dry-run", arguments.dry_run, "Write nothing; say what would be added")
      ->needs(from);
}

}  // namespace tidemark::cli
