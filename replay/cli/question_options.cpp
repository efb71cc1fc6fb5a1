#include "replay/cli/question_options.hpp"

#include <CLI/CLI.hpp>

#include "replay/cli/choice.hpp"

namespace tidemark::cli {
namespace {

/// The formats a command has beside text and json.
std::vector<Choice<Format>> formats_of(unsigned options) {
  std::vector<Choice<Format>> all = {{"text", Format::text}, {"json", Format::json}};
  if ((options & takes_sql) != 0) all.push_back({"csv", Format::csv});
  if ((options & takes_check) != 0) {
    all.push_back({"sarif", Format::sarif});
    all.push_back({"github", Format::github});
  }
  if ((options & takes_drawing) != 0) {
    all.push_back({"dot", Format::dot});
    all.push_back({"mermaid", Format::mermaid});
  }
  return all;
}

}  // namespace

void add_filters(CLI::App& app, unsigned options, Arguments& arguments) {
  if ((options & takes_filters) == 0) return;
  const auto filter = [&](const char* name, std::vector<std::string>& values, const char* what,
                          const char* type) {
    app.add_option(name, values, what)->type_name(type)->allow_extra_args(false);
  };
  filter("--kind", arguments.kinds, "Only entities of this kind; filters repeat", "KIND");
  filter("--owner", arguments.owners, "Only entities that this person or team owns", "WHO");
  filter("--tier", arguments.tiers, "Only automations of this tier", "TIER");
  filter("--tag", arguments.tags, "Only entities with this tag", "TAG");
  filter("--vendor", arguments.vendors, "Only entities that stand on this vendor", "VENDOR");
}

void add_bounds(CLI::App& app, unsigned options, Arguments& arguments) {
  if ((options & takes_distance) != 0) {
    app.add_option((options & takes_drawing) != 0 ? "--depth,--distance" : "--distance",
                   arguments.distance, "At most so many uses away")
        ->option_text("N");
  }
  if ((options & takes_limit) != 0) {
    app.add_option("--limit", arguments.limit, "Print at most so many; says when it cuts")
        ->option_text("N");
  }
  if ((options & takes_all) != 0) {
    app.add_flag("--all", arguments.all, "Every way that meets no entity twice, shortest first");
  }
  if ((options & takes_sql) != 0) {
    app.add_flag("--tables", arguments.tables, "Describe the tables and their columns");
    app.add_option("--timeout", arguments.timeout, "How long it may take (default 10s)")
        ->type_name("DURATION");
  }
}

Format format_named(const std::string& word, unsigned options) {
  return chosen("--format", word, formats_of(options));
}

std::string format_help(unsigned options) {
  std::string help = "How to print: text (default)";
  const auto formats = formats_of(options);
  for (std::size_t i = 1; i < formats.size(); ++i) {
    help += i + 1 == formats.size() ? " or " : ", ";
    help += formats[i].word;
  }
  return help;
}

}  // namespace tidemark::cli
