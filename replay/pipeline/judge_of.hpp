#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/change/changes.hpp"
#include "core/model/golden.hpp"
#include "core/model/inventory.hpp"
#include "replay/run/batch.hpp"
#include "replay/verdict/evidence.hpp"

namespace tidemark::pipeline {

/// By what outputs of a judge's runner are found again.
struct OutputsKey {
  std::string hash;       ///< of all that they follow from; "": they are not to be found
  bool by_model = false;  ///< only those of a model that was named
  std::string why_none;   ///< as a clause, where `hash` is "" for what the state does not hold
};

/// Everything by which one automation is judged.
struct Judge {
  EntityId automation;
  std::string arm;  ///< whose judge it is, for the ledger: "base", "head", or "record"
  ReplaySpec replay;
  bool is_proposed = true;  ///< the runner is the head's
  verdict::Rules rules;     ///< without a seed
  Owners owners;
  std::vector<PluginPin> plugins;
  std::vector<run::Share> shares;    ///< of its runner with others
  std::vector<std::string> servers;  ///< as servers_of()
  bool urgent = false;               ///< its runs go before those of others
  GoldenSet golden;
  std::optional<Baseline> baseline;
  OutputsKey outputs{};
  /// Sentences: what the base lacks, so that the head's own is used.
  std::vector<std::string> is_new;
  /// Sentences: what the head says of entities that the runner names, and may not choose; or why
  /// the runner is the head's.
  std::vector<std::string> kept;
  /// Why nothing can be replayed, as a sentence; empty when everything is there.
  std::string lacking;
  std::string way_out;  ///< of what it lacks; "" where it is a golden set or a baseline
};

/// What is done with a golden set and a baseline. What is only looked for stays empty.
enum class Contents { read, looked_for };

/// Hears of a judge that has a golden set and a baseline before these are read.
using Announce = std::function<void(const Judge& judge)>;

/// The judge as one state of the workspace defines it. `announce` may be empty.
Judge judge_of(const change::World& world, const Entity& automation, const std::string& arm,
               const Announce& announce = {});

/// The base's judge over the head (design: the proposal cannot judge itself). Golden set, baseline,
/// comparators, scrubbers, runner and pins are the base's; of margins and policies the stricter of
/// both holds; what the base lacks, or has so that nobody can read it, is the head's own, marked as
/// new; so is the runner where the head renamed what the base's names. `automation` must be in at
/// least one of the two.
Judge judge_of(const change::World& base, const change::World& head, const EntityId& automation,
               Contents contents = Contents::read);

}  // namespace tidemark::pipeline
