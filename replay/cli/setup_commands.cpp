#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/graph/dependency_graph.hpp"
#include "core/inventory/read.hpp"
#include "core/model/exit_code.hpp"
#include "core/text/glob.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/world.hpp"
#include "replay/golden/baseline.hpp"
#include "replay/golden/golden_set.hpp"
#include "replay/pipeline/acceptance.hpp"

namespace tidemark::cli {
namespace {

constexpr const char* first_inventory = R"yaml(tidemark: 1

# What an entity claims with `files` is watched as its own. A changed file that nobody claims
# counts as reaching everything.
policy:
  approval: review
  unclassified: everything

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

void check_golden(const Here& at, const Entity& automation, std::vector<std::string>& faults,
                  std::vector<std::string>& warnings) {
  const ReplaySpec& replay = *automation.replay;
  const std::string place = to_string(replay.place) + ": ";
  try {
    const auto golden = pipeline::text_at(at.world, replay.golden);
    const auto baseline = pipeline::text_at(at.world, replay.baseline);
    if (!golden) faults.push_back(place + "the golden set " + replay.golden + " is missing");
    if (golden) golden::read_golden_set(*golden, replay.golden);
    if (baseline) golden::read_baseline(*baseline, replay.baseline);
    if (!baseline) {
      warnings.push_back(place + "no baseline is recorded (run `tidemark record " +
                         automation.id.name + "`)");
    }
  } catch (const Error& error) {
    faults.emplace_back(error.what());
  }
}

std::string walk_text(const std::vector<EntityId>& cycle) {
  std::string text;
  for (const EntityId& id : cycle) text += (text.empty() ? "" : " uses ") + to_string(id);
  return text;
}

std::string exit_codes() {
  std::vector<std::vector<std::string>> rows;
  for (const int code : {0, 10, 11, 12, 13, 20, 21, 22, 23, 64, 70}) {
    rows.push_back({"  " + std::to_string(code), std::string(meaning_of_exit(code))});
  }
  return table(rows);
}

/// Globs that claim nothing are usually misspelt.
void check_files(const Here& at, const Entity& entity, std::vector<std::string>& warnings) {
  for (const std::string& glob : entity.files) {
    if (glob.starts_with("!")) continue;
    const text::GlobSet claimed({glob}, at.world.folder);
    const auto& files = at.world.files->files();
    const bool any = std::any_of(files.begin(), files.end(),
                                 [&](const git::File& file) { return claimed.matches(file.path); });
    if (!any) {
      warnings.push_back(to_string(entity.place) + ": files " + glob + " of " +
                         to_string(entity.id) + " matches no file");
    }
  }
}

/// A pin that would be refused when it is used.
void check_pins(const Here& at, std::vector<std::string>& faults) {
  for (const PluginPin& pin : at.world.inventory.plugins) {
    for (const host::PluginFile& file : real_plugins()) {
      if (file.id == pin.id) {
        faults.push_back(to_string(pin.place) + ": plugin " + pin.id +
                         " is built in (give the pinned one another id)");
      }
    }
  }
}

json::Array texts(const std::vector<std::string>& lines) { return {lines.begin(), lines.end()}; }

std::string lines_text(const char* prefix, const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += prefix + line + "\n";
  return text;
}

inventory::Files files_on_disk(const change::World& world) {
  return {[&world] {
            std::vector<std::string> paths;
            for (const git::File& file : world.files->files()) {
              if (file.path.starts_with(world.folder)) {
                paths.push_back(file.path.substr(world.folder.size()));
              }
            }
            return paths;
          },
          [&world](const std::string& path) { return pipeline::text_at(world, path); }};
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

int check(const Arguments& arguments) {
  Here at{pipeline::find_workspace(arguments.folder), {}};
  at.world.files = at.workspace.repository ? at.workspace.repository->working_tree()
                                           : git::folder_snapshot(at.workspace.root);
  at.world.folder = at.workspace.folder;
  auto reading = inventory::read_inventory(files_on_disk(at.world));
  at.world.inventory = std::move(reading.inventory);
  std::vector<std::string> faults, warnings;
  for (const Complaint& one : reading.complaints) faults.push_back(to_string(one));
  for (const Complaint& one : reading.warnings) warnings.push_back(to_string(one));
  if (faults.empty()) {
    for (const Entity& entity : at.world.inventory.entities) {
      if (entity.replay) check_golden(at, entity, faults, warnings);
      check_files(at, entity, warnings);
    }
    check_pins(at, faults);
    for (const auto& cycle : DependencyGraph(at.world.inventory).cycles()) {
      warnings.push_back("cycle: " + walk_text(cycle));
    }
    pipeline::acceptances_of(at.world);
  }
  const int code = faults.empty() ? 0 : static_cast<int>(Fault::configuration);
  const auto& entities = at.world.inventory.entities;
  const std::string summary = faults.empty()
                                  ? std::to_string(entities.size()) + " entities in " +
                                        std::to_string(at.world.inventory.sources.size()) +
                                        " files, nothing wrong\n"
                                  : "wrong: " + std::to_string(faults.size()) + "\n";
  print(arguments, lines_text("", faults) + lines_text("warning: ", warnings) + summary,
        json::Object{{"schema", "tidemark.check/1"},
                     {"errors", texts(faults)},
                     {"warnings", texts(warnings)},
                     {"entities", static_cast<std::uint64_t>(entities.size())}});
  return code;
}

int plugins(const Arguments& arguments) {
  std::vector<host::PluginFile> files = real_plugins();
  if (std::filesystem::exists(arguments.folder / "tidemark.yaml")) {
    const Here at = here(arguments);
    for (const PluginPin& pin : at.world.inventory.plugins) {
      files.push_back({pin.id, at.workspace.root / pin.path, pin.sha256, false});
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
    items.emplace_back(json::Object{{"id", info.id},
                                    {"version", info.version},
                                    {"summary", info.summary},
                                    {"capabilities", texts(info.capabilities)},
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
