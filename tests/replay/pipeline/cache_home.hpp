#pragma once

#include <cstdlib>
#include <filesystem>

namespace tidemark::pipeline::kit {

/// For as long as it lives, caches are kept below a folder.
class CacheHome {
 public:
  explicit CacheHome(const std::filesystem::path& folder) {
    ::setenv("XDG_CACHE_HOME", folder.c_str(), 1);
  }
  ~CacheHome() { ::unsetenv("XDG_CACHE_HOME"); }
  CacheHome(const CacheHome&) = delete;
  CacheHome& operator=(const CacheHome&) = delete;
};

}  // namespace tidemark::pipeline::kit
