#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/golden.hpp"

namespace tidemark::golden {

/// Reads acceptance records, one JSON object per line with every field of Acceptance but `line`.
/// Throws Error(configuration) with all complaints. Whether a record is expired or fits what is
/// judged is for the caller.
std::vector<Acceptance> read_acceptances(std::string_view text, const std::string& path);

/// The records as JSONL, sorted by automation, then accepted_at.
std::string write_acceptances(std::vector<Acceptance> acceptances);

/// What the forge's reviews say, as CI writes it outside the checkout: somebody approved this state
/// of an automation.
struct Approval {
  std::string automation;  ///< entity id
  std::string closure;     ///< closure/1 of the approved state
  std::string approver;

  bool operator==(const Approval&) const = default;
};

/// Reads approvals, one JSON object per line. Throws Error(configuration) with all complaints.
std::vector<Approval> read_approvals(std::string_view text, const std::string& path);

}  // namespace tidemark::golden
