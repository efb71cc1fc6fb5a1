#pragma once

#include <filesystem>
#include <utility>

#include "core/base/descriptor.hpp"

namespace tidemark::host {

/// A folder that is removed with all in it by the destructor.
class TemporaryFolder {
 public:
  /// None at all: its path is "".
  TemporaryFolder() = default;
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  ~TemporaryFolder();

  const std::filesystem::path& path() const { return path_; }
  /// False when there is something in it.
  bool remove_if_empty();

 private:
  std::filesystem::path path_;
};

/// Where the workers of this process have their temporary files: a folder below the system's
/// temporary one that is locked by flock(2) as long as the process lives. So what a killed process
/// left is told from what is in use, and goes with remove_left() of another one. One thread.
class TemporaryFolders {
 public:
  /// A folder for one worker, none where the system lets none be made: whoever needs one says so.
  TemporaryFolder next();
  /// Removes what processes of this user left that live no more. [any thread]
  static void remove_left();

 private:
  bool has_home();

  Descriptor lock_;
  TemporaryFolder home_;  ///< gone before the lock is
  int made_ = 0;
};

}  // namespace tidemark::host
