#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/model/exit_code.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/plugin_shelf.hpp"

namespace tidemark::cli {
namespace {

constexpr const char* first_inventory = R"yaml(# yaml-language-server: $schema=tidemark.schema.json
# Editors complete and check by it, after `tidemark schema > tidemark.schema.json`.
tidemark: 1

# What an entity claims with `files` is watched as its own. A changed file that nobody claims
# counts as reaching everything.
policy:
  approval: review
  unclassified: everything
  ignore: [tidemark.schema.json]

defaults:
  owners: {technical: ml-platform@example.com, operational: support-ops@example.com}

automations:
  ticket-router:
    title: Routes incoming tickets to a queue
    tier: standard
    uses: [model:ticket-classifier]
    # files: [automations/ticket-router/**]
    # What makes its behaviour testable; then run `tidemark record ticket-router`:
    # replay:
    #   runner: {plugin: process, command: [automations/ticket-router/run], mode: jsonl}
    #     # jsonl: it reads lines {"id":7,"input":{...}} and prints {"id":7,"output":{...}} for each
    #   golden: golden/ticket-router.jsonl   # a case a line, such as
    #     {"id":"double-charge","input":{"text":"charged twice"},"expect":{"queue":"billing"}}
    #   compare: [{comparator: label, at: /queue}]

models:
  ticket-classifier:
    version: "2026-10-01"
    vendor: vendor:acme-ml

vendors:
  acme-ml:
    changelog: https://acme-ml.example.com/changes
)yaml";

/// Who must review what decides: the lines for the forge's CODEOWNERS.
constexpr const char* codeowners =
    "To make owners review what judges, add to CODEOWNERS (with your teams):\n"
    "  tidemark.yaml                 @your-org/ml-platform\n"
    "  tidemark.acceptances.jsonl    @your-org/ml-platform\n"
    "  golden/                       @your-org/ml-platform\n";

std::string exit_codes() {
  std::vector<std::vector<std::string>> rows;
  for (const int code : {0, 10, 11, 12, 13, 20, 21, 22, 23, 64, 70}) {
    rows.push_back({"  " + std::to_string(code), std::string(meaning_of_exit(code))});
  }
  return table(rows);
}

}  // namespace

int init(const Arguments& arguments) {
  const auto file = arguments.folder / "tidemark.yaml";
  remove_unfinished(file);
  if (std::filesystem::exists(file)) {
    throw Error(Fault::configuration, file.string() + ": is already there; nothing is written");
  }
  write_file_atomically(file, first_inventory);
  print(arguments,
        "wrote " + file.string() + " with an example entry\n\n" + codeowners +
            "\nNext: describe your own automations in it, then `tidemark check`\n",
        json::Object{{"schema", "tidemark.init/1"}, {"wrote", file.string()}});
  return 0;
}

int plugins(const Arguments& arguments) {
  std::vector<host::PluginFile> files = real_plugins();
  if (std::filesystem::exists(arguments.folder / "tidemark.yaml")) {
    const Here at = here(arguments);
    for (const PluginPin& pin : at.world.inventory.plugins) {
      files.push_back(pipeline::file_of(pin, at.workspace.root));
    }
  }
  const auto host = real_host();
  std::vector<std::vector<std::string>> rows;
  json::Array items;
  for (const host::PluginFile& file : files) {
    const host::PluginInfo info = host->describe({file, "{}", {}, {}});
    std::string capabilities;
    for (const std::string& one : info.capabilities) {
      capabilities += (capabilities.empty() ? "" : ", ") + one;
    }
    rows.push_back(
        {info.id, info.version, capabilities, file.built_in ? "built in" : "pinned", info.summary});
    items.emplace_back(json::Object{
        {"id", info.id},
        {"version", info.version},
        {"summary", info.summary},
        {"capabilities", json::Array(info.capabilities.begin(), info.capabilities.end())},
        {"built_in", file.built_in},
        {"sha256", file.sha256}});
  }
  print(arguments, table(rows),
        json::Object{{"schema", "tidemark.plugins/1"}, {"plugins", std::move(items)}});
  return 0;
}

int help(const Arguments& arguments) {
  if (!arguments.names.empty()) {
    const std::string name = arguments.names.front();
    const char* const again[] = {"tidemark", name.c_str(), "--help"};
    parse(3, again, commands());
    return 0;
  }
  std::vector<std::vector<std::string>> rows;
  json::Array items;
  for (const Command& command : commands()) {
    const std::string usage =
        *command.usage == '\0' ? command.name : std::string(command.name) + " " + command.usage;
    rows.push_back({"  " + usage, command.summary});
    items.emplace_back(json::Object{
        {"name", command.name}, {"usage", command.usage}, {"summary", command.summary}});
  }
  print(arguments,
        "usage: tidemark [-C DIR] [--format text|json] COMMAND ...\n\n" + table(rows) +
            "\n`tidemark help COMMAND` shows the command's options.\n\nExit codes\n" + exit_codes(),
        json::Object{{"schema", "tidemark.help/1"}, {"commands", std::move(items)}});
  return 0;
}

}  // namespace tidemark::cli
