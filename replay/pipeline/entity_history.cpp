#include "replay/pipeline/entity_history.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "core/base/clock.hpp"
#include "core/base/error.hpp"
#include "core/change/claims.hpp"
#include "core/change/renames.hpp"
#include "core/git/moments.hpp"
#include "core/ledger/ledger.hpp"

namespace tidemark::pipeline {
namespace {

/// An entity at some commits. Commits that say nothing about it share the state of their parent.
struct State {
  Inventory inventory;  // the entity alone, or nothing
  change::Claims claims;
  std::string fault;  // why the commit's own inventory cannot be read

  const Entity* entity() const {
    return inventory.entities.empty() ? nullptr : &inventory.entities.front();
  }
};
using StatePtr = std::shared_ptr<const State>;

/// The first complaint of many; the line above them only says that there are some.
std::string first_fact(const std::string& text) {
  const std::size_t start = text.find('\n') + 1;  // 0 when there is one line
  return text.substr(start, text.find('\n', start) - start);
}

std::string short_name(const std::string& commit) { return "commit " + commit.substr(0, 8); }

bool same(const Change& one, const Change& other) {
  return one.source == other.source && one.what == other.what && one.to == other.to &&
         (one.what != "use" || one.from == other.from);
}

/// Walks through the history of one name, and of those that it had before.
class Reading {
 public:
  Reading(const Workspace& workspace, const git::HistoryIndex& index)
      : workspace_(workspace), repository_(*workspace.repository), index_(index) {}

