#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/model/check.hpp"

namespace tidemark::pipeline {

/// Collects what `check` finds.
class CheckFindings {
 public:
  void add(const std::string& rule, Severity severity, const Place& place,
           std::optional<EntityId> entity, std::string fact, std::string way_out);
  void take(const std::string& rule, Severity severity, Complaint complaint);
  void take(std::vector<CheckFinding> findings);
  /// One finding for each line of an error about a file. The place is taken off the line; where
  /// there is none it is `otherwise`.
  void take(const std::string& rule, const Error& error, const std::string& path,
            const Place& otherwise, const std::optional<EntityId>& entity);

  /// Errors first, then by their places.
  std::vector<CheckFinding> sorted() &&;

 private:
  std::vector<CheckFinding> findings_;
};

}  // namespace tidemark::pipeline
