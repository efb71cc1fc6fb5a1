#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace tidemark::pipeline {

/// What the answered trials of the last runs took and cost on average.
struct TrialMeans {
  double seconds = 0;
  double cost = 0;  ///< US dollars; 0 where nobody told
};

/// By automation's id; empty where there is no ledger. Throws Error(store).
std::map<std::string, TrialMeans> earlier_trials(const std::filesystem::path& ledger);

}  // namespace tidemark::pipeline
