#include "replay/pipeline/unseen_path.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/change/claims.hpp"
#include "core/text/glob.hpp"
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

/// What tools leave beside the files that they read, and make anew from them.
bool is_cache(const fs::path& path) {
  constexpr std::array<std::string_view, 5> names = {"__pycache__", ".pytest_cache", ".mypy_cache",
                                                     ".ruff_cache", ".DS_Store"};
  return std::find(names.begin(), names.end(), path.filename().string()) != names.end();
}

/// The first claimed file on disk below a folder that the world does not hold; of more entries than
/// anybody claims by hand the folder itself.
std::string first_unseen(const change::World& world, const fs::path& root, const std::string& below,
                         const text::GlobSet& claimed) {
  constexpr std::size_t most_entries = 50'000;
  std::size_t entries = 0;
  std::error_code failure;
  if (!fs::exists(root / below, failure)) return "";
  for (fs::recursive_directory_iterator entry(root / below, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    if (++entries > most_entries) return below;
    const fs::path name = entry->path().filename();
    std::error_code unknown;
    const bool is_folder = entry->is_directory(unknown) && !entry->is_symlink(unknown);
    if (name == ".git" || is_cache(name)) {
      if (is_folder) entry.disable_recursion_pending();
      continue;
    }
    if (is_folder) continue;
    std::string path = entry->path().lexically_relative(root).generic_string();
    if (claimed.matches(path) && world.files->find(path) == nullptr) return path;
  }
  return failure ? below : "";
}

std::string unseen_claim(const change::World& world, const Entity& entity, const fs::path& folder) {
  const fs::path root = root_of(folder, world.folder);
  const text::GlobSet claimed(entity.files, world.folder);
  for (const std::string& pattern : entity.files) {
    const std::string below = text::literal_folder(pattern, world.folder);
    if (pattern.starts_with('!') || below.empty()) continue;
    if (std::string path = first_unseen(world, root, below, claimed); !path.empty()) return path;
  }
  return "";
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

const std::string& UnseenClaims::of(const change::World& world, const Entity& entity,
                                    const fs::path& folder) {
  const std::lock_guard lock(mutex_);
  const auto [place, is_new] = known_.try_emplace(entity.id);
  if (is_new) place->second = unseen_claim(world, entity, folder);
  return place->second;
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
