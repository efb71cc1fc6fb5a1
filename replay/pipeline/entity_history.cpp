#include "replay/pipeline/entity_history.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/change/renames.hpp"
#include "core/git/moments.hpp"
#include "core/ledger/ledger.hpp"
#include "replay/pipeline/entity_states.hpp"
#include "replay/pipeline/moved_workspace.hpp"

namespace tidemark::pipeline {
namespace {

bool same(const Change& one, const Change& other) {
  return one.source == other.source && one.what == other.what && one.to == other.to &&
         (one.what != "use" || one.from == other.from);
}

/// Walks through the history of one name, and of those that it had before.
class Reading {
 public:
  Reading(const Workspace& workspace, const git::HistoryIndex& index)
      : workspace_(workspace),
        repository_(*workspace.repository),
        index_(index),
        states_(workspace, index) {}

  EntityHistory of(const EntityId& id, const change::World* now) && {
    const std::uint32_t head = index_.commits().front();
    const EntityStatePtr committed = follow(id, head);
    if (now != nullptr) uncommitted(id, *now, *committed, head);
    for (const std::uint32_t commit : index_.cut()) say_cut(commit);
    unknown_.insert(unknown_.begin(), states_.unreadable().begin(), states_.unreadable().end());
    std::stable_sort(found_.begin(), found_.end(), [](const Found& one, const Found& other) {
      return std::tie(one.time, one.commit) > std::tie(other.time, other.commit);
    });
    EntityHistory history;
    for (Found& one : found_) history.events.push_back(std::move(one.event));
    history.unknown = std::move(unknown_);
    return history;
  }

 private:
  struct Found {
    std::int64_t time;
    std::uint32_t commit;
    HistoryEvent event;
  };

  /// A name that the entity had up to a commit.
  using Earlier = std::vector<std::pair<EntityId, std::uint32_t>>;

  /// The name's story up to a commit, oldest first; the state there.
  EntityStatePtr follow(const EntityId& id, std::uint32_t last) {
    states_.begin(id);
    Earlier earlier;
    EntityStatePtr end;
    const auto commits = index_.ancestors(last);
    for (auto commit = commits.rbegin(); commit != commits.rend(); ++commit) {
      end = visit(id, *commit, earlier);
    }
    for (const auto& [name, commit] : earlier) {
      if (followed_.emplace(name, commit).second) follow(name, commit);
    }
    return end;
  }

  EntityStatePtr visit(const EntityId& id, std::uint32_t commit, Earlier& earlier) {
    const auto before = states_.before(commit);
    EntityStatePtr now = states_.visit(commit, before);
    if (states_.is_cut(commit)) return now;
    HistoryEvent event;
    event.entity = id;
    event.changes = changes(*now, before);
    if (is_creation(event)) {
      created(event, commit, *before.front(), earlier);
    } else {
      add_files(event, commit, *now, *before.front());
    }
    if (!event.changes.empty() || !event.renamed_from.empty()) add(std::move(event), commit);
    return now;
  }

  void created(HistoryEvent& event, std::uint32_t commit, const EntityState& before,
               Earlier& earlier) {
    const auto parents = index_.parents(commit);
    if (const auto folder = folder_before(repository_, index_, commit, workspace_.folder)) {
      if (moved(event, commit, *folder)) return;
    } else {
      say_if_moved(commit);
    }
    if (parents.empty() || !before.fault.empty()) return;
    const auto old = name_before(event, states_.world(parents.front()), states_.world(commit));
    if (old) earlier.emplace_back(*old, parents.front());
  }

  /// Goes on in the folder that the workspace was in before the commit, where the entity was then;
  /// the event tells what changed with the move.
  bool moved(HistoryEvent& event, std::uint32_t commit, const std::string& folder) {
    Workspace earlier = workspace_;
    earlier.folder = folder;
    const std::uint32_t parent = index_.parents(commit).front();
    Reading there(earlier, index_);
    const EntityStatePtr old = there.follow(event.entity, parent);
    if (old->entity() == nullptr) return false;
    event.changes = change::inventory_changes(old->inventory,
                                              alone(states_.world(commit).inventory, event.entity));
    Change change;
    change.entity = event.entity;
    change.what = "workspace";
    change.from = folder + "tidemark.yaml";
    change.to = workspace_.folder + "tidemark.yaml";
    event.changes.insert(event.changes.begin(), std::move(change));
    std::move(there.found_.begin(), there.found_.end(), std::back_inserter(found_));
    const auto& unread = there.states_.unreadable();
    unknown_.insert(unknown_.end(), unread.begin(), unread.end());
    unknown_.insert(unknown_.end(), there.unknown_.begin(), there.unknown_.end());
    return true;
  }

  /// Before it was here, the workspace may have been elsewhere; of several places it is not known.
  void say_if_moved(std::uint32_t commit) {
    const std::string own = workspace_.folder + "tidemark.yaml";
    const auto paths = index_.paths(commit);
    if (std::find(paths.begin(), paths.end(), own) == paths.end()) return;
    for (const std::string_view path : paths) {
      if (path == own || path.substr(path.rfind('/') + 1) != "tidemark.yaml") continue;
      unknown_.push_back(short_name(index_.id(commit)) + " brought " + own + " here and touched " +
                         std::string(path) + ": what that one said before is not told here");
    }
  }

