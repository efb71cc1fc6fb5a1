#include "core/change/explain.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/change/claims.hpp"
#include "core/change/through_links.hpp"

namespace tidemark::change {
namespace {

constexpr std::array<std::string_view, 5> standings = {"claimed", "inventory", "ignored", "outside",
                                                       "unclassified"};

/// The last of the patterns that names the path by itself; "" when none does.
std::string last_match(const std::vector<std::string>& patterns, const std::string& folder,
                       const std::string& path) {
  const auto found = std::find_if(patterns.rbegin(), patterns.rend(), [&](const auto& pattern) {
    return text::GlobSet({pattern}, folder).matches(path);
  });
  return found == patterns.rend() ? "" : *found;
}

/// Files of one content that went, and that came: a pair is a rename.
class Renames {
 public:
  explicit Renames(const std::vector<git::FileChange>& changes) {
    for (const git::FileChange& change : changes) {
      if (change.to.empty()) gone_[change.from].push_back(change.path);
      if (change.from.empty()) ++come_[change.to];
    }
  }
  std::string before(const git::FileChange& change) const {
    const auto found = gone_.find(change.to);
    const bool is_pair = change.from.empty() && found != gone_.end() && found->second.size() == 1 &&
                         come_.at(change.to) == 1;
    return is_pair ? found->second.front() : "";
  }

 private:
  std::map<std::string, std::vector<std::string>> gone_;
  std::map<std::string, int> come_;
};

class Explanation {
 public:
  Explanation(const World& before, const World& after, const ChangeSet& set)
      : before_(before),
        after_(after),
        set_(set),
        rules_(before.files->find(before.folder + "tidemark.yaml") != nullptr ? before : after) {}

  PathExplanation of(const git::FileChange& change) const {
    PathExplanation result;
    result.path = change.path;
    result.how = how(change);
    for (const Change& one : set_.changes) {
      if (one.source != ChangeSource::inventory && one.what == change.path) {
        result.rules.push_back({one.entity, one.source, rule_of(one), one.place});
      }
    }
    result.standing = standing_of(change.path, result.rules);
    if (result.standing == Standing::ignored) {
      result.ignored_by =
          last_match(ignore_rules(rules_.inventory.policy), rules_.folder, change.path);
    }
    return result;
  }

 private:
  std::string how(const git::FileChange& change) const {
    const git::File* old = before_.files->find(change.path);
    const git::File* now = after_.files->find(change.path);
    if (old == nullptr) return "added";
    if (now == nullptr) return "removed";
    if (old->submodule && now->submodule) return "submodule changed";
    return change.from == change.to ? "mode changed" : "changed";
  }

  std::string rule_of(const Change& change) const {
    if (change.source != ChangeSource::file) return std::string(to_string(change.source));
    for (const World* world : {&after_, &before_}) {
      const Entity* entity = world->inventory.find(change.entity);
      if (entity == nullptr) continue;
      const std::string rule = last_match(entity->files, world->folder, change.what);
      if (!rule.empty()) return rule;
      const auto* below = pattern_below(entity->files, world->folder, change.what + '/');
      if (below != nullptr) return *below;
    }
    return change.entity.kind == Kind::schema ? by_reference : by_runner;
  }

  Standing standing_of(const std::string& path, const std::vector<PathRule>& rules) const {
    const auto is_in = [&](const std::vector<std::string>& paths) {
      return std::binary_search(paths.begin(), paths.end(), path);
    };
    if (is_in(set_.unclassified)) return Standing::unclassified;
    if (is_in(set_.ignored)) return Standing::ignored;
    if (!rules.empty()) return Standing::claimed;
    const bool inside = path.starts_with(before_.folder) || path.starts_with(after_.folder);
    return inside ? Standing::inventory : Standing::outside;
  }

  const World& before_;
  const World& after_;
  const ChangeSet& set_;
  const World& rules_;
};

}  // namespace

std::string_view to_string(Standing standing) {
  return standings[static_cast<std::size_t>(standing)];
}

std::vector<PathExplanation> explain(const World& before, const World& after,
                                     const ChangeSet& set) {
  const auto changes = git::difference(*before.files, *after.files);
  const Renames renames(changes);
  const Explanation explanation(before, after, set);
  std::vector<PathExplanation> result;
  for (const git::FileChange& change : changes) {
    result.push_back(explanation.of(change));
    result.back().was = renames.before(change);
  }
  for (const git::FileChange& change : seen_through_links(*after.files, changes)) {
    PathExplanation seen = explanation.of(change);
    if (seen.rules.empty()) continue;
    seen.how = "seen through a link";
    result.push_back(std::move(seen));
  }
  std::sort(result.begin(), result.end(),
            [](const PathExplanation& one, const PathExplanation& other) {
              return one.path < other.path;
            });
  return result;
}

}  // namespace tidemark::change
