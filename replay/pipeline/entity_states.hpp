#pragma once

// What one entity was at each commit of a history; private to replay/pipeline.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/change/claims.hpp"
#include "core/git/history_index.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// An entity at some commits. Commits that say nothing about it share the state of their parent.
struct EntityState {
  Inventory inventory;  ///< the entity alone, or nothing
  change::Claims claims;
  std::string fault;  ///< why the commit's own inventory cannot be read; then this is its parent's

  const Entity* entity() const {
    return inventory.entities.empty() ? nullptr : &inventory.entities.front();
  }
};
using EntityStatePtr = std::shared_ptr<const EntityState>;

/// The inventory with that entity only.
Inventory alone(const Inventory& inventory, const EntityId& id);

/// For people: `commit 3f2a91c0`.
std::string short_name(const std::string& commit);

/// The states of one entity, found from the oldest commit on; reads as few inventories as it can.
class EntityStates {
 public:
  EntityStates(const Workspace& workspace, const git::HistoryIndex& index);

  /// From here on the entity is this one.
  void begin(const EntityId& id);
  /// The states of the commit's parents, which were visited before; one without entity when it has
  /// none.
  std::vector<EntityStatePtr> before(std::uint32_t commit) const;
  /// The state at a commit; one of `before` when it is no other.
  EntityStatePtr visit(std::uint32_t commit, const std::vector<EntityStatePtr>& before);

  /// The workspace at a commit. Throws Error(configuration).
  change::World world(std::uint32_t commit);
  EntityStatePtr state_in(const Inventory& inventory) const;
  /// Whether a shallow clone's history ends there.
  bool is_cut(std::uint32_t commit) const;
  /// Commits whose inventory cannot be read, in sentences.
  const std::vector<std::string>& unreadable() const { return unreadable_; }

 private:
  EntityStatePtr find(std::uint32_t commit, const std::vector<EntityStatePtr>& before);
  bool may_move(std::uint32_t commit);
  bool may_be_inventory(std::string_view path) const;
  bool names_it(std::uint32_t commit, std::string_view path);
  bool mentions(std::uint32_t commit, std::string_view path);
  EntityStatePtr read(std::uint32_t commit, const EntityState& before);

  const Workspace& workspace_;
  const git::Repository& repository_;
  const git::HistoryIndex& index_;
  EntityId id_;
  EntityStatePtr nothing_;
  std::unordered_map<std::uint32_t, EntityStatePtr> states_;
  bool has_root_ = false;                 // a tidemark.yaml was seen
  std::set<std::string> suffixes_;        // of inventory files
  std::map<std::string, bool> mentions_;  // by blob
  std::set<std::uint32_t> told_;
  std::vector<std::string> unreadable_;
};

}  // namespace tidemark::pipeline
