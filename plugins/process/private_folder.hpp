#pragma once

#include <string>
#include <string_view>

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

 private:
  std::string path_;
};

}  // namespace tidemark::process
