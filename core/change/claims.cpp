#include "core/change/claims.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::change {

std::vector<std::string> ignore_rules(const Policy& policy) {
  std::vector<std::string> rules = {"README*", "CHANGELOG*", "LICENSE*", "docs/**", ".gitignore"};
  rules.insert(rules.end(), policy.ignore.begin(), policy.ignore.end());
  return rules;
}

namespace {

void make_unique(std::vector<Claim>& claims) {
  std::sort(claims.begin(), claims.end());
  claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
}

std::size_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }

}  // namespace

const std::string* pattern_below(const std::vector<std::string>& patterns, std::string_view folder,
                                 std::string_view below) {
  const auto found = std::find_if(patterns.begin(), patterns.end(), [&](const auto& pattern) {
    return !pattern.starts_with('!') && text::literal_folder(pattern, folder).starts_with(below);
  });
  return found == patterns.end() ? nullptr : &*found;
}

Claims::Claims(const Inventory& inventory, std::string folder)
    : folder_(std::move(folder)),
      entities_(inventory.entities),
      sources_(inventory.sources),
      ignored_(ignore_rules(inventory.policy), folder_) {
  folders_.reserve(entities_.size());
  replay_files_.reserve(2 * entities_.size());
  for (const Entity& entity : entities_) {
    if (!entity.files.empty() || entity.replay) add(entity);
  }
  std::sort(folders_.begin(), folders_.end());
  std::sort(replay_files_.begin(), replay_files_.end());
}

void Claims::add(const Entity& entity) {
  const auto position = static_cast<Position>(claimants_.size());
  for (const std::string& pattern : entity.files) {
    if (pattern.starts_with('!')) continue;
    folders_.push_back({hash_of(text::literal_folder(pattern, folder_)), position});
  }
  if (entity.replay) {
    for (const std::string* written : {&entity.replay->golden, &entity.replay->baseline}) {
      replay_files_.push_back({hash_of(path_in_repository(*written, folder_)), position});
    }
  }
  claimants_.push_back({&entity, {}});
}

/// Those that the text may lead to.
void Claims::add(const std::vector<Lead>& leads, std::string_view text,
                 std::vector<Position>& found) {
  const auto [first, last] = std::equal_range(leads.begin(), leads.end(), Lead{hash_of(text), 0});
  for (auto lead = first; lead != last; ++lead) found.push_back(lead->claimant);
}

