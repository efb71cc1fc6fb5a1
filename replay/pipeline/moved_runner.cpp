#include "replay/pipeline/moved_runner.hpp"

#include <algorithm>
#include <vector>

#include "core/change/named_paths.hpp"
#include "core/git/links.hpp"

namespace tidemark::pipeline {
namespace {

enum class There { no, folder, file };

There find(const change::World& world, const git::Links& links, const std::string& path) {
  const std::string real = links.resolved(path).value_or(path);
  if (world.files->find(real) != nullptr) return There::file;
  return world.files->paths_below(real + '/').empty() ? There::no : There::folder;
}

std::vector<std::string> paths_of(const change::World& world, const Entity& automation) {
  return change::paths_named(automation.replay->runner, world.folder);
}

}  // namespace

std::string path_taken_away(const change::World& base, const Entity& in_base,
                            const change::World& head, const Entity& in_head) {
  if (in_base.replay->runner.config == in_head.replay->runner.config) return "";
  const auto named_now = paths_of(head, in_head);
  const git::Links before(*base.files), now(*head.files);
  for (const std::string& path : paths_of(base, in_base)) {
    const bool is_named = std::binary_search(named_now.begin(), named_now.end(), path);
    if (!is_named && find(head, now, path) < find(base, before, path)) return path;
  }
  return "";
}

}  // namespace tidemark::pipeline
