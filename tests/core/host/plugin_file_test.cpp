#include "core/host/plugin_file.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"

namespace tidemark::host {
namespace {

namespace fs = std::filesystem;

/// A folder with one file, plugin.so, that may be used as a plugin.
class Place {
 public:
  Place() {
    std::string name = fs::temp_directory_path() / "tidemark-file.XXXXXX";
    folder = fs::canonical(::mkdtemp(name.data()));
    std::ofstream(folder / "plugin.so") << "bytes";
    ::chmod(file().c_str(), 0755);
  }
  ~Place() { fs::remove_all(folder); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  fs::path file() const { return folder / "plugin.so"; }
  fs::path folder;
};

/// What check_plugin_file says, with the folder written as F; "" when the plugin may be used.
std::string complaint(const Place& place, const PluginFile& plugin) {
  try {
    check_plugin_file(plugin);
    return "";
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::security);
    std::string text = error.what();
    for (std::size_t at; (at = text.find(place.folder.string())) != std::string::npos;) {
      text.replace(at, place.folder.string().size(), "F");
    }
    return text;
  }
}

PluginFile pinned(const fs::path& path) { return {"p", path, sha256_hex("bytes"), false}; }

}  // namespace

TEST_CASE("a file of our own with the pinned hash may be used") {
  const Place place;
  CHECK(complaint(place, pinned(place.file())).empty());
}

TEST_CASE("a relative path is refused") {
  const Place place;
  CHECK(complaint(place, pinned("plugin.so")) ==
        "plugin.so: a plugin's path must be absolute (write the path from / on)");
}

TEST_CASE("a path through a link is refused, be it the file or a folder") {
  const Place place;
  fs::create_symlink(place.file(), place.folder / "link.so");
  CHECK(complaint(place, pinned(place.folder / "link.so")) ==
        "F/link.so: a plugin's path must not lead through links (write F/plugin.so)");
  fs::create_directory_symlink(place.folder, place.folder / "again");
  CHECK(complaint(place, pinned(place.folder / "again/plugin.so")) ==
        "F/again/plugin.so: a plugin's path must not lead through links (write F/plugin.so)");
  CHECK(complaint(place, pinned(place.folder / "./plugin.so")) ==
        "F/./plugin.so: a plugin's path must not lead through links (write F/plugin.so)");
}

TEST_CASE("a missing file is a mistake, not a breach") {
  const Place place;
  try {
    check_plugin_file(pinned(place.folder / "none.so"));
    FAIL("it is taken");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::configuration);
    CHECK(error.what() ==
          (place.folder / "none.so").string() + ": no such file (correct the plugin's path)");
  }
}

TEST_CASE("a folder and a FIFO are refused without waiting") {
  const Place place;
  CHECK(complaint(place, pinned(place.folder)) ==
        "F: not a regular file (name the plugin's library or program)");
  ::mkfifo((place.folder / "fifo.so").c_str(), 0644);
  CHECK(complaint(place, pinned(place.folder / "fifo.so")) ==
        "F/fifo.so: not a regular file (name the plugin's library or program)");
}

TEST_CASE("a file that others may write is refused") {
  const Place place;
  for (const mode_t mode : {0775, 0757, 0777}) {
    ::chmod(place.file().c_str(), mode);
    CHECK(complaint(place, pinned(place.file())) ==
          "F/plugin.so: others may write it (chmod go-w F/plugin.so)");
  }
}

TEST_CASE("a parent that others may write is refused unless it is sticky") {
  const Place place;
  ::chmod(place.folder.c_str(), 0777);
  CHECK(complaint(place, pinned(place.file())) == "F: others may write it (chmod go-w F)");
  ::chmod(place.folder.c_str(), 01777);
  CHECK(complaint(place, pinned(place.file())).empty());
}

TEST_CASE("a file or a parent of another user is refused" * doctest::skip(::geteuid() != 0)) {
  const Place place;
  REQUIRE(::chown(place.file().c_str(), 12345, 0) == 0);
  CHECK(complaint(place, pinned(place.file())) ==
        "F/plugin.so: belongs to user 12345 (chown it to yourself or root)");
  REQUIRE(::chown(place.file().c_str(), 0, 0) == 0);
  REQUIRE(::chown(place.folder.c_str(), 12345, 0) == 0);
  ::chmod(place.folder.c_str(), 01777);
  CHECK(complaint(place, pinned(place.file())) ==
        "F: belongs to user 12345 (chown it to yourself or root)");
}

TEST_CASE("other bytes are refused, and the way out differs for what we ship") {
  const Place place;
  PluginFile plugin{"p", place.file(), sha256_hex("other"), false};
  const std::string fact =
      "F/plugin.so: has SHA-256 " + sha256_hex("bytes") + ", expected " + sha256_hex("other");
  CHECK(complaint(place, plugin) ==
        fact + " (review the new file and write its hash under plugins: in tidemark.yaml)");
  plugin.built_in = true;
  CHECK(complaint(place, plugin) == fact + " (install tidemark again)");
}

TEST_CASE("of a built-in plugin only the hash counts") {
  const Place place;
  ::chmod(place.file().c_str(), 0777);
  CHECK(complaint(place, {"p", place.file(), sha256_hex("bytes"), true}).empty());
}

TEST_CASE("the manifest's plugins are files of the plugin folder") {
  constexpr std::array<ManifestEntry, 1> manifest = {{{"a", "tidemark_a.so", "00", "1.2.0"}}};
  CHECK(built_in_plugins(manifest, "/opt/plugins") ==
        std::vector<PluginFile>{{"a", "/opt/plugins/tidemark_a.so", "00", true, "1.2.0"}});
}

}  // namespace tidemark::host
