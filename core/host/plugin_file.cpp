#include "core/host/plugin_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/base/descriptor.hpp"
#include "core/base/error.hpp"
#include "core/base/hash.hpp"

namespace tidemark::host {
namespace {

using std::filesystem::path;

[[noreturn]] void refuse(const path& file, const std::string& fact, const std::string& way_out) {
  throw Error(Fault::security, file.string() + ": " + fact + " (" + way_out + ')');
}

void check_place(const path& file) {
  if (!file.is_absolute()) {
    refuse(file, "a plugin's path must be absolute", "write the path from / on");
  }
  std::error_code failure;
  const path canonical = std::filesystem::canonical(file, failure);
  if (failure == std::errc::no_such_file_or_directory) {
    throw Error(Fault::configuration, file.string() + ": no such file (correct the plugin's path)");
  }
  if (failure) refuse(file, failure.message(), "correct the plugin's path");
  if (canonical != file) {
    refuse(file, "a plugin's path must not lead through links", "write " + canonical.string());
  }
}

void check_owner(const path& place, const struct stat& status) {
  if (status.st_uid != 0 && status.st_uid != ::geteuid()) {
    refuse(place, "belongs to user " + std::to_string(status.st_uid),
           "chown it to yourself or root");
  }
  const bool sticky_folder = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0;
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0 && !sticky_folder) {
    refuse(place, "others may write it", "chmod go-w " + place.string());
  }
}

struct stat status_of(const path& place) {
  struct stat status {};
  if (::lstat(place.c_str(), &status) != 0) {
    refuse(place, std::strerror(errno), "correct the plugin's path");
  }
  return status;
}

void check_permissions(const path& file) {
  const struct stat status = status_of(file);
  if (!S_ISREG(status.st_mode)) {
    refuse(file, "not a regular file", "name the plugin's library or program");
  }
  check_owner(file, status);
  for (path folder = file.parent_path();; folder = folder.parent_path()) {
    check_owner(folder, status_of(folder));
    if (folder == folder.root_path()) return;
  }
}

}  // namespace

std::string sha256_of(int descriptor, const path& file) {
  Sha256 hash;
  std::array<char, 65536> buffer;
  off_t offset = 0;
  for (;;) {
    const ssize_t got = ::pread(descriptor, buffer.data(), buffer.size(), offset);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(Fault::evaluation, file.string() + ": " + std::strerror(errno));
    if (got == 0) return hash.hex();
    hash.add({buffer.data(), static_cast<std::size_t>(got)});
    offset += got;
  }
}

void check_plugin_file(const PluginFile& plugin) {
  if (!plugin.built_in) {
    check_place(plugin.path);
    check_permissions(plugin.path);
  }
  const Descriptor file(::open(plugin.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) {
    refuse(plugin.path, std::strerror(errno),
           plugin.built_in ? "install tidemark again" : "correct the plugin's path");
  }
  const std::string found = sha256_of(file.get(), plugin.path);
  if (found == plugin.sha256) return;
  refuse(plugin.path, "has SHA-256 " + found + ", expected " + plugin.sha256,
         plugin.built_in
             ? "install tidemark again"
             : "review the new file and write its hash under plugins: in tidemark.yaml");
}

std::vector<PluginFile> built_in_plugins(std::span<const ManifestEntry> manifest,
                                         const path& folder) {
  std::vector<PluginFile> plugins;
  for (const ManifestEntry& entry : manifest) {
    plugins.push_back({std::string(entry.id), folder / entry.file, std::string(entry.sha256), true,
                       std::string(entry.version)});
  }
  return plugins;
}

bool is_library(const path& file) {
  const std::string name = file.filename().string();
  return name.ends_with(".so") || name.find(".so.") != std::string::npos;
}

path plugin_folder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "plugins";
}

}  // namespace tidemark::host
