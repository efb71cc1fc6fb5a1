#include "replay/pipeline/entity_states.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/change/changes.hpp"
#include "core/git/moments.hpp"

namespace tidemark::pipeline {
namespace {

/// The first complaint of many; the line above them only says that there are some.
std::string first_fact(const std::string& text) {
  const std::size_t start = text.find('\n') + 1;  // 0 when there is one line
  return text.substr(start, text.find('\n', start) - start);
}

std::string suffix_of(std::string_view path) {
  return std::filesystem::path(path).extension().string();
}

}  // namespace

Inventory alone(const Inventory& inventory, const EntityId& id) {
  Inventory own;
  if (const Entity* entity = inventory.find(id)) own.entities.push_back(*entity);
  return own;
}

std::string short_name(const std::string& commit) { return "commit " + commit.substr(0, 8); }

EntityStates::EntityStates(const Workspace& workspace, const git::HistoryIndex& index)
    : workspace_(workspace),
      repository_(*workspace.repository),
      index_(index),
      suffixes_{".yaml", ".yml"} {}

void EntityStates::begin(const EntityId& id) {
  id_ = id;
  nothing_ = state_in({});
  states_.clear();
  mentions_.clear();
  has_root_ = false;
}

std::vector<EntityStatePtr> EntityStates::before(std::uint32_t commit) const {
  std::vector<EntityStatePtr> states;
  for (const std::uint32_t parent : index_.parents(commit)) states.push_back(states_.at(parent));
  if (states.empty()) states.push_back(nothing_);
  return states;
}

EntityStatePtr EntityStates::visit(std::uint32_t commit,
                                   const std::vector<EntityStatePtr>& before) {
  return states_[commit] = find(commit, before);
}

EntityStatePtr EntityStates::find(std::uint32_t commit, const std::vector<EntityStatePtr>& before) {
  const bool differ = std::any_of(before.begin(), before.end(),
                                  [&](const EntityStatePtr& one) { return one != before.front(); });
  // Where a shallow clone begins, anything may be there.
  if (is_cut(commit)) has_root_ = true;
  if (!differ && !is_cut(commit) && !may_move(commit)) return before.front();
  const EntityStatePtr now = read(commit, *before.front());
  if (!now->fault.empty()) return now;
  for (const EntityStatePtr& one : before) {
    const bool both = (one->entity() == nullptr) == (now->entity() == nullptr);
    if (both && change::inventory_changes(one->inventory, now->inventory).empty()) return one;
  }
  return now;
}

/// Whether the commit touches a file that could say something about the entity: the workspace's
/// own, which has the defaults, or one that names it before or after.
bool EntityStates::may_move(std::uint32_t commit) {
  const auto paths = index_.paths(commit);
  const std::string root = workspace_.folder + "tidemark.yaml";
  if (std::find(paths.begin(), paths.end(), root) != paths.end()) has_root_ = true;
  // Before there was a workspace no file could say anything.
  return has_root_ && std::any_of(paths.begin(), paths.end(), [&](std::string_view path) {
           return path == root || (may_be_inventory(path) && names_it(commit, path));
         });
}

bool EntityStates::may_be_inventory(std::string_view path) const {
  return path.starts_with(workspace_.folder) && suffixes_.count(suffix_of(path)) != 0;
}

bool EntityStates::names_it(std::uint32_t commit, std::string_view path) {
  if (mentions(commit, path)) return true;
  const auto parents = index_.parents(commit);
  return std::any_of(parents.begin(), parents.end(),
                     [&](std::uint32_t parent) { return mentions(parent, path); });
}

/// What a commit changes is what the next one changes from, so answers are kept.
bool EntityStates::mentions(std::uint32_t commit, std::string_view path) {
  const std::string id = index_.id(commit), name(path);
  const std::string blob = git::blob_at(repository_, id, name);
  const auto [place, is_new] = mentions_.try_emplace(blob, false);
  if (!blob.empty() && is_new) {
    const auto text = git::text_at(repository_, id, name);
    place->second = text && text->find(id_.name) != std::string::npos;
  }
  return place->second;
}

EntityStatePtr EntityStates::read(std::uint32_t commit, const EntityState& before) {
  try {
    return state_in(world(commit).inventory);
  } catch (const Error& error) {
    if (told_.insert(commit).second) {
      unreadable_.push_back(short_name(index_.id(commit)) +
                            ": its inventory cannot be read, so what it changed shows at the next "
                            "commit that can be (" +
                            first_fact(error.what()) + ")");
    }
    EntityState unread = before;
    unread.fault = error.what();
    return std::make_shared<const EntityState>(std::move(unread));
  }
}

EntityStatePtr EntityStates::state_in(const Inventory& inventory) const {
  Inventory own = alone(inventory, id_);
  change::Claims claims(own, workspace_.folder);
  return std::make_shared<const EntityState>(EntityState{std::move(own), std::move(claims), ""});
}

change::World EntityStates::world(std::uint32_t commit) {
  change::World found = world_at(workspace_, index_.id(commit), Purpose::asking);
  for (const std::string& source : found.inventory.sources) suffixes_.insert(suffix_of(source));
  return found;
}

bool EntityStates::is_cut(std::uint32_t commit) const {
  return std::find(index_.cut().begin(), index_.cut().end(), commit) != index_.cut().end();
}

}  // namespace tidemark::pipeline
