#pragma once

#include <cstdlib>
#include <filesystem>

#include "tests/kit/folder.hpp"

namespace tidemark::test {

/// As long as it lives, the system's temporary folder is this one.
class TemporaryPlace {
 public:
  TemporaryPlace() { ::setenv("TMPDIR", folder_.path().c_str(), 1); }
  ~TemporaryPlace() { ::unsetenv("TMPDIR"); }
  TemporaryPlace(const TemporaryPlace&) = delete;
  TemporaryPlace& operator=(const TemporaryPlace&) = delete;
  const std::filesystem::path& path() const { return folder_.path(); }
  bool is_empty() const { return std::filesystem::is_empty(path()); }

 private:
  Folder folder_;
};

}  // namespace tidemark::test
