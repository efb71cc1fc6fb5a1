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

std::vector<std::string> claimed_files(const Entity& schema, const World& world) {
  const text::GlobSet claimed(schema.files, world.folder);
  std::set<std::string> files;
  for (const std::string& pattern : schema.files) {
    if (pattern.starts_with('!')) continue;
    const std::string only = only_path(pattern, world.folder);
    if (!only.empty() && world.files->find(only) != nullptr) {
      if (claimed.matches(only)) files.insert(only);
      continue;
    }
    for (std::string& path :
         world.files->paths_below(text::literal_folder(pattern, world.folder))) {
      if (claimed.matches(path)) files.insert(std::move(path));
    }
  }
  return {files.begin(), files.end()};
}

}  // namespace

std::vector<std::string> paths_referred_to(const Entity& schema, const World& world) {
  if (schema.id.kind != Kind::schema || schema.files.empty()) return {};
  const contract::FileReader read = [&](const std::string& path) {
    return world.files->read(path, contract::largest_document);
  };
  const std::vector<std::string> claimed = claimed_files(schema, world);
  std::set<std::string> all;
  for (const std::string& file : claimed) {
    try {
      const auto found = contract::files_referred_to(file, read(file).value_or(""), read);
      all.insert(found.begin(), found.end());
    } catch (const Error&) {
      // What cannot be read refers to nothing that anybody could follow.
    }
  }
  for (const std::string& file : claimed) all.erase(file);
  return {all.begin(), all.end()};
}

Referrers::Referrers(const World& world) {
  std::vector<const Entity*> schemas;
  for (const Entity& entity : world.inventory.entities) {
    if (entity.id.kind == Kind::schema) schemas.push_back(&entity);
  }
  std::vector<std::vector<std::string>> paths(schemas.size());
  on_all_cores(schemas.size(),
               [&](std::size_t i) { paths[i] = paths_referred_to(*schemas[i], world); });
  for (std::size_t i = 0; i < schemas.size(); ++i) {
    for (const std::string& path : paths[i]) by_path_[path].push_back(schemas[i]->id);
  }
  for (auto& [path, entities] : by_path_) std::sort(entities.begin(), entities.end());
}

const std::vector<EntityId>& Referrers::of(const std::string& path) const {
  static const std::vector<EntityId> none;
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? none : found->second;
}

}  // namespace tidemark::change
