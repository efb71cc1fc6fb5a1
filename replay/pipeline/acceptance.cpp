#include "replay/pipeline/acceptance.hpp"

#include <algorithm>
#include <chrono>

#include "core/base/clock.hpp"
#include "core/base/hash.hpp"
#include "core/json/json.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {
namespace {

bool has_expired(const Acceptance& record) {
  const auto expires = parse_utc(record.expires);
  return !expires || *expires <= std::chrono::system_clock::now();
}

std::string lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

/// Commit authors read `Name <address>`; owners and approvers are usually the address. Mail does
/// not tell capitals from small letters, so they make nobody another person.
bool is_author(const std::vector<std::string>& authors, const std::string& who) {
  const std::string name = lower_case(who);
  return std::any_of(authors.begin(), authors.end(), [&](const std::string& author) {
    const std::string written = lower_case(author);
    return written == name || written.find("<" + name + ">") != std::string::npos;
  });
}

std::string mismatch(const Acceptance& record, const Binding& binding) {
  if (record.base_baseline != binding.base_baseline) {
    return "an acceptance exists, but it replaces another baseline than the base's";
  }
  if (record.closure != binding.closure) {
    return "an acceptance exists, but what it accepted has changed since";
  }
  if (has_expired(record)) return "an acceptance exists, but it expired on " + record.expires;
  return "";
}

}  // namespace

bool is_approved(const Approvals& approvals, const Binding& binding,
                 const std::vector<std::string>& owners) {
  return std::any_of(
      approvals.from_forge.begin(), approvals.from_forge.end(),
      [&](const golden::Approval& approval) {
        return approval.automation == binding.automation && approval.closure == binding.closure &&
               std::find(owners.begin(), owners.end(), approval.approver) != owners.end() &&
               !is_author(approvals.authors, approval.approver);
      });
}

std::vector<std::string> approvers_of(const Inventory& base, const EntityId& automation) {
  std::vector<std::string> people;
  const auto add = [&](const Entity& entity) {
    for (const std::string* who :
         {&entity.owners.technical, &entity.owners.operational, &entity.owners.escalation}) {
      if (!who->empty()) people.push_back(*who);
    }
  };
  if (const Entity* entity = base.find(automation)) {
    add(*entity);
    return people;
  }
  for (const Entity& entity : base.entities) add(entity);
  return people;
}

Coverage covered(const Approvals& approvals, const Binding& binding,
                 const std::vector<std::string>& owners) {
  Coverage coverage;
  for (const Acceptance& record : approvals.records) {
    if (record.automation != binding.automation) continue;
    coverage.why_not = approvals.why_none.empty() ? mismatch(record, binding) : approvals.why_none;
    if (!coverage.why_not.empty()) continue;
    if (approvals.needs_file && !is_approved(approvals, binding, owners)) {
      coverage.why_not =
          "an acceptance exists, but the base's policy approval: file wants an "
          "approval of it by an owner who authored nothing here (--approvals FILE)";
      continue;
    }
    return {record, ""};
  }
  return coverage;
}

std::vector<Acceptance> acceptances_of(const change::World& world) {
  const auto text = text_at(world, acceptances_path);
  return text ? golden::read_acceptances(*text, acceptances_path) : std::vector<Acceptance>{};
}

std::vector<Acceptance> new_acceptances(const change::World& before, const change::World& after) {
  const std::string old = golden::write_acceptances(acceptances_of(before));
  std::vector<Acceptance> fresh = acceptances_of(after);
  std::erase_if(fresh, [&](const Acceptance& record) {
    return old.find(golden::write_acceptances({record})) != std::string::npos;
  });
  return fresh;
}

}  // namespace tidemark::pipeline
