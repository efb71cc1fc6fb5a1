#include "core/change/claims.hpp"

#include <algorithm>
#include <filesystem>

namespace tidemark::change {

std::vector<std::string> ignore_rules(const Policy& policy) {
  std::vector<std::string> rules = {"README*", "CHANGELOG*", "LICENSE*", "docs/**", ".gitignore"};
  rules.insert(rules.end(), policy.ignore.begin(), policy.ignore.end());
  return rules;
}

namespace {

/// Whether a path surely is in its shortest form, as nearly all are.
bool is_plain(std::string_view path) {
  return !path.empty() && path.front() != '/' && path.front() != '.' && path.back() != '/' &&
         path.find("//") == std::string_view::npos && path.find("/.") == std::string_view::npos;
}

}  // namespace

std::string path_in_repository(const std::string& written, std::string_view folder) {
  const bool from_root = written.rfind("//", 0) == 0;
  const std::string full = from_root ? written.substr(2) : std::string(folder) + written;
  if (is_plain(full)) return full;
  const std::string path = std::filesystem::path(full).lexically_normal().generic_string();
  const bool outside = path == ".." || path.rfind("../", 0) == 0 || path.rfind('/', 0) == 0;
  return outside || path == "." ? "" : path;
}

Claims::Claims(const Inventory& inventory, std::string folder)
    : folder_(std::move(folder)), ignored_(ignore_rules(inventory.policy), folder_) {
  for (const Entity& entity : inventory.entities) {
    if (!entity.files.empty()) areas_.push_back({entity.id, {entity.files, folder_}});
    if (!entity.replay) continue;
    replay_files_.emplace(path_in_repository(entity.replay->golden, folder_),
                          Claim{entity.id, ChangeSource::golden});
    replay_files_.emplace(path_in_repository(entity.replay->baseline, folder_),
                          Claim{entity.id, ChangeSource::baseline});
  }
  inventory_files_ = {folder_ + "tidemark.yaml", folder_ + "tidemark.acceptances.jsonl"};
  for (const std::string& source : inventory.sources) {
    inventory_files_.insert(path_in_repository(source, folder_));
  }
}

std::vector<Claim> Claims::of(std::string_view path) const {
  std::vector<Claim> claims;
  for (const Area& area : areas_) {
    if (area.files.matches(path)) claims.push_back({area.entity, ChangeSource::file});
  }
  const auto [first, last] = replay_files_.equal_range(path);
  for (auto found = first; found != last; ++found) claims.push_back(found->second);
  std::sort(claims.begin(), claims.end());
  claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
  return claims;
}

bool Claims::is_inventory(std::string_view path) const { return inventory_files_.count(path) != 0; }

bool Claims::is_ignored(std::string_view path) const { return ignored_.matches(path); }

bool Claims::is_inside(std::string_view path) const { return path.rfind(folder_, 0) == 0; }

}  // namespace tidemark::change
