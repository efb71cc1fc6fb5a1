#include "replay/pipeline/unseen_path.hpp"

#include <algorithm>
#include <system_error>
#include <vector>

#include "core/change/claims.hpp"
#include "replay/pipeline/program_folders.hpp"

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

/// Programs of `PATH`, and devices such as /dev/null.
bool is_of_machine(const fs::path& path) {
  const auto folders = program_folders();
  return std::find(folders.begin(), folders.end(), path.parent_path()) != folders.end() ||
         path.parent_path() == "/dev";
}

}  // namespace

std::string uncommitted_submodule(const change::World& world) {
  constexpr std::size_t id_size = 40;  // behind it stands how its folder differs
  const auto& files = world.files->files();
  const auto found = std::find_if(files.begin(), files.end(), [](const git::File& file) {
    return file.submodule && file.blob.size() != id_size;
  });
  return found == files.end() ? "" : found->path;
}

std::string unseen_path(const change::World& world, const RunnerSpec& runner,
                        const fs::path& folder) {
  const fs::path root = root_of(folder, world.folder);
  const auto all = change::paths_written(runner);
  const auto found = std::find_if(all.begin(), all.end(), [&](const std::string& written) {
    if (written.empty() || written.size() > longest_path) return false;
    fs::path path = (folder / written).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    std::error_code ignored;
    return fs::exists(path, ignored) && !is_of_machine(path) && !holds_all_of(world, root, path);
  });
  return found == all.end() ? "" : *found;
}

}  // namespace tidemark::pipeline
