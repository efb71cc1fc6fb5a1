#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/change/changes.hpp"
#include "core/model/golden.hpp"
#include "core/model/inventory.hpp"
#include "replay/golden/acceptances.hpp"

namespace tidemark::pipeline {

/// What an acceptance must be bound to, to be about this proposal and no other.
struct Binding {
  std::string automation;     ///< entity id, or "policy" for the workspace's own rules
  std::string base_baseline;  ///< hash of what is replaced; "none" when there was none
  std::string closure;        ///< of the proposed state; "removed" for a removed automation
};

/// Whoever may say that a proposal is right, and what was said.
struct Approvals {
  /// The acceptance records that the head brings. One that the base already has accepted something
  /// that is part of the base by now; it may not accept a second time.
  std::vector<Acceptance> records;
  bool needs_file = false;                   ///< the base's policy is `approval: file`
  std::vector<golden::Approval> from_forge;  ///< of --approvals
  std::vector<std::string> authors;          ///< of the commits under judgement
  std::string why_none{};  ///< why no record counts, as a sentence; "" when they do
};

/// Either the record that covers a binding, or why none does.
struct Coverage {
  std::optional<Acceptance> record;
  std::string why_not;  ///< a sentence; "" when no record names the automation at all
};

/// Looks for an unexpired record with this very binding. With `approval: file` the forge must also
/// have an approval of the same state by one of `owners` who authored nothing of it.
Coverage covered(const Approvals& approvals, const Binding& binding,
                 const std::vector<std::string>& owners);

/// Whether the forge has an approval of this very state by one of `owners` who authored nothing of
/// it.
bool is_approved(const Approvals& approvals, const Binding& binding,
                 const std::vector<std::string>& owners);

/// Who may approve what concerns an automation: its owners in the base; of what the base does not
/// have, and of the policy, anybody who owns something in the base.
std::vector<std::string> approvers_of(const Inventory& base, const EntityId& automation);

/// A state's acceptance records. Throws Error(configuration).
std::vector<Acceptance> acceptances_of(const change::World& world);
/// Those of `after` that `before` does not have. Throws Error(configuration).
std::vector<Acceptance> new_acceptances(const change::World& before, const change::World& after);

/// Hash of a workspace's policy and plugin pins; "none" for a state without tidemark.yaml.
std::string policy_identity(const change::World& world);

inline constexpr const char* no_baseline = "none";
inline constexpr const char* removed = "removed";

}  // namespace tidemark::pipeline
