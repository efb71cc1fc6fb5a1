#include "replay/pipeline/unseen_path.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/json/json.hpp"

namespace tidemark::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_path = 4096;

/// The workspace's folder without what World::folder says.
fs::path root_of(fs::path folder, const std::string& inside) {
  const auto depth = std::count(inside.begin(), inside.end(), '/');
  for (std::ptrdiff_t i = 0; i < depth; ++i) folder = folder.parent_path();
  return folder;
}

bool holds(const change::World& world, const fs::path& root, const fs::path& path) {
  const std::string inside = path.lexically_relative(root).generic_string();
  if (inside.empty() || inside == ".." || inside.starts_with("../")) return false;
  if (inside == "." || world.files->find(inside) != nullptr) return true;
  return !world.files->paths_below(inside + '/').empty();
}

/// Where a link leads must be known, too.
bool holds_all_of(const change::World& world, const fs::path& root, const fs::path& path) {
  std::error_code failure;
  const fs::path real_root = fs::canonical(root, failure);
  const fs::path real = failure ? fs::path() : fs::canonical(path, failure);
  return !failure && holds(world, root, path) && holds(world, real_root, real);
}

bool is_in_path(const fs::path& program) {
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable == nullptr ? "/bin:/usr/bin" : variable;
  for (;;) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    if (end != 0 && program.parent_path() == fs::path(rest.substr(0, end))) return true;
    if (end == rest.size()) return false;
    rest.remove_prefix(end + 1);
  }
}

/// Where a program that gets the path may be.
std::vector<fs::path> starting_points(const json::Value& config, const fs::path& folder) {
  const json::Value* own = config.find("folder");
  if (own == nullptr || own->string() == nullptr) return {folder};
  return {folder, folder / *own->string()};
}

}  // namespace

std::string unseen_path(const change::World& world, const RunnerSpec& runner,
                        const fs::path& folder) {
  const json::Value config = json::parse(runner.config, "runner");
  const fs::path root = root_of(folder, world.folder);
  const auto from = starting_points(config, folder);
  std::string found;
  json::each_text(config, [&](const std::string& text) {
    if (!found.empty() || text.empty() || text.size() > longest_path) return;
    const bool is_unseen = std::any_of(from.begin(), from.end(), [&](const fs::path& point) {
      fs::path path = (point / text).lexically_normal();
      if (!path.has_filename()) path = path.parent_path();
      std::error_code ignored;
      return fs::exists(path, ignored) && !is_in_path(path) && !holds_all_of(world, root, path);
    });
    if (is_unseen) found = text;
  });
  return found;
}

}  // namespace tidemark::pipeline
