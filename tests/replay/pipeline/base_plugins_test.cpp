#include "replay/pipeline/base_plugins.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "tests/replay/pipeline/kit.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t any_size = 1000;

/// A range whose base pins `./run.py` with this text by this hash, and whose head has these pins.
Range range_with(const std::string& text, const std::string& sha256, std::vector<PluginPin> head) {
  Range range;
  range.before.files = std::make_shared<kit::Texted>(kit::Texts{{"work/run.py", text}});
  range.before.folder = "work/";
  range.before.inventory.plugins = {{"runner", "./run.py", sha256, {}}};
  range.after.inventory.plugins = std::move(head);
  return range;
}

}  // namespace

TEST_CASE("a plugin whose pin the head moves is copied out of the base, and the copy goes") {
  const std::string hash = sha256_hex("old");
  std::filesystem::path copy;
  for (const std::vector<PluginPin>& head :
       {std::vector<PluginPin>{{"runner", "./run.py", sha256_hex("new"), {}}},
        std::vector<PluginPin>{{"runner", "./other.py", hash, {}}}, std::vector<PluginPin>{}}) {
    const BasePlugins plugins(range_with("old", hash, head));
    REQUIRE(plugins.copies().size() == 1);
    copy = plugins.copies().at(hash);
    CHECK(copy.filename() == "run.py");
    CHECK(read_file(copy, any_size) == "old");
    CHECK(std::filesystem::status(copy.parent_path()).permissions() ==
          std::filesystem::perms::owner_all);
  }
  CHECK_FALSE(std::filesystem::exists(copy));
}

TEST_CASE("without a place for a copy the sentence says which way out there is") {
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("TMPDIR", "/proc/self/no-such-folder", 1);
  CHECK_THROWS_WITH_AS(BasePlugins(range_with("old", sha256_hex("old"), {})),
                       "the base's plugin cannot be copied to a temporary folder: No such file or "
                       "directory (TMPDIR names another place)",
                       Error);
  before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", kept.c_str(), 1);
}

TEST_CASE("nothing is copied under an unchanged pin, and no bytes but those that the base pins") {
  const std::string hash = sha256_hex("old");
  CHECK(BasePlugins(range_with("old", hash, {{"runner", "./run.py", hash, {}}})).copies().empty());
  CHECK(BasePlugins(range_with("other", hash, {})).copies().empty());
}

}  // namespace tidemark::pipeline
