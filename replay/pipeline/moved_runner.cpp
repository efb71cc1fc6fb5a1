#include "replay/pipeline/moved_runner.hpp"

#include <algorithm>
#include <vector>

#include "core/change/named_paths.hpp"

namespace tidemark::pipeline {
namespace {

bool has(const change::World& world, const std::string& path) {
  return world.files->find(path) != nullptr || !world.files->paths_below(path + '/').empty();
}

std::vector<std::string> paths_of(const change::World& world, const Entity& automation) {
  return change::paths_named(automation.replay->runner, world.folder, change::Forms::plain);
}

}  // namespace

std::string path_taken_away(const change::World& base, const Entity& in_base,
                            const change::World& head, const Entity& in_head) {
  if (in_base.replay->runner.config == in_head.replay->runner.config) return "";
  const auto named_now = paths_of(head, in_head);
  for (const std::string& path : paths_of(base, in_base)) {
    const bool is_named = std::binary_search(named_now.begin(), named_now.end(), path);
    if (!is_named && has(base, path) && !has(head, path)) return path;
  }
  return "";
}

}  // namespace tidemark::pipeline
