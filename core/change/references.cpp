#include "core/change/references.hpp"

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/change/named_paths.hpp"
#include "core/contract/document.hpp"
#include "core/contract/references.hpp"
#include "core/text/glob.hpp"

namespace tidemark::change {
namespace {

/// One path that a pattern names by itself; "" when it may name others.
std::string only_path(const std::string& pattern, std::string_view folder) {
  const bool is_plain = pattern.find_first_of("*?[\\!") == std::string::npos;
  const bool is_anchored = pattern.find('/') < pattern.size() - 1;
  return is_plain && is_anchored ? path_in_repository(pattern, folder) : "";
}

std::string text_of(const World& world, const std::string& path) {
  try {
    return world.files->read(path, contract::largest_document).value_or("");
  } catch (const Error&) {
    return "";  // nobody can read a contract from it
  }
}

std::vector<EntityId> sorted(std::vector<EntityId> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace

bool References::is_there(const std::string& path) const {
  return world_.files->find(real(path)) != nullptr;
}

/// By the names that its patterns have for them, which may lead through links.
std::vector<std::string> References::claimed_files(const Entity& schema) const {
  const text::GlobSet claimed(schema.files, world_.folder);
  std::set<std::string> files;
  for (const std::string& pattern : schema.files) {
    if (pattern.starts_with('!')) continue;
    const std::string only = only_path(pattern, world_.folder);
    if (!only.empty() && is_there(only)) {
      if (claimed.matches(only)) files.insert(only);
      continue;
    }
    const std::string folder = text::literal_folder(pattern, world_.folder);
    const std::string below = folder.empty() ? "" : real(folder) + '/';
    for (const std::string& path : world_.files->paths_below(below)) {
      const std::string named = folder + path.substr(below.size());
      if (claimed.matches(named)) files.insert(named);
    }
  }
  return {files.begin(), files.end()};
}

/// A relative reference is read from where the file is named, or from where it lies.
std::vector<std::string> References::direct(const std::string& file) const {
  const std::string lies = real(file);
  const std::string text = text_of(world_, lies);
  std::set<std::string> paths;
  for (const std::string& base : {file, lies}) {
    auto referred = contract::referred_paths(base, text);
    paths.insert(referred.sure.begin(), referred.sure.end());
    std::copy_if(referred.maybe.begin(), referred.maybe.end(), std::inserter(paths, paths.end()),
                 [&](const std::string& path) { return is_there(path); });
    if (file == lies) break;
  }
  return {paths.begin(), paths.end()};
}

const std::vector<std::string>& References::known(const std::string& file) {
  const auto found = known_.find(file);
  return found != known_.end() ? found->second : known_.emplace(file, direct(file)).first->second;
}

const std::vector<std::string>& References::claimed(const Entity& schema) {
  const auto [place, is_new] = claimed_.try_emplace(schema.id);
  if (is_new) place->second = claimed_files(schema);
  return place->second;
}

void References::read(const std::vector<const Entity*>& schemas) {
  std::set<std::string> all;
  for (const Entity* schema : schemas) {
    const auto& files = claimed(*schema);
    all.insert(files.begin(), files.end());
  }
  const std::vector<std::string> files(all.begin(), all.end());
  std::vector<std::vector<std::string>> paths(files.size());
  on_all_cores(files.size(), [&](std::size_t i) { paths[i] = direct(files[i]); });
  for (std::size_t i = 0; i < files.size(); ++i) known_.emplace(files[i], std::move(paths[i]));
}

std::vector<std::string> References::of(const Entity& schema) {
  if (schema.id.kind != Kind::schema || schema.files.empty()) return {};
  std::vector<std::string> open = claimed(schema), found;
  std::set<std::string> seen(open.begin(), open.end());
  while (!open.empty()) {
    const std::string file = std::move(open.back());
    open.pop_back();
    for (const std::string& path : known(file)) {
      if (!seen.insert(path).second) continue;
      found.push_back(path);
      open.push_back(path);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

Referrers::Referrers(const World& world) {
  std::vector<const Entity*> schemas;
  for (const Entity& entity : world.inventory.entities) {
    if (entity.id.kind == Kind::schema) schemas.push_back(&entity);
  }
  if (schemas.empty()) return;
  const git::Links links(*world.files);
  References references(world, links);
  references.read(schemas);
  for (const Entity* schema : schemas) {
    for (std::string& path : references.of(*schema)) {
      by_path_[std::move(path)].push_back(schema->id);
    }
  }
}

std::vector<EntityId> Referrers::of(const std::string& path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? std::vector<EntityId>() : sorted(found->second);
}

std::vector<EntityId> Referrers::below(const std::string& path) const {
  std::vector<EntityId> ids = of(path);
  const std::string folder = path + '/';
  for (auto one = by_path_.lower_bound(folder);
       one != by_path_.end() && one->first.starts_with(folder); ++one) {
    ids.insert(ids.end(), one->second.begin(), one->second.end());
  }
  return sorted(std::move(ids));
}

}  // namespace tidemark::change
