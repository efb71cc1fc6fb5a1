#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/place.hpp"
#include "core/model/entity_id.hpp"
#include "core/model/rule.hpp"

namespace tidemark {

/// Whether a user of something fails without it, or only serves worse.
enum class Criticality { hard, soft };
std::string_view to_string(Criticality criticality);

/// What an inventory may say about a use beside its target.
struct UseDetail {
  std::string purpose;
  Criticality criticality = Criticality::hard;
  std::vector<std::string> parts;  ///< JSON pointers and operations, as written; empty: all of it
  std::string since;               ///< a day

  bool operator==(const UseDetail&) const = default;
};

/// One entity stands on another one; declared at `place`.
struct Use {
  EntityId target;
  Place place;
  std::shared_ptr<const UseDetail> said = nullptr;  ///< null: nothing, as most uses have it

  /// What was said, or the defaults.
  const UseDetail& detail() const;

  bool operator==(const Use& other) const {
    return target == other.target && place == other.place && detail() == other.detail();
  }
};

/// Who answers for an entity. Empty means nobody is named.
struct Owners {
  std::string technical, operational, escalation;

  bool operator==(const Owners&) const = default;
};

/// Where the name of an owner was found.
enum class OwnerOrigin {
  nobody,      ///< there is none
  entity,      ///< the entity's own `owners`
  defaults,    ///< `defaults` of its file or of tidemark.yaml
  codeowners,  ///< the forge's CODEOWNERS
};
std::string_view to_string(OwnerOrigin origin);

struct OwnerSource {
  OwnerOrigin origin = OwnerOrigin::nobody;
  Place place;

  bool operator==(const OwnerSource&) const = default;
};

/// For each of an entity's Owners.
struct OwnerSources {
  OwnerSource technical, operational, escalation;

  bool operator==(const OwnerSources&) const = default;
};

/// How the state of an entity is looked up: a plugin and what it is told.
struct ProbeSpec {
  std::string plugin;
  std::string url;
  std::string key_env;  ///< name of the variable with the key; "" means that none is needed
  std::chrono::milliseconds every = std::chrono::hours(24);
  /// The plugin's own settings as canonical JSON (every key of the probe that is not one of ours).
  std::string config = "{}";

  bool operator==(const ProbeSpec&) const = default;
};

/// How an automation is run on one input: a plugin and what it is told.
struct RunnerSpec {
  std::string plugin;
  /// The plugin's own settings as canonical JSON (every runner key that is not one of ours).
  std::string config = "{}";
  /// For one trial.
  std::chrono::milliseconds timeout{30'000};
  /// Names of environment variables the worker may see beside the harmless ones.
  std::vector<std::string> environment;
  /// Trials in flight at most. One, because the timeout of a trial runs from its submission, and
  /// most automations that read lines answer one after the other.
  int concurrency = 1;
  /// It does no harm when one input is run twice, so a call that failed may be tried again.
  bool idempotent = true;

  bool operator==(const RunnerSpec&) const = default;
};

/// One measure of how alike two outputs are. Exactly one of an automation's comparators is primary:
/// its score decides, the others diagnose.
struct ComparatorSpec {
  std::string comparator;
  /// JSON pointer to the compared part; "" is the whole output.
  std::string at;
  bool primary = false;
  /// The comparator's own settings as canonical JSON (`{"tolerance":0.05}`).
  std::string options = "{}";

  bool operator==(const ComparatorSpec&) const = default;
};

/// Takes noise out of outputs before they are compared. With an empty pattern the value at `at` is
/// removed; otherwise every match of the RE2 pattern in strings at or below `at` becomes `with`.
struct ScrubSpec {
  std::string at, pattern, with;

  bool operator==(const ScrubSpec&) const = default;
};

/// Whether "worse, but proven less than the margin" needs a person.
enum class WithinMargin { pass, review };

/// When a change of behaviour blocks.
struct GateSpec {
  double margin = 0.10;    ///< the mean drop that must not pass, in score points of [0,1]
  double min_score = 0.5;  ///< floor of the candidate's mean where cases have `expect`
  std::optional<WithinMargin> within_margin;  ///< overrides the policy's
  bool margin_is_set = false;                 ///< the margin stands in the inventory
  bool operator==(const GateSpec&) const = default;
};

/// How an automation's behaviour is measured.
struct ReplaySpec {
  RunnerSpec runner;
  std::string golden;    ///< path relative to tidemark.yaml
  std::string baseline;  ///< likewise; beside the golden set unless named
  std::vector<ComparatorSpec> compare;
  std::vector<ScrubSpec> scrub;
  GateSpec gate;
  Place place;

  bool operator==(const ReplaySpec&) const = default;
};

/// A node of the inventory.
struct Entity {
  EntityId id;
  Place place;
  std::string title;
  std::string version;  ///< as written, never read as a number
  /// Every further plain attribute as written: endpoint, licence, contact, status, changelog, ...
  /// Those of a map have its key in front: `contract.until`, `alerts.score_drop`.
  std::map<std::string, std::string> attributes;
  std::vector<std::string> tags;
  Owners owners;  ///< after defaults and CODEOWNERS
  OwnerSources owner_sources;
  Tier tier = Tier::standard;        ///< automations only
  std::string review_every;          ///< automations only; "" means no cadence is set
  std::string review_last;           ///< automations only; a day, "" means never
  bool floating = false;             ///< a vendor may move what the version names
  bool deterministic = false;        ///< automations only: same input, same output
  std::vector<Use> uses;             ///< sorted by target, unique
  std::vector<std::string> files;    ///< claimed paths, gitignore dialect
  std::optional<ReplaySpec> replay;  ///< automations only
  std::optional<ProbeSpec> probe;    ///< all but automations

  bool operator==(const Entity&) const = default;
};

/// Who may take a proposal for accepted.
enum class Approval {
  review,  ///< a record in the head; the forge's required review is the lock
  file,    ///< only a file that CI writes from the forge's reviews
};

/// What a changed path that nobody claims means. The stricter first.
enum class Unclassified {
  everything,  ///< it may reach every automation
  owners,      ///< it may reach what the owners of its folder own, and what stands on that
  report,      ///< it is listed
};

/// The workspace's rules for its own gate.
struct Policy {
  Approval approval = Approval::review;
  Unclassified unclassified = Unclassified::everything;
  std::vector<std::string> ignore;            ///< beside the shipped ones; gitignore dialect
  std::optional<WithinMargin> within_margin;  ///< unset: review for tier critical, pass for others
  int min_cases = 20;       ///< needed for PASS unless the automation is deterministic
  std::vector<Rule> rules;  ///< what `check` holds the inventory against, sorted by id

  bool operator==(const Policy&) const = default;
};

/// A plugin that is not part of tidemark, tied to its bytes.
struct PluginPin {
  std::string id, path, sha256;
  Place place;
};

/// All entities and rules of a workspace at one moment. Entities are sorted by id and unique; every
/// use names an entity that is there.
struct Inventory {
  std::vector<Entity> entities;
  Policy policy;
  std::vector<PluginPin> plugins;    ///< sorted by id
  std::vector<std::string> sources;  ///< inventory files relative to tidemark.yaml, sorted

  /// Null when there is no such entity.
  const Entity* find(const EntityId& id) const;
};

}  // namespace tidemark
