#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/place.hpp"
#include "core/inventory/cache.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::inventory {

/// The files of a workspace at one moment, as the reader needs them: paths relative to
/// tidemark.yaml.
struct Files {
  std::function<std::vector<std::string>()> paths;
  /// Nothing when there is no such file; may throw Error(configuration). Called on all cores.
  std::function<std::optional<std::string>(const std::string& path)> read;
  /// As `paths`, those that begin with a folder ("a/b/"), where that is less work.
  std::function<std::vector<std::string>(const std::string& folder)> paths_below = {};
  /// An id that no other content of a file has, or "" when the file must be read to know. Needed
  /// for a cache only.
  std::function<std::string(const std::string& path)> content_id = {};
  /// Whether a text that `read` gave is the content that the id stands for, which a file on disk
  /// may no longer have. Empty: it always is.
  std::function<bool(const std::string& path, const std::string& text)> is_content = {};
  /// An id that a folder ("a/b/") has with these files in it only, or "" when that is not known.
  std::function<std::string(const std::string& folder)> folder_id = {};
};

/// What the files say, and all that is wrong with them, sorted by place. The inventory is whole
/// when there is no complaint; otherwise it holds what could be read. Warnings do not matter to a
/// gate.
struct Reading {
  Inventory inventory;
  std::vector<Complaint> complaints;
  std::vector<Complaint> warnings;
  std::size_t parsed = 0;  ///< files that were read and parsed, not known from an earlier time
};

/// Reads tidemark.yaml and the files it names. Bad content never throws: it is a complaint. When a
/// file cannot be read, references to entities that are nowhere else are not complained of. With a
/// cache, files that it knows are not read; the answer is the same.
Reading read_inventory(const Files& files, Cache* cache = nullptr);

/// As read_inventory, for callers that cannot go on without: throws Error(configuration) with all
/// complaints, one per line, after a first line that names the revision, `where`.
Inventory read_valid_inventory(const Files& files, const std::string& where,
                               Cache* cache = nullptr);

}  // namespace tidemark::inventory
