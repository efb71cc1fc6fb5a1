#include "replay/pipeline/workspace.hpp"

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/inventory/codeowners.hpp"
#include "core/inventory/read.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t largest_file = 512UL * 1024 * 1024;
/// Twice what the reader of YAML takes, which has the better words.
constexpr std::size_t largest_inventory_file = 8UL * 1024 * 1024;

/// `cache` is null for whoever judges.
change::World world_of(const Workspace& workspace, std::shared_ptr<const git::Snapshot> files,
                       const std::string& where, inventory::Cache* cache) {
  change::World world{std::move(files), {}, workspace.folder};
  if (world.files->find(world.folder + "tidemark.yaml") == nullptr) return world;
  world.inventory = inventory::read_valid_inventory(inventory_files(world), where, cache);
  inventory::fill_owners(world.inventory, *world.files, world.folder);
  return world;
}

std::unique_ptr<inventory::Cache> cache_for(const Workspace& workspace, Purpose purpose) {
  return purpose == Purpose::asking ? cache_of(workspace) : nullptr;
}

std::shared_ptr<const git::Snapshot> files_now(const Workspace& workspace,
                                               inventory::Cache* cache) {
  if (!workspace.repository) return git::folder_snapshot(workspace.root);
  if (cache == nullptr) return workspace.repository->working_tree();
  const std::string known = cache->note("folders");
  std::string notes = known;
  auto files = workspace.repository->working_tree(notes);
  if (notes != known) cache->keep_note("folders", notes);
  return files;
}

}  // namespace

Workspace find_workspace(const std::filesystem::path& start) {
  std::error_code failure;
  const std::filesystem::path from = std::filesystem::canonical(start, failure);
  if (failure) throw Error(Fault::usage, "-C " + start.string() + ": " + failure.message());
  std::filesystem::path root = from;
  while (!std::filesystem::exists(root / "tidemark.yaml")) {
    if (root == root.parent_path()) {
      throw Error(Fault::configuration, from.string() +
                                            ": no tidemark.yaml here or in a parent folder "
                                            "(run `tidemark init`)");
    }
    root = root.parent_path();
  }
  Workspace workspace{root, git::Repository::discover(root), ""};
  if (workspace.repository) {
    const auto folder = std::filesystem::relative(root, workspace.repository->root()).string();
    if (folder != ".") workspace.folder = folder + "/";
  }
  return workspace;
}

const git::Repository& repository_of(const Workspace& workspace, const std::string& purpose) {
  if (!workspace.repository) {
    throw Error(Fault::configuration, workspace.root.string() + ": " + purpose +
                                          " needs a git repository (run git init and commit)");
  }
  return *workspace.repository;
}

inventory::Files inventory_files(const change::World& world) {
  inventory::Files files;
  files.paths_below = [&world](const std::string& folder) {
    auto paths = world.files->paths_below(world.folder + folder);
    for (std::string& path : paths) path.erase(0, world.folder.size());
    return paths;
  };
  files.paths = [below = files.paths_below] { return below(""); };
  files.read = [&world](const std::string& path) {
    return world.files->read(world.folder + path, largest_inventory_file);
  };
  files.content_id = [&world](const std::string& path) -> std::string {
    const git::File* file = world.files->find(world.folder + path);
    if (file == nullptr || file->symlink || file->submodule) return "";
    return (world.files->converts() ? "on disk " : "") + file->blob;
  };
  files.is_content = [&world](const std::string& path, const std::string& text) {
    return world.files->is_content_of(world.folder + path, text);
  };
  files.folder_id = [&world](const std::string& folder) -> std::string {
    return world.files->converts() ? "" : world.files->folder_id(world.folder + folder);
  };
  return files;
}

WorldAsFound world_as_found(const Workspace& workspace) {
  WorldAsFound found{{files_now(workspace, nullptr), {}, workspace.folder}, {}, {}};
  inventory::Reading reading = inventory::read_inventory(inventory_files(found.world));
  found.world.inventory = std::move(reading.inventory);
  inventory::fill_owners(found.world.inventory, *found.world.files, found.world.folder);
  found.complaints = std::move(reading.complaints);
  found.warnings = std::move(reading.warnings);
  return found;
}

change::World world_now(const Workspace& workspace, Purpose purpose) {
  return world_now(workspace, cache_for(workspace, purpose).get());
}

change::World world_at(const Workspace& workspace, const std::string& revision, Purpose purpose) {
  return world_at(workspace, revision, purpose, cache_for(workspace, purpose).get());
}

change::World world_now(const Workspace& workspace, inventory::Cache* cache) {
  return world_of(workspace, files_now(workspace, cache), "the working tree", cache);
}

change::World world_at(const Workspace& workspace, const std::string& revision, Purpose purpose,
                       inventory::Cache* cache) {
  const git::Repository& repository = repository_of(workspace, "a revision");
  auto files =
      purpose == Purpose::asking ? repository.glance_at(revision) : repository.at(revision);
  return world_of(workspace, std::move(files), "revision " + revision, cache);
}

void remove_unfinished_files(const Workspace& workspace) {
  remove_unfinished(workspace.root / acceptances_path);
  for (const Entity& entity : world_now(workspace).inventory.entities) {
    if (!entity.replay) continue;
    remove_unfinished(workspace.root / entity.replay->golden);
    remove_unfinished(workspace.root / entity.replay->baseline);
  }
}

std::optional<std::string> text_at(const change::World& world, const std::string& path) {
  return world.files->read(world.folder + path, largest_file);
}

bool each_piece_at(const change::World& world, const std::string& path,
                   const git::Snapshot::Take& take) {
  return world.files->each_piece(world.folder + path, largest_file, take);
}

}  // namespace tidemark::pipeline
