#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/change/changes.hpp"
#include "core/git/repository.hpp"
#include "core/inventory/read.hpp"
#include "core/model/golden.hpp"

namespace tidemark::pipeline {

/// The folder that holds tidemark.yaml, and the repository around it.
struct Workspace {
  std::filesystem::path root;  ///< absolute
  std::optional<git::Repository> repository;
  std::string folder;  ///< `root` relative to the repository's root: "" or "a/b/"
};

/// Finds the workspace that `start` lies in: the nearest parent with a tidemark.yaml. Throws
/// Error(configuration) when there is none.
Workspace find_workspace(const std::filesystem::path& start);

/// The workspace's repository, or Error(configuration) saying that `purpose` needs one.
const git::Repository& repository_of(const Workspace& workspace, const std::string& purpose);

/// What a world is wanted for. Whoever can write this user's files can write the cache, so nothing
/// that judges reads it, and every path of a revision is looked at.
enum class Purpose {
  judging,
  asking,  ///< the same answer, by way of the cache
};

/// The workspace as it lies on disk. Throws Error(configuration) with every complaint.
change::World world_now(const Workspace& workspace, Purpose purpose = Purpose::judging);
/// The workspace at a revision. Without a tidemark.yaml there, an empty inventory.
change::World world_at(const Workspace& workspace, const std::string& revision,
                       Purpose purpose = Purpose::judging);

/// As these, by way of that cache, which is null for whoever judges. Worlds that are read by way of
/// one cache share what is equal in them.
change::World world_now(const Workspace& workspace, inventory::Cache* cache);
change::World world_at(const Workspace& workspace, const std::string& revision, Purpose purpose,
                       inventory::Cache* cache);

/// The files of a world as the reader of inventories needs them; `world` must outlive them.
inventory::Files inventory_files(const change::World& world);

/// Where this workspace's inventories are kept between questions; null when there is no place that
/// a checkout could not bring along.
std::unique_ptr<inventory::Cache> cache_of(const Workspace& workspace);

/// The workspace as it lies on disk, with whatever can be read of its inventory and all that is
/// wrong with it.
struct WorldAsFound {
  change::World world;
  std::vector<Complaint> complaints, warnings;
};
WorldAsFound world_as_found(const Workspace& workspace);

/// Removes what a killed process left of the files that tidemark writes into the workspace, so that
/// it is not taken for a change.
void remove_unfinished_files(const Workspace& workspace);

/// The text of a file of the workspace at that moment; nothing when it is not there. `path` is
/// relative to tidemark.yaml.
std::optional<std::string> text_at(const change::World& world, const std::string& path);
/// The same, piece by piece, so that a large one need not be held whole. False when it is not
/// there.
bool each_piece_at(const change::World& world, const std::string& path,
                   const git::Snapshot::Take& take);

inline constexpr const char* acceptances_path = "tidemark.acceptances.jsonl";

}  // namespace tidemark::pipeline
