#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/model/trial.hpp"

namespace tidemark::pipeline {

/// Counts which models answered a run's trials. A service that names none says nothing.
class AnsweredBy {
 public:
  void add(const Facts& facts);
  /// Trials, by the name of the model that answered.
  std::map<std::string, std::size_t> models() const;
  /// A sentence when more than one model, or deployment of one, answered: what was measured then is
  /// not one thing. Else "".
  std::string change() const;
  /// A sentence when the models that answered are others than those that answered when the baseline
  /// was recorded, as far as both are known. Else "".
  std::string moved_from(const std::vector<std::string>& baseline) const;

 private:
  std::map<std::pair<std::string, std::string>, std::size_t> counts_;  ///< by model, fingerprint
};

}  // namespace tidemark::pipeline
