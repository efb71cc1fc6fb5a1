#include "core/change/through_links.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

#include "core/base/error.hpp"

using tidemark::change::seen_through_links;
using tidemark::git::File;
using tidemark::git::FileChange;

namespace {

/// Nothing but links, by path and text.
class Linked final : public tidemark::git::Snapshot {
 public:
  explicit Linked(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {
    for (const auto& [path, text] : texts_) files_.push_back({path, "1", false, true, false});
  }
  const std::vector<File>& files() const override { return files_; }
  std::optional<std::string> read(const std::string&, std::size_t) const override { return {}; }
  std::string link(const File& file) const override { return texts_.at(file.path); }
  std::string name() const override { return "linked"; }

 private:
  std::map<std::string, std::string> texts_;
  std::vector<File> files_;
};

std::string seen(const std::map<std::string, std::string>& links, const std::string& changed) {
  std::string all;
  for (const FileChange& one : seen_through_links(Linked(links), {{changed, "1", "2", false}})) {
    all += (all.empty() ? "" : ", ") + one.path;
  }
  return all;
}

}  // namespace

TEST_CASE("a change is seen under every link that leads to it, or to a folder above it") {
  CHECK(seen({{"a", "docs/p.md"}, {"b", "docs"}, {"c", "other"}}, "docs/p.md") == "a, b/p.md");
  CHECK(seen({{"x/here", ".."}}, "docs/p.md") == "x/here/docs/p.md");
  CHECK(seen({}, "docs/p.md") == "");
}

TEST_CASE("links through links count, and circles end") {
  CHECK(seen({{"a", "b"}, {"b", "docs/p.md"}}, "docs/p.md") == "a, b");
  CHECK(seen({{"all", "lib"}, {"lib/p", "../docs/p.md"}}, "docs/p.md") == "all/p, lib/p");
  CHECK(seen({{"x", "y"}, {"y", "x"}}, "x") == "");
}

TEST_CASE("a link or a submodule on the way of another link shows what it does") {
  CHECK(seen({{"p", "docs/cur/greeting"}, {"docs/cur", "v1"}}, "docs/cur") == "p");
  CHECK(seen({{"prompts", "docs/cur"}, {"docs/cur", "v1"}}, "docs/cur") == "prompts");
  CHECK(seen({{"p", "docs/module/greeting"}}, "docs/module") == "p");
  CHECK(seen({{"p", "docs/cur/greeting"}, {"docs/cur", "v1"}}, "docs/other") == "");
}

TEST_CASE("links that show more than anybody reads are refused") {
  std::map<std::string, std::string> links;
  for (int i = 0; i < 60; ++i) links.emplace("f/" + std::to_string(i), "../g");
  for (int i = 0; i < 60; ++i) links.emplace("g/" + std::to_string(i), "../h");
  for (int i = 0; i < 60; ++i) links.emplace("h/" + std::to_string(i), "../k");
  CHECK_THROWS_AS(seen(links, "k/x"), tidemark::Error);
}
