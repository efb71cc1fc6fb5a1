#pragma once

// What the cache holds of each value. Each line names all members of a struct; a struct with one
// more does not compile until it is named here.

#include "core/inventory/archive.hpp"
#include "core/inventory/document.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::inventory {

/// How many enumerators there are, so that no other number is taken for one.
constexpr std::uint64_t choices(const Reader&, Kind) { return all_kinds.size(); }
constexpr std::uint64_t choices(const Reader&, Tier) { return 3; }
constexpr std::uint64_t choices(const Reader&, Criticality) { return 2; }
constexpr std::uint64_t choices(const Reader&, OwnerOrigin) { return 4; }
constexpr std::uint64_t choices(const Reader&, Severity) { return 3; }
constexpr std::uint64_t choices(const Reader&, RuleKind) { return rule_kinds; }
constexpr std::uint64_t choices(const Reader&, WithinMargin) { return 2; }
constexpr std::uint64_t choices(const Reader&, Approval) { return 2; }
constexpr std::uint64_t choices(const Reader&, Unclassified) { return 3; }

#define TIDEMARK_MEMBERS(Type, ...)             \
  template <typename Archive>                   \
  void members(Archive& archive, Type& value) { \
    auto& [__VA_ARGS__] = value;                \
    archive(__VA_ARGS__);                       \
  }

TIDEMARK_MEMBERS(Place, file, line, column)
TIDEMARK_MEMBERS(EntityId, kind, name)
TIDEMARK_MEMBERS(UseDetail, purpose, criticality, parts, since)
TIDEMARK_MEMBERS(Use, target, place, said)
TIDEMARK_MEMBERS(Owners, technical, operational, escalation)
TIDEMARK_MEMBERS(OwnerSource, origin, place)
TIDEMARK_MEMBERS(OwnerSources, technical, operational, escalation)
TIDEMARK_MEMBERS(ProbeSpec, plugin, url, key_env, every, config)
TIDEMARK_MEMBERS(Scope, kinds, tiers, tags, ids, paths)
TIDEMARK_MEMBERS(Waiver, ids, owner, reason, expires, place)
TIDEMARK_MEMBERS(Rule, id, kind, severity, scope, waivers, cases, baseline_age, notice, place)
TIDEMARK_MEMBERS(RunnerSpec, plugin, config, timeout, environment, concurrency, idempotent)
TIDEMARK_MEMBERS(ComparatorSpec, comparator, at, primary, options)
TIDEMARK_MEMBERS(ScrubSpec, at, pattern, with)
TIDEMARK_MEMBERS(GateSpec, margin, min_score, within_margin, margin_is_set)
TIDEMARK_MEMBERS(ReplaySpec, runner, golden, baseline, compare, scrub, gate, place)
TIDEMARK_MEMBERS(Entity, id, place, title, version, attributes, tags, owners, owner_sources, tier,
                 review_every, review_last, floating, deterministic, uses, files, replay, probe)
TIDEMARK_MEMBERS(Policy, approval, unclassified, ignore, within_margin, min_cases, rules)
TIDEMARK_MEMBERS(PluginPin, id, path, sha256, place)
TIDEMARK_MEMBERS(Written, text, place)
TIDEMARK_MEMBERS(Reference, key, text, place, said)
TIDEMARK_MEMBERS(Draft, entity, references, floating_by_pin)
TIDEMARK_MEMBERS(Document, drafts, owners, owners_place, inventories, policy, plugins)

#undef TIDEMARK_MEMBERS

}  // namespace tidemark::inventory