  EntityHistory of(const EntityId& id, const change::World* now) && {
    const std::uint32_t head = index_.commits().front();
    const StatePtr committed = follow(id, head);
    if (now != nullptr) uncommitted(id, *now, *committed, head);
    for (const std::uint32_t commit : index_.cut()) say_cut(commit);
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

  /// The name's story up to a commit, oldest first; the state there.
  StatePtr follow(const EntityId& id, std::uint32_t last) {
    states_.clear();
    has_root_ = false;
    nothing_ = state_of(id, {});
    auto commits = index_.ancestors(last);
    std::vector<std::pair<EntityId, std::uint32_t>> earlier;
    for (auto commit = commits.rbegin(); commit != commits.rend(); ++commit) {
      visit(id, *commit, earlier);
    }
    const StatePtr end = states_.at(last);
    for (const auto& [name, commit] : earlier) {
      if (followed_.emplace(name, commit).second) follow(name, commit);
    }
    return end;
  }

  void visit(const EntityId& id, std::uint32_t commit,
             std::vector<std::pair<EntityId, std::uint32_t>>& earlier) {
    const auto parents = index_.parents(commit);
    std::vector<StatePtr> before;
    for (const std::uint32_t parent : parents) before.push_back(states_.at(parent));
    if (before.empty()) before.push_back(nothing_);
    const StatePtr now = state_at(id, commit, before);
    states_[commit] = now;
    if (is_cut(commit)) return;
    HistoryEvent event;
    event.entity = id;
    event.changes = changes(*now, before);
    if (is_creation(event) && !parents.empty()) {
      const auto old =
          name_before(event, world(index_.id(parents.front())), world(index_.id(commit)));
      if (old) earlier.emplace_back(*old, parents.front());
      say_if_moved(commit);
    } else if (!is_creation(event)) {
      add_files(event, commit, parents, *now, before);
    }
    if (!event.changes.empty() || !event.renamed_from.empty()) add(std::move(event), commit);
  }

  /// Before it was here, the workspace may have been elsewhere.
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

  static Inventory alone(const Inventory& inventory, const EntityId& id) {
    Inventory own;
    if (const Entity* entity = inventory.find(id)) own.entities.push_back(*entity);
    return own;
  }

  /// What no parent had.
  static std::vector<Change> changes(const State& now, const std::vector<StatePtr>& before) {
    if (std::find_if(before.begin(), before.end(),
                     [&](const StatePtr& one) { return one.get() == &now; }) != before.end()) {
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

  void add_files(HistoryEvent& event, std::uint32_t commit,
                 const std::vector<std::uint32_t>& parents, const State& now,
                 const std::vector<StatePtr>& before) const {
    for (const std::string_view path : index_.paths(commit)) {
      auto claims = now.claims.of(path);
      if (claims.empty()) claims = before.front()->claims.of(path);
      for (const change::Claim& claim : claims) {
        const std::string name(path);
        const std::string from =
            parents.empty() ? "" : git::blob_at(repository_, index_.id(parents.front()), name);
        const std::string to = git::blob_at(repository_, index_.id(commit), name);
        event.changes.push_back({event.entity,
                                 claim.source,
                                 name,
                                 from.substr(0, 8),
                                 to.substr(0, 8),
                                 ChangeClass::unknown,
                                 {}});
      }
    }
  }

  void add(HistoryEvent event, std::uint32_t commit) {
    const auto facts = git::commit_facts(repository_, index_.id(commit));
    event.commit = facts.id;
    event.time = utc_text(facts.time);
    event.author = facts.author;
    event.subject = facts.subject;
    found_.push_back({index_.time(commit), commit, std::move(event)});
  }

  void uncommitted(const EntityId& id, const change::World& now, const State& committed,
                   std::uint32_t head) {
    HistoryEvent event;
    event.entity = id;
    const change::World then = world(index_.id(head));
    event.changes =
        change::inventory_changes(committed.inventory, state_of(id, now.inventory)->inventory);
    if (is_creation(event)) {
      if (const auto old = name_before(event, then, now)) follow(*old, head);
    } else {
      add_uncommitted_files(event, then, now);
    }
    if (event.changes.empty() && event.renamed_from.empty()) return;
    found_.push_back({std::numeric_limits<std::int64_t>::max(), head, std::move(event)});
  }

  static void add_uncommitted_files(HistoryEvent& event, const change::World& then,
                                    const change::World& now) {
    for (const Change& change : change::changes_between(then, now).changes) {
      if (change.entity != event.entity || change.source == ChangeSource::inventory) continue;
      event.changes.push_back(change);
    }
  }

  StatePtr state_at(const EntityId& id, std::uint32_t commit, const std::vector<StatePtr>& before) {
    const bool differ = std::any_of(before.begin(), before.end(),
                                    [&](const StatePtr& one) { return one != before.front(); });
    // Where a shallow clone begins, anything may be there.
    if (is_cut(commit)) has_root_ = true;
    if (!differ && !is_cut(commit) && !may_move(id, commit)) return before.front();
    const StatePtr now = read_state(id, commit, *before.front());
    if (!now->fault.empty()) return now;
    for (const StatePtr& one : before) {
      const bool both = (one->entity() == nullptr) == (now->entity() == nullptr);
      if (both && change::inventory_changes(one->inventory, now->inventory).empty()) return one;
    }
    return now;
  }

  /// Whether the commit touches a file that could say something about the entity: the workspace's
  /// own, which has the defaults, or one that names it before or after.
  bool may_move(const EntityId& id, std::uint32_t commit) {
    const auto paths = index_.paths(commit);
    const std::string root = workspace_.folder + "tidemark.yaml";
    if (std::find(paths.begin(), paths.end(), root) != paths.end()) has_root_ = true;
    // Before there was a workspace no file could say anything.
    return has_root_ && std::any_of(paths.begin(), paths.end(), [&](std::string_view path) {
             return path == root || (may_be_inventory(path) && names_it(id, commit, path));
           });
  }

  bool may_be_inventory(std::string_view path) const {
    if (!path.starts_with(workspace_.folder)) return false;
    return path.ends_with(".yaml") || path.ends_with(".yml") ||
           sources_.count(std::string(path.substr(workspace_.folder.size()))) != 0;
  }

  bool names_it(const EntityId& id, std::uint32_t commit, std::string_view path) {
    if (mentions(index_.id(commit), path, id.name)) return true;
    const auto parents = index_.parents(commit);
    return std::any_of(parents.begin(), parents.end(), [&](std::uint32_t parent) {
      return mentions(index_.id(parent), path, id.name);
    });
  }

  /// What a commit changes is what the next one changes from, so answers are kept.
  bool mentions(const std::string& commit, std::string_view path, const std::string& name) {
    const std::string blob = git::blob_at(repository_, commit, std::string(path));
    const auto [place, is_new] = mentions_.try_emplace({blob, name}, false);
    if (!blob.empty() && is_new) {
      const auto text = git::text_at(repository_, commit, std::string(path));
      place->second = text && text->find(name) != std::string::npos;
    }
    return place->second;
  }

  StatePtr read_state(const EntityId& id, std::uint32_t commit, const State& before) {
    try {
      return state_of(id, world(index_.id(commit)).inventory);
    } catch (const Error& error) {
      if (told_.insert(commit).second) {
        unknown_.push_back(short_name(index_.id(commit)) +
                           ": its inventory cannot be read, so what it changed shows at the next "
                           "commit that can be (" +
                           first_fact(error.what()) + ")");
      }
      State unread = before;
      unread.fault = error.what();
      return std::make_shared<const State>(std::move(unread));
    }
  }

  StatePtr state_of(const EntityId& id, const Inventory& inventory) const {
    Inventory own = alone(inventory, id);
    change::Claims claims(own, workspace_.folder);
    return std::make_shared<const State>(State{std::move(own), std::move(claims), ""});
  }

  change::World world(const std::string& commit) {
    change::World found = world_at(workspace_, commit);
    sources_.insert(found.inventory.sources.begin(), found.inventory.sources.end());
    return found;
  }

  bool is_cut(std::uint32_t commit) const {
    return std::find(index_.cut().begin(), index_.cut().end(), commit) != index_.cut().end();
  }

  void say_cut(std::uint32_t commit) {
    unknown_.push_back("what came before " + short_name(index_.id(commit)) + " of " +
                       utc_text(std::chrono::system_clock::from_time_t(index_.time(commit))) +
                       " is not known: a shallow clone (fetch with depth 0)");
  }

  const Workspace& workspace_;
  const git::Repository& repository_;
  const git::HistoryIndex& index_;
  std::unordered_map<std::uint32_t, StatePtr> states_;
  StatePtr nothing_;
  std::set<std::string> sources_;
  bool has_root_ = false;
  std::map<std::pair<std::string, std::string>, bool> mentions_;
  std::set<std::pair<EntityId, std::uint32_t>> followed_;
  std::set<std::uint32_t> told_;
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
