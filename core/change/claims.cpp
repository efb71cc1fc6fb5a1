#include "core/change/claims.hpp"

#include <algorithm>
#include <filesystem>

namespace tidemark::change {

std::vector<std::string> ignore_rules(const Policy& policy) {
  std::vector<std::string> rules = {"README*", "CHANGELOG*", "LICENSE*",
                                    "docs/**", ".gitignore", "tidemark.redact.yaml"};
  rules.insert(rules.end(), policy.ignore.begin(), policy.ignore.end());
  return rules;
}

namespace {

/// Whether a path surely is in its shortest form, as nearly all are.
bool is_plain(std::string_view path) {
  char before = '/';
  for (const char c : path) {
    if (before == '/' && (c == '/' || c == '.')) return false;
    before = c;
  }
  return before != '/';
}

}  // namespace

std::string path_in_repository(const std::string& written, std::string_view folder) {
  const bool from_root = written.rfind("//", 0) == 0;
  std::string full(from_root ? "" : folder);
  full.append(written, from_root ? 2 : 0);
  if (is_plain(full)) return full;
  const std::string path = std::filesystem::path(full).lexically_normal().generic_string();
  const bool outside = path == ".." || path.rfind("../", 0) == 0 || path.rfind('/', 0) == 0;
  return outside || path == "." ? "" : path;
}

Claims::Claims(const Inventory& inventory, std::string folder)
    : folder_(std::move(folder)),
      sources_(inventory.sources),
      ignored_(ignore_rules(inventory.policy), folder_) {
  by_folder_.reserve(inventory.entities.size());
  replay_files_.reserve(2 * inventory.entities.size());
  for (const Entity& entity : inventory.entities) {
    if (!entity.files.empty() || entity.replay) add(entity);
  }
}

void Claims::add(const Entity& entity) {
  for (const std::string& pattern : entity.files) {
    if (pattern.starts_with('!')) continue;
    by_folder_.emplace(text::literal_folder(pattern, folder_),
                       static_cast<Position>(claimants_.size()));
  }
  if (entity.replay) {
    add_replay_file(entity.replay->golden, ChangeSource::golden);
    add_replay_file(entity.replay->baseline, ChangeSource::baseline);
  }
  claimants_.push_back({entity.id, entity.files, {}});
}

/// Of the claimant that is to come.
void Claims::add_replay_file(const std::string& written, ChangeSource source) {
  replay_files_.emplace(path_in_repository(written, folder_),
                        ReplayFile{static_cast<Position>(claimants_.size()), source});
}

/// Those whose patterns may name the path.
std::vector<Claims::Position> Claims::claimants_around(std::string_view path) const {
  std::vector<Position> found;
  for (std::size_t end = path.size(); end != 0; --end) {
    end = path.rfind('/', end - 1) + 1;  // npos + 1 is 0
    const auto [first, last] = by_folder_.equal_range(std::string(path.substr(0, end)));
    for (auto one = first; one != last; ++one) found.push_back(one->second);
    if (end == 0) break;
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::vector<Claim> Claims::of(std::string_view path) const {
  std::vector<Claim> claims;
  for (const Position at : claimants_around(path)) {
    const Claimant& one = claimants_[at];
    if (!one.compiled) one.compiled.emplace(one.files, folder_);
    if (one.compiled->matches(path)) claims.push_back({one.entity, ChangeSource::file});
  }
  const auto [first, last] = replay_files_.equal_range(std::string(path));
  for (auto found = first; found != last; ++found) {
    claims.push_back({claimants_[found->second.claimant].entity, found->second.source});
  }
  std::sort(claims.begin(), claims.end());
  claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
  return claims;
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
