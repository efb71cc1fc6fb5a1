#include "replay/pipeline/acceptance.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <set>

#include "core/base/clock.hpp"
#include "tests/replay/pipeline/kit.hpp"

namespace tidemark::pipeline::kit {
namespace {

const Binding binding = {"automation:router", "base-hash", "head-closure"};
const std::vector<std::string> owners = {"ann@example.com", "ben@example.com", "cy@example.com"};

std::string in_hours(int hours) {
  return utc_text(std::chrono::system_clock::now() + std::chrono::hours(hours));
}

Acceptance record() {
  Acceptance made;
  made.automation = binding.automation;
  made.base_baseline = binding.base_baseline;
  made.closure = binding.closure;
  made.reason = "wanted";
  made.author = "eve@example.com";
  made.accepted_at = in_hours(-1);
  made.expires = in_hours(24);
  return made;
}

/// "covered", or why not.
std::string said(const Approvals& approvals) {
  const Coverage coverage = covered(approvals, binding, owners);
  CHECK((coverage.record && !coverage.why_not.empty()) == false);
  return coverage.record ? "covered" : coverage.why_not;
}

std::string said(const Acceptance& one) { return said(Approvals{{one}, false, {}, {}}); }

TEST_CASE("a record with this very binding covers") {
  CHECK(said(record()) == "covered");
  CHECK(covered({{record()}, false, {}, {}}, binding, owners).record->reason == "wanted");
}

TEST_CASE("without a record there is nothing to say") {
  CHECK(said(Approvals{}) == "");
  Acceptance other = record();
  other.automation = "automation:mailer";
  CHECK(said(other) == "");
}

TEST_CASE("a record about anything else says why it does not cover") {
  Acceptance one = record();
  one.base_baseline = "another";
  CHECK(said(one) == "an acceptance exists, but it replaces another baseline than the base's");
  one = record();
  one.closure = "another";
  CHECK(said(one) == "an acceptance exists, but what it accepted has changed since");
}

TEST_CASE("a record ends at its expiry, and without a readable one it never began") {
  Acceptance one = record();
  one.expires = "2026-01-01";
  CHECK(said(one) == "an acceptance exists, but it expired on 2026-01-01");
  one.expires = "soon";
  CHECK(said(one) == "an acceptance exists, but it expired on soon");
  one.expires = utc_now();
  CHECK(said(one) == "an acceptance exists, but it expired on " + one.expires);
}

TEST_CASE("one record that covers is enough, wherever it stands") {
  Acceptance stale = record();
  stale.closure = "another";
  CHECK(said(Approvals{{stale, record()}, false, {}, {}}) == "covered");
  CHECK(said(Approvals{{record()}, false, {}, {}, "no record counts"}) == "no record counts");
  CHECK(said(Approvals{{record(), stale}, false, {}, {}}) == "covered");
}

constexpr const char* not_approved =
    "an acceptance exists, but the base's policy approval: file wants an approval of it by an "
    "owner who authored nothing here (--approvals FILE)";

/// With `approval: file`, one approval of the forge and these authors.
std::string by_file(const std::function<void(golden::Approval&)>& edit,
                    std::vector<std::string> authors = {"Eve <eve@example.com>"}) {
  golden::Approval approval{binding.automation, binding.closure, "ann@example.com"};
  edit(approval);
  return said(Approvals{{record()}, true, {approval}, std::move(authors)});
}

TEST_CASE("with approval: file a record alone covers nothing") {
  CHECK(said(Approvals{{record()}, true, {}, {}}) == not_approved);
}

TEST_CASE("each owner may approve, nobody else") {
  for (const char* owner : {"ann@example.com", "ben@example.com", "cy@example.com"}) {
    CHECK(by_file([&](auto& approval) { approval.approver = owner; }) == "covered");
  }
  for (const char* stranger : {"eve@example.com", "dee@example.com", "example.com", ""}) {
    CHECK(by_file([&](auto& approval) { approval.approver = stranger; }) == not_approved);
  }
}

TEST_CASE("an owner who is not named is nobody") {
  const golden::Approval nobody{binding.automation, binding.closure, ""};
  CHECK_FALSE(covered({{record()}, true, {nobody}, {}}, binding, {}).record);
}

TEST_CASE("an owner who authored something in the range may not approve") {
  for (const std::string author :
       {"Ann <ann@example.com>", "ann@example.com", "A <Ann@Example.COM>"}) {
    CAPTURE(author);
    CHECK(by_file([](auto&) {}, {"Eve <eve@example.com>", author}) == not_approved);
  }
  CHECK(by_file([](auto&) {}, {"Joann <joann@example.com>"}) == "covered");
}

TEST_CASE("an approval of another state or automation approves nothing") {
  CHECK(by_file([](auto& approval) { approval.closure = "another"; }) == not_approved);
  CHECK(by_file([](auto& approval) { approval.automation = "automation:mailer"; }) == not_approved);
}

TEST_CASE("an approval does not lift what is wrong with the record") {
  Acceptance stale = record();
  stale.closure = "another";
  const golden::Approval approval{binding.automation, binding.closure, "ann@example.com"};
  CHECK(said(Approvals{{stale}, true, {approval}, {}}) ==
        "an acceptance exists, but what it accepted has changed since");
}

TEST_CASE("the base's owners of an automation may approve what concerns it") {
  Entity mailer = router();
  mailer.id.name = "mailer";
  mailer.owners = {"dee@example.com", "", ""};
  Inventory base;
  base.entities = {mailer, router()};
  using People = std::vector<std::string>;
  CHECK(approvers_of(base, router().id) == owners);
  CHECK(approvers_of(base, mailer.id) == People{"dee@example.com"});
  CHECK(approvers_of(base, {Kind::automation, "new"}) ==
        People{"dee@example.com", "ann@example.com", "ben@example.com", "cy@example.com"});
  CHECK(approvers_of({}, router().id).empty());
}

TEST_CASE("the head's records are read from its file; without one there are none") {
  CHECK(acceptances_of(world_of({}, {})).empty());
  const std::string text = golden::write_acceptances({[] {
    Acceptance one = record();
    one.verdict = "CHANGED";
    return one;
  }()});
  const auto read = acceptances_of(world_of({}, {{"a/tidemark.acceptances.jsonl", text}}, "a/"));
  REQUIRE(read.size() == 1);
  CHECK(read.front().reason == "wanted");
}

TEST_CASE("a record that the base has is not new, and cannot accept a second time") {
  Acceptance old = record(), fresh = record();
  old.verdict = fresh.verdict = "CHANGED";
  fresh.reason = "wanted again";
  const auto with = [](std::vector<Acceptance> records) {
    return world_of({}, {{"tidemark.acceptances.jsonl", golden::write_acceptances(records)}});
  };
  const auto found = new_acceptances(with({old}), with({old, fresh}));
  REQUIRE(found.size() == 1);
  CHECK(found.front().reason == "wanted again");
  CHECK(new_acceptances(with({old}), with({old})).empty());
  CHECK(new_acceptances(world_of({}, {}), with({old})).size() == 1);
}

Rule rule() {
  Rule gate_set;
  gate_set.id = "gate.set";
  gate_set.kind = RuleKind::gate_set;
  return gate_set;
}

Rule& changed_rule(Inventory& inventory) { return inventory.policy.rules.emplace_back(rule()); }

TEST_CASE("the policy's identity is every rule and every pin, and none without a workspace") {
  using Edit = std::function<void(Inventory&)>;
  const Edit edits[] = {
      [](Inventory&) {},
      [](Inventory& inventory) { inventory.policy.approval = Approval::file; },
      [](Inventory& inventory) { inventory.policy.unclassified = Unclassified::report; },
      [](Inventory& inventory) { inventory.policy.ignore = {"a"}; },
      [](Inventory& inventory) {
        inventory.policy.ignore = {"a", "b"};
      },
      [](Inventory& inventory) { inventory.policy.within_margin = WithinMargin::pass; },
      [](Inventory& inventory) { inventory.policy.within_margin = WithinMargin::review; },
      [](Inventory& inventory) { inventory.policy.min_cases = 19; },
      [](Inventory& inventory) { inventory.policy.rules = {rule()}; },
      [](Inventory& inventory) {
        inventory.policy.rules = {rule(), rule()};
      },
      [](Inventory& inventory) { changed_rule(inventory).id = "gate.set/x"; },
      [](Inventory& inventory) { changed_rule(inventory).severity = Severity::off; },
      [](Inventory& inventory) { changed_rule(inventory).scope.kinds = {Kind::model}; },
      [](Inventory& inventory) { changed_rule(inventory).scope.tiers = {Tier::critical}; },
      [](Inventory& inventory) { changed_rule(inventory).scope.tags = {"a"}; },
      [](Inventory& inventory) { changed_rule(inventory).scope.ids = {"a"}; },
      [](Inventory& inventory) { changed_rule(inventory).scope.paths = {"a"}; },
      [](Inventory& inventory) { changed_rule(inventory).cases = 1; },
      [](Inventory& inventory) { changed_rule(inventory).baseline_age = std::chrono::hours(1); },
      [](Inventory& inventory) { changed_rule(inventory).notice = std::chrono::hours(1); },
      [](Inventory& inventory) {
        changed_rule(inventory).waivers = {{{"a"}, "b", "c", "d", {}}};
      },
      [](Inventory& inventory) {
        changed_rule(inventory).waivers = {{{"b"}, "b", "c", "d", {}}};
      },
      [](Inventory& inventory) {
        changed_rule(inventory).waivers = {{{"a"}, "c", "c", "d", {}}};
      },
      [](Inventory& inventory) {
        changed_rule(inventory).waivers = {{{"a"}, "b", "b", "d", {}}};
      },
      [](Inventory& inventory) {
        changed_rule(inventory).waivers = {{{"a"}, "b", "c", "e", {}}};
      },
      [](Inventory& inventory) {
        inventory.plugins = {{"p", "p.so", "00", {}}};
      },
      [](Inventory& inventory) {
        inventory.plugins = {{"q", "p.so", "00", {}}};
      },
      [](Inventory& inventory) {
        inventory.plugins = {{"p", "q.so", "00", {}}};
      },
      [](Inventory& inventory) {
        inventory.plugins = {{"p", "p.so", "11", {}}};
      },
  };
  std::set<std::string> identities;
  for (const Edit& edit : edits) {
    change::World world = world_of({}, {});
    edit(world.inventory);
    CHECK(identities.insert(policy_identity(world)).second);
    world.inventory.entities = {router()};
    CHECK_FALSE(identities.insert(policy_identity(world)).second);
  }
  change::World before;
  before.files = std::make_shared<Texted>(Texts{});
  CHECK(policy_identity(before) == "none");
}

}  // namespace

}  // namespace tidemark::pipeline::kit
