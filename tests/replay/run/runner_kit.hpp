#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "replay/run/runner.hpp"
#include "tests/core/host/host_kit.hpp"

/// What tests of whole runs share: trials, what came of them, and what the ledger would have.
namespace tidemark::run::kit {

using namespace host::kit;
using host::Host;

inline std::vector<Trial> trials_of(const std::vector<std::string>& inputs) {
  std::vector<Trial> trials;
  for (const std::string& input : inputs) {
    trials.push_back({"c" + std::to_string(trials.size()), static_cast<int>(trials.size()), input});
  }
  return trials;
}

/// `case/run output` or `case/run kind: text`, one outcome a line.
inline std::string said(std::span<const Outcome> outcomes) {
  std::string text;
  for (const Outcome& one : outcomes) {
    text += one.case_id + "/" + std::to_string(one.run) + " ";
    text += one.failure ? std::string(to_string(one.failure->kind)) + ": " + one.failure->text
                        : one.output;
    text += "\n";
  }
  return text;
}

/// What the ledger would have, in the order it came.
struct Kept {
  std::vector<Outcome> outcomes;
  std::size_t calls = 0;

  Keep keep() {
    return [this](std::span<const Outcome> batch) {
      ++calls;
      CHECK_FALSE(batch.empty());
      outcomes.insert(outcomes.end(), batch.begin(), batch.end());
    };
  }
  std::string sorted() {
    std::sort(outcomes.begin(), outcomes.end(),
              [](const Outcome& a, const Outcome& b) { return a.run < b.run; });
    return said(outcomes);
  }
};

/// Chaos that writes every input into `started` before it answers it.
inline host::WorkerSpec noting_worker(const Folder& folder) {
  host::WorkerSpec worker = chaos("note calls");
  worker.folder = folder.path();
  return worker;
}

inline std::size_t lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::size_t count = 0;
  for (std::string line; std::getline(file, line);) ++count;
  return count;
}

}  // namespace tidemark::run::kit
