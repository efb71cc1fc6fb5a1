#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/contract/contract.hpp"

namespace tidemark::contract {

/// Files that a contract may refer to.
using Files = std::map<std::string, std::string>;

inline FileReader reader_of(const Files& files) {
  return [files](const std::string& path) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found == files.end()) return std::nullopt;
    return found->second;
  };
}

inline Difference compare(const std::string& file, const std::string& before,
                          const std::string& after, std::optional<Stance> stance = std::nullopt,
                          const Files& files = {}) {
  return difference({file, before, reader_of(files)}, {file, after, reader_of(files)}, stance,
                    "2026-01-01");
}

/// `breaking response-property-type-changed GET /a /price: the type of ...`.
inline std::string line_of(const Finding& finding) {
  std::string line = std::string(to_string(finding.level)) + ' ' + finding.rule;
  for (const std::string& word : {finding.operation, finding.part}) {
    if (!word.empty()) line += ' ' + word;
  }
  return line + ": " + finding.text;
}

inline std::string lines_of(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) text += line_of(finding) + "\n";
  return text;
}

/// The findings, a line each; or the error.
inline std::string findings_of(const std::string& file, const std::string& before,
                               const std::string& after,
                               std::optional<Stance> stance = std::nullopt,
                               const Files& files = {}) {
  try {
    return lines_of(compare(file, before, after, stance, files).findings);
  } catch (const Error& error) {
    return std::to_string(static_cast<int>(error.fault())) + ' ' + error.what() + "\n";
  }
}

}  // namespace tidemark::contract
