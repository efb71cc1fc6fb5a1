#pragma once

#include <sys/stat.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::process {

/// A new folder below the temporary one that only this user may enter, removed with all in it.
class PrivateFolder {
 public:
  /// Throws CallFailure when it cannot be made.
  PrivateFolder();
  ~PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string file(std::string_view name) const { return path_ + '/' + std::string(name); }

  /// Throws CallFailure when it cannot be written.
  void write(std::string_view name, std::string_view text) const;
  /// A file as a program left it: a regular one, not a link to another, of `largest` bytes at most.
  /// Throws CallFailure otherwise.
  std::string read(std::string_view name, std::size_t largest) const;
  /// Nothing was made, removed or set in it since it was made; what the kernel's clock cannot tell
  /// apart from its making may pass.
  bool has_its_times() const;
  /// The same, and nothing is in it.
  bool is_untouched() const;

 private:
  std::string path_;
  struct stat made_ {};
};

/// Private folders of cases that come one after the other and side by side. To make and to remove
/// one costs as much as a small program's whole run, so what a case left untouched serves another.
class PrivateFolders {
 public:
  /// One that no other case has and none has touched. [any thread]
  std::unique_ptr<PrivateFolder> take();
  /// Only when nobody who knows it is left. [any thread]
  void give_back(std::unique_ptr<PrivateFolder> folder);

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<PrivateFolder>> free_;
};

}  // namespace tidemark::process
