#include "config.hpp"

#include <tidemark/plugin.hpp>

#include "pace.hpp"
#include "plugins/kit/call_failure.hpp"
#include "plugins/kit/extract.hpp"
#include "plugins/kit/json_text.hpp"
#include "plugins/kit/settings.hpp"

namespace tidemark::process {
namespace {

using namespace plugin;
using sdk::Failed;

std::vector<std::string> command_of(const Json& value) {
  const std::string need = "a list of strings, the program first";
  if (!value.is_array() || value.empty()) refuse("command", need);
  std::vector<std::string> command;
  for (const Json& part : value) {
    if (!part.is_string()) refuse("command", need);
    command.push_back(part.get<std::string>());
    if (command.back().find('\0') != std::string::npos) refuse("command", "free of NUL");
  }
  if (command.front().empty()) refuse("command", need);
  return command;
}

Mode mode_of(const std::string& name) {
  if (name == "exec") return Mode::exec;
  if (name == "lines") return Mode::lines;
  if (name == "jsonl") return Mode::jsonl;
  refuse("mode", "exec, lines or jsonl, not '" + name + "'");
}

void read_limit(Limits& limits, const std::string& key, const Json& value) {
  constexpr std::pair<const char*, std::optional<std::int64_t> Limits::*> known[] = {
      {"cpu_seconds", &Limits::cpu_seconds},
      {"memory_mb", &Limits::memory_mb},
      {"file_mb", &Limits::file_mb},
      {"open_files", &Limits::open_files}};
  for (const auto& [name, limit] : known) {
    if (key != name) continue;
    limits.*limit = count_of("limits." + key, value, 1, 1 << 20);
    return;
  }
  throw Failed("unknown key 'limits." + key +
               "' (known: cpu_seconds, memory_mb, file_mb, open_files)");
}

Limits limits_of(const std::string& key, const Json& value) {
  if (!value.is_object()) refuse(key, "a map");
  Limits limits;
  for (const auto& [name, most] : value.items()) read_limit(limits, name, most);
  return limits;
}

bool in_files(const std::string& key, const std::string& kind) {
  if (kind != "pipes" && kind != "files") refuse(key, "pipes or files, not '" + kind + "'");
  return kind == "files";
}

bool read_member(Config& config, const std::string& key, const Json& value) {
  if (key == "command") {
    config.launch.command = command_of(value);
  } else if (key == "mode") {
    config.mode = mode_of(text_of(key, value));
  } else if (key == "input") {
    config.input = pointer_of(key, text_of(key, value));
  } else if (key == "output") {
    config.json_output = is_json_of(key, value);
  } else if (key == "extract") {
    config.extract = pattern_of(key, text_of(key, value));
  } else if (key == "folder") {
    config.launch.folder = text_of(key, value);
  } else if (key == "limits") {
    config.launch.limits = limits_of(key, value);
  } else if (key == "lines_at_once") {
    config.lines_at_once = static_cast<std::size_t>(count_of(key, value, 1, Pace::most));
  } else if (key == "exchange") {
    config.in_files = in_files(key, text_of(key, value));
  } else {
    return false;
  }
  return true;
}

}  // namespace

Config read_config(std::string_view json) {
  Config config;
  const Json members = read_settings(
      json, [&](const auto& key, const Json& value) { return read_member(config, key, value); },
      "command, mode, input, output, extract, folder, limits, exchange, lines_at_once");
  if (config.launch.command.empty()) throw Failed("'command' is missing");
  if (config.in_files && config.mode != Mode::exec) {
    throw Failed("exchange: files is for mode: exec, where each case has a process of its own");
  }
  if (config.lines_at_once && config.mode != Mode::lines) {
    throw Failed("lines_at_once is for mode: lines");
  }
  if (config.extract && (config.json_output || config.mode == Mode::jsonl)) {
    throw Failed("'extract' reads text, so it needs output: text and not mode: jsonl");
  }
  if (config.mode == Mode::jsonl && members.contains("output") && !config.json_output) {
    throw Failed("mode: jsonl always gives JSON, so output: text cannot be");
  }
  return config;
}

std::string input_text(const Config& config, std::string_view input) {
  const Json value = selected(input, config.input);
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string input_json(const Config& config, std::string_view input) {
  if (config.input.empty() && plain_string(input)) return std::string(input);
  return selected(input, config.input).dump();
}

std::string output_json(const Config& config, std::string_view text) {
  if (config.extract) return extracted(config.extract, text);
  if (!config.json_output) return text_as_json(text);
  try {
    return parse_json(text).dump();
  } catch (const std::exception& error) {
    throw CallFailure(TIDEMARK_INVALID_OUTPUT, std::string("the output is ") + error.what());
  }
}

}  // namespace tidemark::process
