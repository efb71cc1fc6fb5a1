#pragma once

// The files of the cache; private to core/inventory.

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/descriptor.hpp"

namespace tidemark::inventory {

/// A file of the cache, open for reading; none when it is not there or not a plain file of this
/// user. Its bytes stay what they are when another process puts a new file in its place.
class CacheFile {
 public:
  explicit CacheFile(const std::filesystem::path& path);

  std::size_t size() const { return size_; }
  /// The bytes from `offset` on; fewer, or none, when there are not that many. Any thread.
  std::string read(std::size_t offset, std::size_t size) const;

 private:
  Descriptor file_;
  std::size_t size_ = 0;
};

/// Whether the folder is there, or could be made, and is this user's alone.
bool is_private_folder(const std::filesystem::path& folder);

/// Puts a file in place at once; does nothing when that fails. Not synchronised with the disk:
/// what a crash leaves does not hold together.
void put_file(const std::filesystem::path& path, std::string_view bytes);

/// Removes all but the newest files whose names end so, and what killed writers left.
void keep_newest(const std::filesystem::path& folder, std::string_view ending, std::size_t count);

}  // namespace tidemark::inventory
