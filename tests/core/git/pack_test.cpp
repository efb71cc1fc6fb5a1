#include "core/git/pack.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "core/git/raw_objects.hpp"
#include "tests/core/git/kit.hpp"

using namespace tidemark::test;
using namespace tidemark::git;

namespace {

/// A packed repository whose objects are stored as differences from each other.
struct Packed {
  TestRepository repository;
  std::filesystem::path folder = repository.root() / ".git/objects/pack";

  explicit Packed(const std::string& options = "-a -d -q --depth=50") {
    std::string text;
    for (int i = 0; i < 400; ++i) text += "line " + std::to_string(i * i * i) + "\n";
    for (int i = 0; i < 12; ++i) {
      text += "more " + std::to_string(i) + "\n";
      repository.write("file", text);
      repository.write("empty", "");
      repository.write("f/" + std::to_string(i), text);
      repository.commit("m");
    }
    repository.git("-c pack.threads=1 repack " + options);
  }

  std::vector<std::string> objects() const {
    std::istringstream lines(
        repository.git("cat-file --batch-all-objects --batch-check='%(objectname)'"));
    std::vector<std::string> ids;
    for (std::string id; std::getline(lines, id);) ids.push_back(id);
    return ids;
  }

  std::filesystem::path file(const std::string& extension) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() == extension) return entry.path();
    }
    return {};
  }
};

/// The object as git has it, by its size: text ends are hard to tell from git's last newline.
std::size_t size_in_git(const TestRepository& repository, const std::string& id) {
  return std::stoul(repository.git("cat-file -s " + id));
}

std::string changed(const std::filesystem::path& file, std::size_t at, char bits) {
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  text[at % text.size()] = static_cast<char>(text[at % text.size()] ^ bits);
  return text;
}

void replace(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::remove(file);
  std::ofstream(file, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("a pack gives what git gives") {
  for (const char* options : {"-a -d -q --depth=50", "-a -d -q -f --depth=50 --window=0"}) {
    const Packed packed(options);
    const Packs packs = packs_in(packed.folder);
    REQUIRE(packs.size() == 1);
    PackReader reader(packs);
    for (const std::string& id : packed.objects()) {
      const Bytes found = reader.find(object_id(id));
      REQUIRE(found);
      CHECK(found->size() == size_in_git(packed.repository, id));
      std::ofstream(packed.repository.root() / "out", std::ios::binary) << *found;
      const std::string type = packed.repository.git("cat-file -t " + id);
      CHECK(packed.repository.git("hash-object --literally -t " + type + " out") == id);
    }
  }
}

TEST_CASE("differences may name their base by its id") {
  const Packed packed;
  packed.repository.git("-c repack.usedeltabaseoffset=false repack -a -d -f -q --depth=50");
  const Packs packs = packs_in(packed.folder);
  PackReader reader(packs);
  for (const std::string& id : packed.objects()) {
    const Bytes found = reader.find(object_id(id));
    REQUIRE(found);
    CHECK(found->size() == size_in_git(packed.repository, id));
  }
}

TEST_CASE("what a pack does not have is not found") {
  const Packed packed;
  const Packs packs = packs_in(packed.folder);
  CHECK(PackReader(packs).find(object_id(std::string(40, '1'))) == nullptr);
  CHECK(packs_in(packed.folder / "nowhere").empty());
}

TEST_CASE("a damaged pack gives nothing, or something, but never harm") {
  const Packed packed;
  const auto ids = packed.objects();
  for (const char* extension : {".idx", ".pack"}) {
    const auto file = packed.file(extension);
    const std::string whole = changed(file, 0, 0);
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 97) {
      replace(file, changed(file, at, 21));
      const Packs packs = packs_in(packed.folder);
      PackReader reader(packs);
      for (const std::string& id : ids) reader.find(object_id(id));
      replace(file, whole);
    }
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{7}, std::size_t{40}, whole.size() / 2}) {
      replace(file, whole.substr(0, size));
      const Packs packs = packs_in(packed.folder);
      PackReader reader(packs);
      for (const std::string& id : ids) reader.find(object_id(id));
      replace(file, whole);
    }
  }
  const Packs packs = packs_in(packed.folder);
  CHECK(PackReader(packs).find(object_id(ids.front())) != nullptr);
}

TEST_CASE("a difference must fit its base and itself") {
  using namespace std::string_literals;
  CHECK(*apply_delta("abcdef", "\x06\x05\x90\x03\x02xy"s) == "abcxy");
  CHECK(*apply_delta("abcdef", "\x06\x02\x91\x04\x02"s) == "ef");
  CHECK(apply_delta("abcdef", "\x05\x05\x90\x03\x02xy"s) == nullptr);  // another base
  CHECK(apply_delta("abcdef", "\x06\x06\x90\x03\x02xy"s) == nullptr);  // too short
  CHECK(apply_delta("abcdef", "\x06\x04\x90\x03\x02xy"s) == nullptr);  // too long
  CHECK(apply_delta("abcdef", "\x06\x05\x90\x03\x02x"s) == nullptr);   // cut off
  CHECK(apply_delta("abcdef", "\x06\x02\x91\x05\x02"s) == nullptr);    // beyond the base
  CHECK(apply_delta("abcdef", "\x06\x00\x00"s) == nullptr);            // no instruction
  CHECK(apply_delta("", ""s)->empty());
}