/// Those whose patterns may name the path.
std::vector<Claims::Position> Claims::claimants_around(std::string_view path) const {
  std::vector<Position> found;
  for (std::size_t end = path.size(); end != 0; --end) {
    end = path.rfind('/', end - 1) + 1;  // npos + 1 is 0
    add(folders_, path.substr(0, end), found);
    if (end == 0) break;
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

const std::vector<Claims::Lead>& Claims::runner_files() const {
  if (runner_files_) return *runner_files_;
  std::vector<Lead> leads;
  for (Position i = 0; i < claimants_.size(); ++i) {
    const Entity& entity = *claimants_[i].entity;
    if (!entity.replay) continue;
    for (const std::string& path : paths_named(entity.replay->runner, folder_)) {
      leads.push_back({hash_of(path), i});
    }
  }
  std::sort(leads.begin(), leads.end());
  return runner_files_.emplace(std::move(leads));
}

/// Those whose runners may name the path. To take all settings apart is worth it for many paths;
/// for a few it is enough that its last part stands at the end of a word in them.
std::vector<Claims::Position> Claims::runners_near(std::string_view path) const {
  constexpr std::size_t few = 32;
  const std::string_view name = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  std::vector<Position> near;
  if (runner_files_ || ++asked_ > static_cast<int>(few)) {
    add(runner_files(), path, near);
    return near;
  }
  for (Position i = 0; i < claimants_.size(); ++i) {
    const Entity& entity = *claimants_[i].entity;
    if (entity.replay && may_name(entity.replay->runner, name)) near.push_back(i);
  }
  if (near.size() <= few) return near;
  near.clear();
  add(runner_files(), path, near);
  return near;
}

/// Who stands on all of the claimant is reached by it.
bool Claims::uses_one_of(const Entity& entity, const std::vector<Claim>& claims) {
  return std::any_of(claims.begin(), claims.end(), [&](const Claim& claim) {
    if (claim.source != ChangeSource::file) return false;
    const auto is_it = [&](const Use& use) {
      return use.target == claim.entity && use.detail().parts.empty();
    };
    return claim.entity == entity.id || std::any_of(entity.uses.begin(), entity.uses.end(), is_it);
  });
}

void Claims::add_runners(std::string_view path, Forms forms, const std::vector<Claim>& known,
                         std::vector<Claim>& claims) const {
  for (const Position at : runners_near(path)) {
    const Entity& entity = *claimants_[at].entity;
    if (uses_one_of(entity, known)) continue;
    const auto paths = paths_named(entity.replay->runner, folder_, forms);
    if (std::binary_search(paths.begin(), paths.end(), path)) {
      claims.push_back({entity.id, ChangeSource::file});
    }
  }
}

void Claims::add_if(const std::string& written, std::string_view path, const EntityId& entity,
                    ChangeSource source, std::vector<Claim>& claims) const {
  if (path_in_repository(written, folder_) == path) claims.push_back({entity, source});
}

std::vector<Claim> Claims::of(std::string_view path) const {
  std::vector<Claim> claims;
  for (const Position at : claimants_around(path)) {
    const Claimant& one = claimants_[at];
    if (!one.compiled) one.compiled.emplace(one.entity->files, folder_);
    if (one.compiled->matches(path)) claims.push_back({one.entity->id, ChangeSource::file});
  }
  std::vector<Position> replayed;
  add(replay_files_, path, replayed);
  for (const Position at : replayed) {
    const Entity& entity = *claimants_[at].entity;
    add_if(entity.replay->golden, path, entity.id, ChangeSource::golden, claims);
    add_if(entity.replay->baseline, path, entity.id, ChangeSource::baseline, claims);
  }
  const std::vector<Claim> by_pattern = claims;
  add_runners(path, Forms::plain, by_pattern, claims);
  make_unique(claims);
  return claims;
}

std::vector<Claim> Claims::below(std::string_view path) const {
  const std::string folder = std::string(path) + '/';
  std::vector<Claim> claims;
  for (const Claimant& one : claimants_) {
    bool has = pattern_below(one.entity->files, folder_, folder) != nullptr;
    if (!has && one.entity->replay) {
      const auto named = paths_named(one.entity->replay->runner, folder_);
      const auto first = std::lower_bound(named.begin(), named.end(), folder);
      has = first != named.end() && first->starts_with(folder);
    }
    if (has) claims.push_back({one.entity->id, ChangeSource::file});
  }
  make_unique(claims);
  return claims;
}

std::vector<Claim> Claims::around(std::string_view path, const std::vector<Claim>& claims) const {
  const bool is_meant = !is_ignored(path);
  std::vector<Claim> found;
  add_runners(path, Forms::all, claims, found);
  for (std::size_t end = path.rfind('/'); end != std::string_view::npos && end != 0;
       end = path.rfind('/', end - 1)) {
    const std::string_view folder = path.substr(0, end);
    if (is_meant || is_ignored(folder)) add_runners(folder, Forms::all, claims, found);
  }
  make_unique(found);
  return found;
}

bool Claims::is_inventory(std::string_view path) const {
  if (!is_inside(path)) return false;
  const std::string_view written = path.substr(folder_.size());
  return written == "tidemark.yaml" || written == "tidemark.acceptances.jsonl" ||
         std::binary_search(sources_.begin(), sources_.end(), written, std::less<>());
}

bool Claims::is_ignored(std::string_view path) const { return ignored_.matches(path); }

bool Claims::is_inside(std::string_view path) const { return path.rfind(folder_, 0) == 0; }

}  // namespace tidemark::change