  static bool is_creation(const HistoryEvent& event) {
    return event.changes.size() == 1 && event.changes.front().what == "entity" &&
           event.changes.front().from.empty();
  }

  /// Who the entity was before it came to be, if it was; then the event tells what else changed.
  static std::optional<EntityId> name_before(HistoryEvent& event, const change::World& before,
                                             const change::World& after) {
    const auto renames = change::renames_between(before.inventory, after.inventory);
    for (const change::Rename& one : renames) {
      if (one.to != event.entity) continue;
      event.renamed_from = to_string(one.from);
      event.changes = change::inventory_changes(
          change::with_renames(alone(before.inventory, one.from), renames),
          alone(after.inventory, one.to));
      return one.from;
    }
    return std::nullopt;
  }

  /// What no parent had.
  static std::vector<Change> changes(const EntityState& now,
                                     const std::vector<EntityStatePtr>& before) {
    if (std::find_if(before.begin(), before.end(), [&](const EntityStatePtr& one) {
          return one.get() == &now;
        }) != before.end()) {
      return {};
    }
    auto found = change::inventory_changes(before.front()->inventory, now.inventory);
    for (auto other = before.begin() + 1; other != before.end(); ++other) {
      const auto since = change::inventory_changes((*other)->inventory, now.inventory);
      std::erase_if(found, [&](const Change& one) {
        return std::none_of(since.begin(), since.end(),
                            [&](const Change& also) { return same(one, also); });
      });
    }
    return found;
  }

  void add_files(HistoryEvent& event, std::uint32_t commit, const EntityState& now,
                 const EntityState& before) const {
    for (const std::string_view path : index_.paths(commit)) {
      auto claims = now.claims.of(path);
      if (claims.empty()) claims = before.claims.of(path);
      for (const change::Claim& claim : claims) add_file(event, commit, claim, std::string(path));
    }
  }

  void add_file(HistoryEvent& event, std::uint32_t commit, const change::Claim& claim,
                const std::string& path) const {
    const auto parents = index_.parents(commit);
    const auto short_blob = [&](std::uint32_t where) {
      return git::blob_at(repository_, index_.id(where), path).substr(0, 8);
    };
    Change change;
    change.entity = event.entity;
    change.source = claim.source;
    change.what = path;
    change.from = parents.empty() ? "" : short_blob(parents.front());
    change.to = short_blob(commit);
    event.changes.push_back(std::move(change));
  }

  void add(HistoryEvent event, std::uint32_t commit) {
    const auto facts = git::commit_facts(repository_, index_.id(commit));
    event.commit = facts.id;
    event.time = utc_text(facts.time);
    event.author = facts.author;
    event.subject = facts.subject;
    found_.push_back({index_.time(commit), commit, std::move(event)});
  }

  void uncommitted(const EntityId& id, const change::World& now, const EntityState& committed,
                   std::uint32_t head) {
    HistoryEvent event;
    event.entity = id;
    event.changes = change::inventory_changes(committed.inventory, alone(now.inventory, id));
    if (committed.fault.empty()) complete(event, states_.world(head), now, head);
    if (event.changes.empty() && event.renamed_from.empty()) return;
    found_.push_back({std::numeric_limits<std::int64_t>::max(), head, std::move(event)});
  }

  void complete(HistoryEvent& event, const change::World& then, const change::World& now,
                std::uint32_t head) {
    if (!is_creation(event)) {
      add_uncommitted_files(event, then, now);
    } else if (const auto old = name_before(event, then, now)) {
      follow(*old, head);
    }
  }

  static void add_uncommitted_files(HistoryEvent& event, const change::World& then,
                                    const change::World& now) {
    for (const Change& change : change::changes_between(then, now).changes) {
      if (change.entity != event.entity || change.source == ChangeSource::inventory) continue;
      event.changes.push_back(change);
    }
  }

  void say_cut(std::uint32_t commit) {
    unknown_.push_back("what came before " + short_name(index_.id(commit)) + " of " +
                       utc_text(std::chrono::system_clock::from_time_t(index_.time(commit))) +
                       " is not known: a shallow clone (fetch with depth 0)");
  }

  const Workspace& workspace_;
  const git::Repository& repository_;
  const git::HistoryIndex& index_;
  EntityStates states_;
  std::set<std::pair<EntityId, std::uint32_t>> followed_;
  std::vector<Found> found_;
  std::vector<std::string> unknown_;
};

/// "" when there is no place for a cache.
std::filesystem::path cache_path(const Workspace& workspace) try {
  return ledger::default_path(workspace.root).parent_path() / "history";
} catch (const Error&) {
  return "";
}

}  // namespace

EntityHistory history_of(const Workspace& workspace, const git::HistoryIndex& index,
                         const EntityId& id, const change::World* now) {
  return Reading(workspace, index).of(id, now);
}

git::HistoryIndex history_index(const Workspace& workspace, const std::string& commit) {
  return git::HistoryIndex::of(repository_of(workspace, "history"), commit, cache_path(workspace));
}

}  // namespace tidemark::pipeline
