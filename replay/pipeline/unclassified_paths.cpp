#include "replay/pipeline/unclassified_paths.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/change/claims.hpp"
#include "core/inventory/codeowners.hpp"

namespace tidemark::pipeline {
namespace {

using Names = std::set<std::string>;

/// What a folder holds of the inventory, and who owns that.
struct Holding {
  std::set<EntityId> entities;
  Names owners;

  void add(const Entity& entity) {
    entities.insert(entity.id);
    for (const std::string* name : {&entity.owners.technical, &entity.owners.operational}) {
      if (!name->empty()) owners.insert(*name);
    }
  }
};

/// The folder above, of "a/b/" "a/"; "" at the root.
std::string folder_above(const std::string& folder) {
  if (folder.empty()) return "";
  const std::size_t slash = folder.rfind('/', folder.size() - 2);
  return slash == std::string::npos ? "" : folder.substr(0, slash + 1);
}

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

/// Answers for one base; remembers what it found for each folder and owner.
class FolderOwners {
 public:
  FolderOwners(const change::World& base, const DependencyGraph& graph)
      : base_(base),
        graph_(graph),
        claims_(base.inventory, base.folder),
        code_owners_(inventory::code_owners_in(*base.files)) {
    for (const Entity& entity : base.inventory.entities) {
      declared_[base.folder + entity.place.file.str()].push_back(&entity);
    }
  }

  /// Empty when nothing tells them.
  const std::vector<EntityId>& automations(const std::string& path) {
    const auto owner = code_owners_ ? code_owners_->owner_of(path) : std::nullopt;
    const auto [folder, holding] = nearest(folder_of(path));
    const auto [found, is_new] = known_.try_emplace({folder, owner ? owner->name : ""});
    if (is_new && holding != nullptr) found->second = reached_by(*holding, found->first.second);
    return found->second;
  }

 private:
  /// Null where the nearest is the workspace's own folder.
  std::pair<std::string, const Holding*> nearest(std::string folder) {
    while (folder.size() > base_.folder.size()) {
      const Holding& holding = holding_of(folder);
      if (!holding.owners.empty()) return {folder, &holding};
      folder = folder_above(folder);
    }
    return {"", nullptr};
  }

  const Holding& holding_of(const std::string& folder) {
    const auto [found, is_new] = holdings_.try_emplace(folder);
    if (is_new) found->second = held_below(folder);
    return found->second;
  }

  Holding held_below(const std::string& folder) const {
    Holding holding;
    for (const std::string& path : base_.files->paths_below(folder)) {
      for (const change::Claim& claim : claims_.of(path)) {
        holding.add(*base_.inventory.find(claim.entity));
      }
      const auto declared = declared_.find(path);
      if (declared == declared_.end()) continue;
      for (const Entity* entity : declared->second) holding.add(*entity);
    }
    return holding;
  }

  std::vector<EntityId> reached_by(const Holding& holding, const std::string& code_owner) const {
    std::set<EntityId> touched = holding.entities;
    const auto owns = [&](const std::string& name) {
      return !name.empty() && (name == code_owner || holding.owners.contains(name));
    };
    for (const Entity& entity : base_.inventory.entities) {
      if (owns(entity.owners.technical) || owns(entity.owners.operational)) {
        touched.insert(entity.id);
      }
    }
    std::vector<EntityId> reached;
    for (const auto& way : graph_.ways_to_automations({touched.begin(), touched.end()})) {
      reached.push_back(way.back());
    }
    return reached;
  }

  const change::World& base_;
  const DependencyGraph& graph_;
  const change::Claims claims_;
  const std::optional<inventory::CodeOwners> code_owners_;
  std::map<std::string, std::vector<const Entity*>> declared_;  // by their file
  std::map<std::string, Holding> holdings_;                     // by folder
  // By folder and CODEOWNERS' owner.
  std::map<std::pair<std::string, std::string>, std::vector<EntityId>> known_;
};

}  // namespace

impact::UnclassifiedPaths reach_of_unclassified(Unclassified policy, const change::World& base,
                                                const DependencyGraph& graph,
                                                const std::vector<std::string>& paths,
                                                const std::vector<EntityId>& automations) {
  impact::UnclassifiedPaths reached;
  if (paths.empty() || policy == Unclassified::report) return reached;
  if (policy == Unclassified::everything) {
    for (const EntityId& one : automations) reached.emplace(one, paths);
    return reached;
  }
  FolderOwners owners(base, graph);
  for (const std::string& path : paths) {
    const auto& some = owners.automations(path);
    for (const EntityId& one : some.empty() ? automations : some) reached[one].push_back(path);
  }
  return reached;
}

}  // namespace tidemark::pipeline
