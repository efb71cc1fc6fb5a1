#include "replay/pipeline/runner_slips.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "core/host/variables.hpp"
#include "core/json/json.hpp"
#include "core/text/code_points.hpp"
#include "replay/pipeline/program_folders.hpp"

namespace tidemark::pipeline {
namespace {

namespace fs = std::filesystem;

/// What keeps a file from being started, or "".
std::string fault_of(const fs::path& file) {
  std::error_code failure;
  const auto status = fs::status(file, failure);
  if (!fs::exists(status)) return "is not there";
  if (fs::is_directory(status)) return "is a folder";
  return ::access(file.c_str(), X_OK) == 0 ? "" : "is not executable";
}

bool is_in_path(const std::string& program) {
  const auto folders = program_folders();
  return std::any_of(folders.begin(), folders.end(),
                     [&](const fs::path& folder) { return fault_of(folder / program).empty(); });
}

/// Whether a path is the same on every machine that has the repository.
bool is_of_the_repository(const Workspace& workspace, const fs::path& path) {
  const fs::path root = workspace.repository ? workspace.repository->root() : workspace.root;
  const fs::path place = fs::weakly_canonical(path.parent_path()) / path.filename();
  const fs::path inside = place.lexically_relative(root);
  if (inside.empty() || *inside.begin() == "..") return false;
  return !workspace.repository || !workspace.repository->is_ignored(inside.generic_string());
}

std::string text_member(const json::Value& config, std::string_view name) {
  const json::Value* value = config.find(name);
  return value == nullptr || value->string() == nullptr ? "" : *value->string();
}

/// The variables of `${env:NAME}` in a text; `$${` begins none.
void add_variables(std::string_view text, std::vector<std::string>& names) {
  constexpr std::string_view prefix = "${env:";
  for (std::size_t at = text.find(prefix); at != std::string_view::npos;
       at = text.find(prefix, at + 1)) {
    const std::size_t begin = at + prefix.size(), end = text.find('}', begin);
    if (end == std::string_view::npos) return;
    if (at == 0 || text[at - 1] != '$') names.emplace_back(text.substr(begin, end - begin));
  }
}

/// Collects the findings about one runner.
class Slips {
 public:
  Slips(const Workspace& workspace, const Entity& automation, const RunnerSpec& runner)
      : workspace_(workspace),
        automation_(automation),
        runner_(runner),
        config_(json::parse(runner.config, "runner")) {}

  std::vector<CheckFinding> all() && {
    if (runner_.plugin == "process") {
      program();
      places();
    }
    if (runner_.plugin == "chat") variable("key_env", text_member(config_, "key_env"));
    if (runner_.plugin == "http") header_variables();
    return std::move(findings_);
  }

 private:
  void add(const char* rule, Severity severity, std::string fact, std::string way_out) {
    findings_.push_back({rule, severity, automation_.replay->place, automation_.id, std::move(fact),
                         std::move(way_out)});
  }

  std::vector<std::string> command() const {
    std::vector<std::string> words;
    const json::Value* value = config_.find("command");
    if (value == nullptr || value->array() == nullptr) return words;
    json::each_text(*value, [&](const auto& text) { words.push_back(text); });
    return words;
  }

  void lacks(const std::string& written, const fs::path& path, const std::string& fault,
             const std::string& way_out) {
    const bool is_everywhere = is_of_the_repository(workspace_, path);
    add(is_everywhere ? "program.missing" : "program.elsewhere",
        is_everywhere ? Severity::error : Severity::warning, text::printable(written) + ' ' + fault,
        way_out);
  }

  void program() {
    const auto words = command();
    if (words.empty()) return;
    const fs::path folder = (workspace_.root / text_member(config_, "folder")).lexically_normal();
    if (!fs::is_directory(folder)) {
      return lacks("the folder " + text_member(config_, "folder") + " that the command runs in",
                   folder, "is not there", "mend the path in `folder`");
    }
    const std::string& program = words.front();
    if (program.find('/') == std::string::npos) return named(program, folder);
    const fs::path path = (folder / program).lexically_normal();
    const std::string fault = fault_of(path);
    if (fault.empty()) return;
    lacks("the program " + program, path, fault,
          fault == "is not executable" ? "chmod +x it" : "mend the path in `command`");
  }

  void named(const std::string& program, const fs::path& folder) {
    if (is_in_path(program)) return;
    const bool is_beside = fault_of(folder / program).empty();
    add("program.elsewhere", Severity::warning,
        "no program " + text::printable(program) + " is found in PATH",
        is_beside ? "write ./" + text::printable(program) + " for the one in its folder"
                  : "install it, or name it by its path");
  }

  void places() {
    if (text_member(config_, "exchange") == "files") return;
    for (const std::string& word : command()) {
      for (const char* place : {"{input}", "{output}"}) {
        if (word.find(place) == std::string::npos) continue;
        add("command.place", Severity::warning,
            std::string(place) + " in the command is left as it is",
            "say exchange: files, by which it becomes a path");
      }
    }
  }

  void variable(const std::string& where, const std::string& name) {
    const auto is_it = [&](const auto& one) { return one == name; };
    const auto& given = host::harmless_variables;
    if (name.empty() || std::any_of(given.begin(), given.end(), is_it)) return;
    const auto& named = runner_.environment;
    if (std::any_of(named.begin(), named.end(), is_it)) return;
    const std::string shown = text::printable(name);
    add("runner.variable", Severity::error,
        where + " needs the variable " + shown + ", which the runner's env does not name",
        "add it: env: [" + shown + "]");
  }

  void header_variables() {
    std::vector<std::string> names;
    if (const json::Value* headers = config_.find("headers")) {
      json::each_text(*headers, [&](const auto& text) { add_variables(text, names); });
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string& name : names) variable("a header", name);
  }

  const Workspace& workspace_;
  const Entity& automation_;
  const RunnerSpec& runner_;
  const json::Value config_;
  std::vector<CheckFinding> findings_;
};

}  // namespace

std::vector<CheckFinding> runner_slips(const Workspace& workspace, const Entity& automation,
                                       const RunnerSpec& runner) {
  return Slips(workspace, automation, runner).all();
}

}  // namespace tidemark::pipeline
