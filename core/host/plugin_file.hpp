#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::host {

/// A plugin's shared library or program, and the bytes it must consist of.
struct PluginFile {
  std::string id;
  std::filesystem::path path;
  std::string sha256;     ///< 64 lower-case hex digits
  bool built_in = false;  ///< shipped with tidemark: the hash alone vouches for it
  std::string version{};  ///< what a built-in one says of itself; "" for others

  bool operator==(const PluginFile&) const = default;
};

/// Throws Error naming the path, the fact and the way out: configuration when there is no such
/// file, else security, unless: the path is absolute and canonical; a regular file; the file and
/// every parent belong to root or to the effective user and nobody else may write them (a sticky
/// parent may be writable); the SHA-256 is the expected one. Of a built-in plugin only the hash
/// counts.
void check_plugin_file(const PluginFile& plugin);

/// Whether a plugin's file is a library, named *.so or *.so.N, or else a program that speaks in
/// lines.
bool is_library(const std::filesystem::path& path);

/// SHA-256 of the open regular file from its start. Throws Error(evaluation) naming `path`.
std::string sha256_of(int descriptor, const std::filesystem::path& path);

/// One plugin of the build that made this program.
struct ManifestEntry {
  std::string_view id;
  std::string_view file;  ///< name within the plugin folder
  std::string_view sha256;
  std::string_view version;
};

/// The build's manifest: a generated source in the library tidemark::plugin_manifest, which
/// programs link. The host itself depends on no plugin.
std::span<const ManifestEntry> plugin_manifest();

/// The manifest's plugins as files in `folder`.
std::vector<PluginFile> built_in_plugins(std::span<const ManifestEntry> manifest,
                                         const std::filesystem::path& folder);

/// `plugins` beside the running program, where the build and an installation put them.
std::filesystem::path plugin_folder();

}  // namespace tidemark::host
