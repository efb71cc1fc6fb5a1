#include "core/change/package_locks.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "tests/core/change/kit.hpp"

using namespace tidemark;
using namespace tidemark::test;
using namespace tidemark::change;

namespace {

/// `name version` per package, one a line.
std::string packages(const std::string& file, const std::string& text) {
  std::string found;
  for (const auto& [name, versions] : lock_format_of(file)->read(text, file)) {
    found += name + ":";
    for (const PackageVersion& one : versions) found += " " + one.version;
    found += "\n";
  }
  return found;
}

std::string moves(const std::string& file, const std::string& before, const std::string& after) {
  const LockFormat& format = *lock_format_of(file);
  std::string text;
  for (const auto& one : moved_packages(format.read(before, file), format.read(after, file))) {
    text += one.name + ": " + one.from + " -> " + one.to + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("a lock file is known by its name") {
  for (const char* path : {"package-lock.json", "a/npm-shrinkwrap.json", "requirements.txt",
                           "b/requirements-dev.txt"}) {
    CHECK_MESSAGE(lock_format_of(path) != nullptr, path);
  }
  for (const char* path : {"package.json", "my-package-lock.json", "requirements",
                           "requirements.txt/x", "notes.txt", ""}) {
    CHECK_MESSAGE(lock_format_of(path) == nullptr, path);
  }
}

TEST_CASE("npm's versions 2 and 3 name packages by where they are installed") {
  CHECK(packages("package-lock.json", R"({"lockfileVersion": 3, "packages": {
    "": {"name": "mine", "version": "1.0.0"},
    "member": {"version": "0.1.0"},
    "node_modules/member": {"resolved": "member", "link": true},
    "node_modules/@scope/tool": {"version": "2.0.0"},
    "node_modules/left": {"version": "1.3.0"},
    "node_modules/@scope/tool/node_modules/left": {"version": "1.1.0"},
    "node_modules/other-name": {"name": "right", "version": "4.0.0"}}})") ==
        "@scope/tool: 2.0.0\n"
        "left: 1.1.0 1.3.0\n"
        "right: 4.0.0\n");
}

TEST_CASE("npm's version 1 has packages within packages") {
  CHECK(packages("package-lock.json", R"({"lockfileVersion": 1, "dependencies": {
    "left": {"version": "1.3.0"},
    "tool": {"version": "2.0.0", "dependencies": {"left": {"version": "1.1.0"}}}}})") ==
        "left: 1.1.0 1.3.0\n"
        "tool: 2.0.0\n");
}

TEST_CASE("a requirement is a name and how its version is bound") {
  CHECK(packages("requirements.txt",
                 "# what we need\n"
                 "Flask_Login==0.6.3  # pinned\n"
                 "requests[socks] == 2.31.0 ; python_version > '3.8'\n"
                 "numpy>=1.24,<2\r\n"
                 "plain\n"
                 "\n"
                 "wheel @ https://example.com/wheel.whl\n"
                 "hashed==1.0 \\\n"
                 "    --hash=sha256:aa \\\n"
                 "    --hash=sha256:bb\n"
                 "exact===1.0.post1") ==
        "exact: 1.0.post1\n"
        "flask-login: 0.6.3\n"
        "hashed: 1.0\n"
        "numpy: >=1.24,<2\n"
        "plain: any\n"
        "requests: 2.31.0\n"
        "wheel: @ https://example.com/wheel.whl\n");
}

TEST_CASE("packages move by their versions, and by what these are tied to") {
  CHECK(moves("requirements.txt", "a==1\nb==1\nc==1\n", "a==2\nb==1\nd==1\n") ==
        "a: 1 -> 2\n"
        "c: 1 -> \n"
        "d:  -> 1\n");
  CHECK(moves("requirements.txt", "a==1 --hash=sha256:aa\n", "a==1 --hash=sha256:bb\n") ==
        "a: 1 -> 1 with other content\n");
  CHECK(moves("requirements.txt", "a==1\n", "a==1 # why\n\n") == "");
  CHECK(moves("package-lock.json",
              R"({"packages":{"node_modules/a":{"version":"1","integrity":"x"}}})",
              R"({"packages":{"node_modules/a":{"version":"1","integrity":"y"}}})") ==
        "a: 1 -> 1 with other content\n");
}

TEST_CASE("where packages come from concerns them all") {
  CHECK(moves("requirements.txt", "a==1\n", "--index-url https://example.com\na==1\n") ==
        ":  ->  with other content\n");
}

TEST_CASE("text that is no lock file is refused, and odd members are no packages") {
  CHECK_THROWS_AS(packages("package-lock.json", "{"), Error);
  CHECK(packages("package-lock.json", "[]") == "");
  CHECK(packages("package-lock.json", R"({"packages": 1, "dependencies": [1]})") == "");
  CHECK(packages("package-lock.json", R"({"packages": {"node_modules/a": 1}})") == "a: \n");
  CHECK(packages("requirements.txt", "[\n===\n\\") != "no crash");
}

TEST_CASE("a package's entity is found by its name in its registry") {
  Entity npm = entity_of("package:left"), python = entity_of("package:Flask_Login");
  npm.attributes["purl"] = "pkg:npm/left";
  const Inventory inventory = inventory_of({npm, python, entity_of("model:right")});
  const LockFormat& of_npm = *lock_format_of("package-lock.json");
  const LockFormat& of_pip = *lock_format_of("requirements.txt");
  CHECK(package_entity(inventory, of_npm, "left")->id == npm.id);
  CHECK(package_entity(inventory, of_pip, "left") == nullptr);
  CHECK(package_entity(inventory, of_pip, "flask-login")->id == python.id);
  CHECK(package_entity(inventory, of_npm, "flask-login") == nullptr);
  CHECK(package_entity(inventory, of_npm, "right") == nullptr);
}
