#pragma once

#include <string>
#include <vector>

#include "replay/pipeline/gate.hpp"

namespace tidemark::pipeline {

/// What the answers say of the models whose version the head moves, for one automation.
struct ModelMoves {
  /// The model that the head leaves answered, by the very name of the old version: what the new one
  /// does was not tried, though nothing else failed. That is no PASS.
  std::vector<std::string> untried;
  /// The same models answered as when the baseline was recorded, by names that are neither version:
  /// nobody can tell whether the new one was tried.
  std::vector<std::string> unmoved;
};

/// Sentences for a verdict on a replay. A service that names no model says nothing.
ModelMoves model_moves(const Assessment& assessment, const Verdict& verdict);

}  // namespace tidemark::pipeline
