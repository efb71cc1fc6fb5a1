#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/place.hpp"
#include "core/model/entity_id.hpp"
#include "core/model/rule.hpp"

namespace tidemark {

/// Something that `check` has to say about a workspace.
struct CheckFinding {
  std::string rule;  ///< stable id: `owners.named`, `inventory.invalid`, ...
  Severity severity = Severity::error;
  Place place;
  std::optional<EntityId> entity;  ///< whom it is about, where it is about one
  std::string fact;
  std::string way_out;  ///< "" when the fact says it all
};

/// What a rule wants, for people who meet one of its findings.
struct RuleText {
  std::string id;
  std::string summary;
  std::string explanation;  ///< why, and what to do; whole sentences
  std::string by_default;   ///< how it holds where the workspace does not say
};

/// All that `check` found: errors first, each by place.
struct CheckReport {
  std::vector<CheckFinding> findings;
  std::vector<RuleText> rules;  ///< of the findings, sorted by id
  std::string tool;             ///< tidemark's version
  std::string folder;           ///< of tidemark.yaml in the repository: "" or "a/b/"
  std::size_t entities = 0, files = 0;
  std::size_t replayed = 0;  ///< automations whose behaviour can be tested

  bool has_errors() const {
    return !findings.empty() && findings.front().severity == Severity::error;
  }
};

}  // namespace tidemark
