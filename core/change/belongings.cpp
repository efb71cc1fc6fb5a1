#include "core/change/belongings.hpp"

#include <algorithm>

#include "core/change/claims.hpp"

namespace tidemark::change {
namespace {

/// Whether a path that stands for a folder is on the way to what the entity claims or names.
bool is_passage_to(std::string_view path, const Entity& entity, std::string_view folder,
                   const std::vector<std::string>& roots) {
  const std::string inside = std::string(path) + '/';
  const auto is_below = [&](const std::string& root) { return root.starts_with(inside); };
  return std::any_of(roots.begin(), roots.end(), is_below) ||
         pattern_below(entity.files, folder, inside) != nullptr;
}

}  // namespace

Belongings::Belongings(const World& world)
    : world_(world),
      links_(*world.files),
      references_(world, links_),
      ignored_(ignore_rules(world.inventory.policy), world.folder) {}

bool Belongings::has(const git::File& file, const text::GlobSet& claimed, const Entity& entity,
                     const std::vector<std::string>& roots) const {
  if (claimed.matches(file.path)) return true;
  if ((file.symlink || file.submodule) && is_passage_to(file.path, entity, world_.folder, roots)) {
    return true;
  }
  return std::any_of(roots.begin(), roots.end(), [&](const std::string& root) {
    if (!git::is_at_or_below(file.path, root)) return false;
    return file.path == root || !ignored_.matches(file.path) || ignored_.matches(root);
  });
}

/// A few rounds reach what links of folders with links lead to.
void Belongings::add_led_to(const text::GlobSet& claimed, const Entity& entity,
                            std::vector<std::string>& roots) const {
  constexpr int most_rounds = 4;
  const auto add = [&](const std::string& path) {
    const auto target = links_.resolved(path);
    if (!target || *target == path || target->empty()) return false;
    if (std::find(roots.begin(), roots.end(), *target) != roots.end()) return false;
    roots.push_back(*target);
    return true;
  };
  bool more = !links_.empty();
  for (int round = 0; more && round < most_rounds; ++round) {
    more = false;
    for (std::size_t i = 0; i < roots.size(); ++i) more = add(std::string(roots[i])) || more;
    for (const auto& [path, text] : links_.texts()) {
      git::File link;
      link.path = path;
      link.symlink = true;
      if (has(link, claimed, entity, roots)) more = add(path) || more;
    }
  }
}

std::vector<const git::File*> Belongings::of(const Entity& entity) const {
  std::vector<std::string> roots = references_.of(entity);
  if (entity.replay) roots = paths_named(entity.replay->runner, world_.folder);
  if (entity.files.empty() && roots.empty()) return {};
  const text::GlobSet claimed(entity.files, world_.folder);
  add_led_to(claimed, entity, roots);
  std::vector<const git::File*> files;
  for (const git::File& file : world_.files->files()) {
    if (has(file, claimed, entity, roots)) files.push_back(&file);
  }
  return files;
}

}  // namespace tidemark::change
