#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/inventory/read.hpp"

namespace tidemark::inventory {

inline Files files_of(const std::map<std::string, std::string>& texts) {
  Files files;
  files.paths = [texts] {
    std::vector<std::string> paths;
    for (const auto& [path, text] : texts) paths.push_back(path);
    return paths;
  };
  files.read = [texts](const std::string& path) -> std::optional<std::string> {
    const auto found = texts.find(path);
    return found == texts.end() ? std::nullopt : std::optional(found->second);
  };
  return files;
}

inline std::string lines(const std::vector<Complaint>& complaints) {
  std::string text;
  for (const Complaint& complaint : complaints) {
    text += (text.empty() ? "" : "\n") + to_string(complaint);
  }
  return text;
}

/// A workspace of one file; its first line, `tidemark: 1`, is added.
inline Reading reading_of(const std::string& text) {
  return read_inventory(files_of({{"tidemark.yaml", "tidemark: 1\n" + text}}));
}

/// All complaints of such a workspace, one per line, each without `tidemark.yaml:`.
inline std::string complaints_of(const std::string& text) {
  std::string result = lines(reading_of(text).complaints);
  const std::string file = "tidemark.yaml:";
  for (std::size_t at = 0; (at = result.find(file, at)) != std::string::npos;) {
    if (at == 0 || result[at - 1] == '\n' || result[at - 1] == ' ') result.erase(at, file.size());
  }
  return result;
}

/// The complaints about an automation's replay that is right but for one key, which stands at 5:7.
inline std::string replay_complaints(const std::string& changed_key, const std::string& value) {
  std::map<std::string, std::string> keys = {{"runner", "{plugin: process}"},
                                             {"golden", "golden/a.jsonl"},
                                             {"compare", "[{comparator: exact}]"}};
  std::string text = "automations:\n  a:\n    replay:\n";
  text += "      " + changed_key + ": " + value + '\n';
  keys.erase(changed_key);
  for (const auto& [key, other] : keys) text += "      " + key + ": " + other + '\n';
  return complaints_of(text);
}

}  // namespace tidemark::inventory
