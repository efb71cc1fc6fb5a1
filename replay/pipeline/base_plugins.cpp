#include "replay/pipeline/base_plugins.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/hash.hpp"
#include "core/change/claims.hpp"

namespace tidemark::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_plugin = std::size_t{256} << 20U;

bool has_pin(const Inventory& inventory, const PluginPin& pin) {
  return std::any_of(inventory.plugins.begin(), inventory.plugins.end(), [&](const auto& one) {
    return one.id == pin.id && one.path == pin.path && one.sha256 == pin.sha256;
  });
}

/// The file of the repository that a pin names, as it may be run; null when it names none.
const git::File* file_named(const change::World& world, const PluginPin& pin) {
  if (pin.path.starts_with('/')) return nullptr;
  const git::File* file = world.files->find(change::path_in_repository(pin.path, world.folder));
  return file == nullptr || file->symlink || file->submodule ? nullptr : file;
}

[[noreturn]] void fail(const fs::path& path, const std::string& why) {
  throw Error(Fault::store, "the base's plugin cannot be copied to " + path.string() + ": " + why +
                                " (TMPDIR names another place)");
}

/// Nobody else may look into it, let alone put something there.
fs::path new_folder() {
  std::error_code failure;
  fs::path place = fs::temp_directory_path(failure);
  if (!failure) place = fs::canonical(place, failure);
  if (failure) fail("a temporary folder", failure.message());
  std::string path = place / "tidemark-plugins-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) fail(path, std::strerror(errno));
  return path;
}

}  // namespace

BasePlugins::BasePlugins(const Range& range) {
  for (const PluginPin& pin : range.before.inventory.plugins) {
    if (has_pin(range.after.inventory, pin)) continue;
    const git::File* file = file_named(range.before, pin);
    if (file == nullptr) continue;
    const auto text = range.before.files->read(file->path, largest_plugin);
    if (text && sha256_hex(*text) == pin.sha256) copy(*file, *text, pin.sha256);
  }
}

/// Under its own name, which tells a library from a program.
void BasePlugins::copy(const git::File& file, const std::string& text, const std::string& sha256) {
  if (folder_.path.empty()) folder_.path = new_folder();
  const fs::path place = folder_.path / sha256;
  make_folder(place);
  const fs::path path = place / fs::path(file.path).filename();
  write_file_atomically(path, text);
  std::error_code failure;
  fs::permissions(place, fs::perms::owner_all, failure);
  if (failure) fail(place, failure.message());
  fs::permissions(
      path, file.executable ? fs::perms::owner_all : fs::perms::owner_read | fs::perms::owner_write,
      failure);
  if (failure) fail(path, failure.message());
  copies_[sha256] = path;
}

BasePlugins::Folder::~Folder() {
  std::error_code ignored;  // what stays is left to the system's own tidying
  if (!path.empty()) fs::remove_all(path, ignored);
}

}  // namespace tidemark::pipeline
