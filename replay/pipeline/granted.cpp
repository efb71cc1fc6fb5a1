#include "replay/pipeline/granted.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "core/change/claims.hpp"
#include "core/json/json.hpp"
#include "replay/pipeline/parameters.hpp"

namespace tidemark::pipeline {
namespace {

/// Where a runner's settings lead.
struct Targets {
  std::set<std::string> url_hosts;     ///< `https://api.example.com:8443`
  std::set<std::string> host_headers;  ///< `Host: "api.example.com"`
  std::set<std::string> hosts;         ///< of all texts
  std::string folder;                  ///< in which the command runs
  json::Value command;                 ///< null when there is none
  std::string settings;                ///< all of them, of a plugin that is not built in
};

/// Scheme and authority of every URL in a text.
void add_hosts(std::string_view text, std::set<std::string>& hosts) {
  for (std::size_t colon = text.find("://"); colon != std::string_view::npos;
       colon = text.find("://", colon + 3)) {
    const std::size_t end = text.find_first_of("/?# \t\r\n\"'<>", colon + 3);
    const std::size_t before = text.find_last_of(" \t\r\n\"'<>=,(", colon);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    hosts.emplace(text.substr(begin, end == std::string_view::npos ? end : end - begin));
  }
}

bool is_host(std::string_view name) {
  constexpr std::string_view host = "host";
  return std::equal(
      name.begin(), name.end(), host.begin(), host.end(),
      [](char letter, char wanted) { return static_cast<char>(letter | 0x20) == wanted; });
}

/// Behind one address a header may choose another server than the URL names.
std::set<std::string> host_headers_of(const json::Value& config) {
  const json::Value* headers = json::at(config, "/headers");
  const json::Object* members = headers == nullptr ? nullptr : headers->object();
  std::set<std::string> found;
  if (members == nullptr) return found;
  for (const auto& [name, value] : *members) {
    if (is_host(name)) found.insert("Host: " + json::canonical(value));
  }
  return found;
}

/// "" where nothing or something else stands.
std::string setting_at(const json::Value& config, std::string_view pointer) {
  const json::Value* value = json::at(config, pointer);
  const std::string* text = value == nullptr ? nullptr : value->string();
  return text == nullptr ? "" : *text;
}

Targets targets_of(const RunnerSpec& runner, bool is_built_in) {
  const json::Value config = json::parse(runner.config, "runner");
  Targets targets;
  if (!is_built_in) targets.settings = json::canonical(config);
  json::each_text(config, [&](const std::string& text) { add_hosts(text, targets.hosts); });
  add_hosts(setting_at(config, "/url"), targets.url_hosts);
  targets.host_headers = host_headers_of(config);
  targets.folder = setting_at(config, "/folder");
  if (const json::Value* command = json::at(config, "/command")) targets.command = *command;
  return targets;
}

bool is_interpreter(std::string_view program) {
  constexpr std::string_view known[] = {"bash", "bun",  "dash", "deno", "node",  "perl",
                                        "php",  "ruby", "sh",   "zsh",  "python"};
  program.remove_prefix(program.rfind('/') + 1);  // npos + 1 is 0
  const std::string_view name = program.substr(0, program.find_first_of("0123456789."));
  return std::find(std::begin(known), std::end(known), name) != std::end(known);
}

/// What of a command is run that may be a file of the repository: the program, unless it is sought
/// in PATH, or the script that stands first behind an interpreter; options may be code.
std::string code_of(const json::Value& command) {
  const json::Array* words = command.array();
  const auto text = [&](std::size_t i) {
    const std::string* word = words->size() > i ? (*words)[i].string() : nullptr;
    return word == nullptr ? std::string() : *word;
  };
  if (words == nullptr) return "";
  const std::string program = text(0), script = text(1);
  if (is_interpreter(program) && !script.starts_with('-')) return script;
  return program.find('/') == std::string::npos ? "" : program;
}

/// Whether a command runs code of the repository, which a proposal may edit.
bool runs_file_of(const Targets& given, const change::World& world) {
  const std::string code = code_of(given.command);
  if (code.empty()) return false;
  const auto has = [&](const std::string& path) {
    return world.files->find(change::path_in_repository(path, world.folder)) != nullptr;
  };
  return has(code) || (!given.folder.empty() && has(given.folder + '/' + code));
}

const PluginPin* pin_of(const std::vector<PluginPin>& pins, const std::string& id) {
  const auto found =
      std::find_if(pins.begin(), pins.end(), [&](const PluginPin& pin) { return pin.id == id; });
  return found == pins.end() ? nullptr : &*found;
}

bool is_same_plugin(const std::string& id, const std::vector<PluginPin>& pins,
                    const std::vector<PluginPin>& others) {
  const PluginPin *one = pin_of(pins, id), *other = pin_of(others, id);
  if (one == nullptr || other == nullptr) return one == other;
  return one->path == other->path && one->sha256 == other->sha256;
}

bool holds(const std::set<std::string>& all, const std::set<std::string>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

/// Whether nobody else is asked: a host that other texts name is none that gets a key, and a Host
/// header that is left out chooses another server as one that is added does.
bool leads_where(const Targets& given, const Targets& asked, const change::World& base) {
  return given.settings == asked.settings && given.host_headers == asked.host_headers &&
         holds(given.url_hosts, asked.url_hosts) && holds(given.hosts, asked.hosts) &&
         (given.command == asked.command || runs_file_of(given, base));
}

bool takes(const RunnerSpec& runner, const std::string& variable) {
  return std::find(runner.environment.begin(), runner.environment.end(), variable) !=
         runner.environment.end();
}

/// Of the variables, those that no runner of the base takes to where `asked` leads.
std::set<std::string> not_given(const change::World& base, const RunnerSpec& runner,
                                const Targets& asked) {
  std::set<std::string> left(runner.environment.begin(), runner.environment.end());
  for (const Entity& entity : base.inventory.entities) {
    if (left.empty()) break;
    if (!entity.replay || entity.replay->runner.plugin != runner.plugin) continue;
    const RunnerSpec own = with_parameters(entity.replay->runner, base.inventory).runner;
    const bool is_near = std::any_of(left.begin(), left.end(),
                                     [&](const std::string& name) { return takes(own, name); });
    const bool is_built_in = pin_of(base.inventory.plugins, runner.plugin) == nullptr;
    if (!is_near || !leads_where(targets_of(own, is_built_in), asked, base)) continue;
    std::erase_if(left, [&](const std::string& name) { return takes(own, name); });
  }
  return left;
}

std::string way_of(const RunnerSpec& runner, const Targets& asked) {
  std::string way = "the plugin " + runner.plugin;
  std::set<std::string> hosts = asked.hosts;
  hosts.insert(asked.host_headers.begin(), asked.host_headers.end());
  if (!hosts.empty()) way += fmt::format(" for {}", fmt::join(hosts, ", "));
  if (asked.command.array() != nullptr) way += " for " + json::canonical(asked.command);
  return way;
}

std::string not_granted(const change::World& base, const RunnerSpec& runner,
                        const std::vector<PluginPin>& pins) {
  if (runner.environment.empty() || base.inventory.entities.empty()) return "";
  const Targets asked = targets_of(runner, pin_of(pins, runner.plugin) == nullptr);
  const bool is_same = is_same_plugin(runner.plugin, pins, base.inventory.plugins);
  const std::set<std::string> left =
      is_same ? not_given(base, runner, asked)
              : std::set<std::string>(runner.environment.begin(), runner.environment.end());
  if (left.empty()) return "";
  return fmt::format(
      "it is not run before somebody approves: it would give {} to {}, which the base does not",
      fmt::join(left, ", "), way_of(runner, asked));
}

}  // namespace

void withhold(const change::World& base, Judge& judge) {
  if (!judge.is_proposed || !judge.lacking.empty()) return;
  judge.lacking = not_granted(base, judge.replay.runner, judge.plugins);
  if (judge.lacking.empty()) return;
  judge.way_out =
      "let an owner of the base approve the runner, and CI say so by `--approvals FILE`; at your "
      "own "
      "desk `tidemark replay` runs it";
}

}  // namespace tidemark::pipeline
