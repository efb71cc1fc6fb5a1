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

fs::path new_folder() {
  std::string path = fs::canonical(fs::temp_directory_path()) / "tidemark-plugins-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) {
    throw Error(Fault::store,
                "cannot make a temporary folder " + path + ": " + std::strerror(errno));
  }
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
  if (folder_.empty()) folder_ = new_folder();
  const fs::path place = folder_ / sha256;
  make_folder(place);
  const fs::path path = place / fs::path(file.path).filename();
  write_file_atomically(path, text);
  fs::permissions(place, fs::perms::owner_all);
  fs::permissions(path, file.executable ? fs::perms::owner_all
                                        : fs::perms::owner_read | fs::perms::owner_write);
  copies_[sha256] = path;
}

BasePlugins::~BasePlugins() {
  std::error_code ignored;  // what stays is left to the system's own tidying
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

}  // namespace tidemark::pipeline
