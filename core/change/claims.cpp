#include "core/change/claims.hpp"

#include <algorithm>

namespace tidemark::change {
namespace {

const std::vector<std::string> shipped_ignores = {"README*", "CHANGELOG*", "LICENSE*", "docs/**",
                                                  ".gitignore"};

std::vector<std::string> ignores_of(const Policy& policy) {
  std::vector<std::string> patterns = shipped_ignores;
  patterns.insert(patterns.end(), policy.ignore.begin(), policy.ignore.end());
  return patterns;
}

}  // namespace

Claims::Claims(const Inventory& inventory, std::string folder)
    : folder_(std::move(folder)), ignored_(ignores_of(inventory.policy), folder_) {
  for (const Entity& entity : inventory.entities) {
    if (!entity.files.empty()) {
      owned_.push_back({{entity.id, ChangeSource::file}, text::GlobSet(entity.files, folder_)});
    }
    if (!entity.replay) continue;
    exact_.push_back({folder_ + entity.replay->golden, {entity.id, ChangeSource::golden}});
    exact_.push_back({folder_ + entity.replay->baseline, {entity.id, ChangeSource::baseline}});
  }
  std::sort(exact_.begin(), exact_.end());
  for (const std::string& source : inventory.sources) inventory_.push_back(folder_ + source);
  inventory_.push_back(folder_ + "tidemark.yaml");
  inventory_.push_back(folder_ + "tidemark.acceptances.jsonl");
  std::sort(inventory_.begin(), inventory_.end());
}

std::vector<Claim> Claims::of(std::string_view path) const {
  std::vector<Claim> claims;
  auto place = std::lower_bound(
      exact_.begin(), exact_.end(), path,
      [](const auto& one, std::string_view wanted) { return one.first < wanted; });
  for (; place != exact_.end() && place->first == path; ++place) claims.push_back(place->second);
  for (const Owned& owned : owned_) {
    if (owned.paths.matches(path)) claims.push_back(owned.claim);
  }
  std::sort(claims.begin(), claims.end());
  return claims;
}

bool Claims::is_inventory(std::string_view path) const {
  return std::binary_search(inventory_.begin(), inventory_.end(), path);
}

bool Claims::is_ignored(std::string_view path) const { return ignored_.matches(path); }

bool Claims::is_inside(std::string_view path) const { return path.starts_with(folder_); }

}  // namespace tidemark::change
