#include "config.hpp"

#include <re2/re2.h>

#include <tidemark/plugin.hpp>

#include "call_failure.hpp"
#include "json_text.hpp"

namespace tidemark::process {
namespace {

using sdk::Failed;

[[noreturn]] void refuse(const std::string& key, const std::string& need) {
  throw Failed("'" + key + "' must be " + need);
}

std::string text_of(const std::string& key, const Json& value) {
  if (!value.is_string()) refuse(key, "a string");
  return value.get<std::string>();
}

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

std::string pointer_of(const std::string& text) {
  try {
    return Json::json_pointer(text).to_string();
  } catch (const Json::exception&) {
    refuse("input", "a JSON pointer such as /ticket/text, not '" + text + "'");
  }
}

std::shared_ptr<const re2::RE2> pattern_of(const std::string& text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto pattern = std::make_shared<const re2::RE2>(text, options);
  if (!pattern->ok()) refuse("extract", "a RE2 pattern: " + pattern->error());
  if (pattern->NamedCapturingGroups().empty()) {
    refuse("extract", "a pattern with a named group such as (?P<label>\\w+)");
  }
  return pattern;
}

void read_member(Config& config, const std::string& key, const Json& value) {
  if (key == "command") {
    config.command = command_of(value);
  } else if (key == "mode") {
    config.mode = mode_of(text_of(key, value));
  } else if (key == "input") {
    config.input = pointer_of(text_of(key, value));
  } else if (key == "output") {
    const std::string kind = text_of(key, value);
    if (kind != "text" && kind != "json") refuse(key, "text or json, not '" + kind + "'");
    config.json_output = kind == "json";
  } else if (key == "extract") {
    config.extract = pattern_of(text_of(key, value));
  } else {
    throw Failed("unknown key '" + key + "' (known: command, mode, input, output, extract)");
  }
}

Json selected(const Config& config, std::string_view input) {
  try {
    const Json whole = parse_json(input);
    return whole.at(Json::json_pointer(config.input));
  } catch (const Json::exception&) {
    throw CallFailure(TIDEMARK_FAILED, "the input has nothing at '" + config.input + "'");
  } catch (const std::runtime_error& error) {
    throw CallFailure(TIDEMARK_FAILED, std::string("the input is ") + error.what());
  }
}

std::string text_as_json(std::string_view text) {
  try {
    return Json(text).dump();
  } catch (const Json::exception&) {
    throw CallFailure(TIDEMARK_INVALID_OUTPUT, "the output is not UTF-8");
  }
}

std::string extracted(const re2::RE2& pattern, std::string_view text) {
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(pattern.NumberOfCapturingGroups()) +
                                       1);
  const re2::StringPiece whole(text.data(), text.size());
  if (!pattern.Match(whole, 0, text.size(), re2::RE2::UNANCHORED, groups.data(),
                     static_cast<int>(groups.size()))) {
    throw CallFailure(TIDEMARK_FAILED, "output does not match extract");
  }
  std::string object;
  for (const auto& [name, index] : pattern.NamedCapturingGroups()) {
    const re2::StringPiece& group = groups[static_cast<std::size_t>(index)];
    object += object.empty() ? '{' : ',';
    object += text_as_json(name) + ':';
    object += group.data() == nullptr ? "null" : text_as_json({group.data(), group.size()});
  }
  return object + '}';
}

}  // namespace

Config read_config(std::string_view json) {
  Json members;
  try {
    members = parse_json(json);
  } catch (const std::runtime_error& error) {
    throw Failed(std::string("the configuration is ") + error.what());
  }
  if (!members.is_object()) throw Failed("the configuration must be an object");
  Config config;
  for (const auto& [key, value] : members.items()) read_member(config, key, value);
  if (config.command.empty()) throw Failed("'command' is missing");
  if (config.extract && (config.json_output || config.mode == Mode::jsonl)) {
    throw Failed("'extract' reads text, so it needs output: text and not mode: jsonl");
  }
  if (config.mode == Mode::jsonl && members.contains("output") && !config.json_output) {
    throw Failed("mode: jsonl always gives JSON, so output: text cannot be");
  }
  return config;
}

std::string input_text(const Config& config, std::string_view input) {
  const Json value = selected(config, input);
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string input_json(const Config& config, std::string_view input) {
  return selected(config, input).dump();
}

std::string output_json(const Config& config, std::string_view text) {
  if (config.extract) return extracted(*config.extract, text);
  if (!config.json_output) return text_as_json(text);
  try {
    return parse_json(text).dump();
  } catch (const std::exception& error) {
    throw CallFailure(TIDEMARK_INVALID_OUTPUT, std::string("the output is ") + error.what());
  }
}

}  // namespace tidemark::process
