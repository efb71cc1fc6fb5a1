#include "core/git/links.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <functional>

#include "core/git/repository.hpp"
#include "tests/core/git/kit.hpp"

using namespace tidemark::test;
using tidemark::git::is_at_or_below;
using tidemark::git::Links;
using tidemark::git::Repository;

namespace {

/// A repository with these links, path and text, as each kind of snapshot sees it.
void with_links(const std::vector<std::pair<std::string, std::string>>& links,
                const std::function<void(const Links&)>& check) {
  const TestRepository repository;
  repository.write("docs/p.md", "p\n");
  for (const auto& [path, text] : links) {
    const auto place = repository.root() / path;
    std::filesystem::create_directories(place.parent_path());
    std::filesystem::create_symlink(text, place);
  }
  const std::string commit = repository.commit("links");
  const Repository opened = Repository::open(repository.root());
  check(Links(*opened.at(commit)));
  check(Links(*opened.glance_at(commit)));
  check(Links(*opened.working_tree()));
  repository.write("docs/q.md", "q\n");
  std::filesystem::create_symlink("q.md", repository.root() / "docs/r.md");
  check(Links(*opened.working_tree()));
  check(Links(*tidemark::git::folder_snapshot(repository.root())));
}

}  // namespace

TEST_CASE("a path leads where the links on its way lead, whatever is there") {
  with_links({{"prompts", "docs"}, {"a/b/up", "../../prompts/p.md"}, {"a/same", "."}},
             [](const Links& links) {
               CHECK(links.resolved("docs/p.md") == "docs/p.md");
               CHECK(links.resolved("prompts") == "docs");
               CHECK(links.resolved("prompts/p.md") == "docs/p.md");
               CHECK(links.resolved("prompts/none") == "docs/none");
               CHECK(links.resolved("a/b/up") == "docs/p.md");
               CHECK(links.resolved("a/same/same/b/up") == "docs/p.md");
               CHECK(links.resolved("prompts/..") == "");
               CHECK(links.resolved("") == "");
             });
}

TEST_CASE("what leads out of the repository, or round in circles, leads nowhere") {
  with_links({{"deep/in/root", "../.."},
              {"out", "deep/in/root/../p.md"},
              {"far", "/etc/passwd"},
              {"x", "y"},
              {"y", "x"}},
             [](const Links& links) {
               CHECK(links.resolved("deep/in/root") == "");
               CHECK(links.resolved("out") == std::nullopt);
               CHECK(links.resolved("far") == std::nullopt);
               CHECK(links.resolved("x") == std::nullopt);
               CHECK(links.resolved("x/y/z") == std::nullopt);
             });
}

TEST_CASE("below is what lies behind a slash") {
  CHECK(is_at_or_below("a/b", "a"));
  CHECK(is_at_or_below("a", "a"));
  CHECK(is_at_or_below("a", ""));
  CHECK_FALSE(is_at_or_below("ab", "a"));
  CHECK_FALSE(is_at_or_below("a", "a/b"));
}
