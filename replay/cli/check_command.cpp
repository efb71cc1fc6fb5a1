#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/policy/catalogue.hpp"
#include "core/text/suggest.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/version.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/check.hpp"
#include "replay/report/check_report.hpp"

namespace tidemark::cli {
namespace {

[[noreturn]] void refuse_rule(const std::string& name) {
  std::vector<std::string> ids;
  std::string known;
  for (const RuleText& text : policy::catalogue()) {
    ids.push_back(text.id);
    known += "\n  " + text.id;
  }
  const std::string hint = text::did_you_mean(name, ids);
  throw Error(Fault::usage, "--explain " + name + ": no such rule" +
                                (hint.empty() ? "" : " (" + hint + ")") + "; there are" + known);
}

int explain(const Arguments& arguments) {
  const RuleText* text = policy::rule_text(arguments.explain);
  if (text == nullptr) refuse_rule(arguments.explain);
  print(arguments,
        text->id + ": " + text->summary + "\n\n" + text->explanation +
            "\n\nWhere the workspace does not say otherwise: " + text->by_default + "\n",
        json::Object{{"schema", "tidemark.explain/1"},
                     {"rule", text->id},
                     {"summary", text->summary},
                     {"explanation", text->explanation},
                     {"by_default", text->by_default}});
  return 0;
}

void print_report(const Arguments& arguments, const CheckReport& report) {
  if (arguments.format == Format::sarif) {
    write_out(json::dump_pretty(report::check_sarif(report)) + "\n");
  } else if (arguments.format == Format::github) {
    write_out(report::check_github(report));
  } else {
    print(arguments, report::check_text(report), report::check_json(report));
  }
}

}  // namespace

int check(const Arguments& arguments) {
  if (!arguments.explain.empty()) return explain(arguments);
  // Before the host has a thread: libgit2 then starts without the system's certificates.
  const pipeline::Workspace workspace = pipeline::find_workspace(arguments.folder);
  const auto host = real_host();
  const CheckReport report =
      pipeline::check(workspace, real_plugins(), *host, version, utc_now().substr(0, 10));
  print_report(arguments, report);
  return report.has_errors() ? static_cast<int>(Fault::configuration) : 0;
}

}  // namespace tidemark::cli
