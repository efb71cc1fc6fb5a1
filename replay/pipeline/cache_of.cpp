#include <sys/stat.h>

#include <cstdlib>

#include "core/base/hash.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {
namespace {

namespace fs = std::filesystem;

/// Empty when the environment names no place.
fs::path cache_root() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return cache;
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? fs::path(home) / ".cache" : fs::path();
}

bool is_inside(const fs::path& path, const fs::path& folder) {
  const fs::path way = fs::weakly_canonical(path).lexically_relative(fs::weakly_canonical(folder));
  return !way.empty() && *way.begin() != "..";
}

/// The running program, so that one that reads otherwise starts anew.
std::string build() {
  struct stat program {};
  if (::stat("/proc/self/exe", &program) != 0) return "";
  std::string text;
  for (const auto part :
       {static_cast<long>(program.st_dev), static_cast<long>(program.st_ino),
        static_cast<long>(program.st_size), program.st_mtim.tv_sec, program.st_mtim.tv_nsec}) {
    text += std::to_string(part) + '.';
  }
  return text;
}

}  // namespace

std::unique_ptr<inventory::Cache> cache_of(const Workspace& workspace) {
  const fs::path root = cache_root();
  const std::string program = build();
  if (root.empty() || program.empty()) return nullptr;
  const fs::path folder =
      root / "tidemark" / sha256_hex(fs::weakly_canonical(workspace.root).string()).substr(0, 16);
  const fs::path checkout = workspace.repository ? workspace.repository->root() : workspace.root;
  if (is_inside(folder, checkout)) return nullptr;
  return std::make_unique<inventory::Cache>(folder, program);
}

}  // namespace tidemark::pipeline
