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
  const std::string full = from_root ? written.substr(2) : std::string(folder) + written;
  if (is_plain(full)) return full;
  const std::string path = std::filesystem::path(full).lexically_normal().generic_string();
  const bool outside = path == ".." || path.rfind("../", 0) == 0 || path.rfind('/', 0) == 0;
  return outside || path == "." ? "" : path;
}

Claims::Claims(const Inventory& inventory, std::string folder)
    : folder_(std::move(folder)),
      sources_(inventory.sources),
      ignored_(ignore_rules(inventory.policy), folder_) {
  areas_by_folder_.reserve(inventory.entities.size());
  replay_files_.reserve(2 * inventory.entities.size());
  for (const Entity& entity : inventory.entities) {
    for (const std::string& pattern : entity.files) {
      if (pattern.starts_with('!')) continue;
      Areas& areas = areas_by_folder_[text::literal_folder(pattern, folder_)];
      const auto area = static_cast<std::uint32_t>(areas_.size());
      if (areas.empty() || areas.back() != area) areas.push_back(area);
    }
    if (!entity.files.empty()) areas_.push_back({entity.id, entity.files, {}});
    if (!entity.replay) continue;
    add_replay_file(entity.replay->golden, {entity.id, ChangeSource::golden});
    add_replay_file(entity.replay->baseline, {entity.id, ChangeSource::baseline});
  }
}

void Claims::add_replay_file(const std::string& written, Claim claim) {
  replay_files_.emplace(path_in_repository(written, folder_), std::move(claim));
}

/// Those that may name the path.
Claims::Areas Claims::areas_around(std::string_view path) const {
  Areas areas;
  for (std::size_t end = path.size(); end != 0; --end) {
    end = path.rfind('/', end - 1) + 1;  // npos + 1 is 0
    const auto found = areas_by_folder_.find(std::string(path.substr(0, end)));
    if (found != areas_by_folder_.end()) {
      areas.insert(areas.end(), found->second.begin(), found->second.end());
    }
    if (end == 0) break;
  }
  std::sort(areas.begin(), areas.end());
  areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
  return areas;
}

std::vector<Claim> Claims::of(std::string_view path) const {
  std::vector<Claim> claims;
  for (const std::uint32_t at : areas_around(path)) {
    const Area& area = areas_[at];
    if (!area.compiled) area.compiled.emplace(area.files, folder_);
    if (area.compiled->matches(path)) claims.push_back({area.entity, ChangeSource::file});
  }
  const auto [first, last] = replay_files_.equal_range(std::string(path));
  for (auto found = first; found != last; ++found) claims.push_back(found->second);
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
