#include "core/text/glob.hpp"
#include "tests/kit/within.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using tidemark::text::glob_match;
using tidemark::text::GlobSet;

namespace {

/// Patterns, separated by a space, and a path.
struct Row {
  const char* patterns;
  const char* path;
};

// What git says about each is asked of git itself.
constexpr std::array<Row, 110> rows = {{
    {"a", "a"},
    {"a", "b/a"},
    {"a", "a/b"},
    {"a", "ab"},
    {"/a", "a"},
    {"/a", "b/a"},
    {"a/b", "a/b"},
    {"a/b", "c/a/b"},
    {"a/", "a"},
    {"a/", "a/b"},
    {"a/", "c/a/b"},
    {"/a/", "c/a/b"},
    {"*.md", "x.md"},
    {"*.md", "docs/x.md"},
    {"*.md", "x.mdx"},
    {"*.md", ".md"},
    {"docs/*.md", "docs/x.md"},
    {"docs/*.md", "docs/a/x.md"},
    {"docs/**", "docs"},
    {"docs/**", "docs/x"},
    {"docs/**", "docs/a/x"},
    {"docs/**/x", "docs/x"},
    {"docs/**/x", "docs/a/b/x"},
    {"docs/**/x", "docs/a/xy"},
    {"**/x", "x"},
    {"**/x", "a/b/x"},
    {"**/x", "a/b/yx"},
    {"**", "a/b"},
    {"a**b", "axxb"},
    {"a**b", "ax/xb"},
    {"/a**b", "ax/xb"},
    {"c/a**b", "c/ax/xb"},
    {"c/a**", "c/ax/xb"},
    {"c/**b", "c/x/xb"},
    {"c/**b", "c/xb"},
    {"a/***/b", "a/x/y/b"},
    {"a/***", "a/x/y"},
    {"a/**/**/b", "a/b"},
    {"a/**/*/b", "a/b"},
    {"a/**/*/b", "a/x/b"},
    {"a/*/b", "a/x/b"},
    {"a/*/b", "a/x/y/b"},
    {"a/*", "a/x/y"},
    {"a?c", "abc"},
    {"a?c", "a/c"},
    {"x/a?c", "x/a/c"},
    {"[abc]", "b"},
    {"[abc]", "d"},
    {"[!abc]", "d"},
    {"[^abc]", "a"},
    {"[a-c]x", "bx"},
    {"[a-c]x", "dx"},
    {"[a-]", "-"},
    {"[-a]", "-"},
    {"[]a]", "]"},
    {"[]a]", "a"},
    {"[!]a]", "b"},
    {"[!]a]", "]"},
    {"[+--]", ","},
    {"[a-c-e]", "d"},
    {"[a-c-e]", "-"},
    {"[\\]]", "]"},
    {"[\\-a]", "-"},
    {"[a-\\c]", "b"},
    {"[[:alpha:]]", "q"},
    {"[[:alpha:]]", "1"},
    {"[[:digit:]x]", "x"},
    {"[[:nothing:]]", "n"},
    {"[[:alpha]", ":"},
    {"[[:alpha]", "p"},
    {"[[:]", ":"},
    {"x[!a]y", "x/y"},
    {"z/x[!a]y", "z/x/y"},
    {"a[", "a["},
    {"a[b", "a[b"},
    {"a[b-", "ab"},
    {"a\\", "a"},
    {"a\\", "a\\"},
    {"\\a", "a"},
    {"\\*", "*"},
    {"\\*", "a"},
    {"\\!a", "!a"},
    {"a\\[b]", "a[b]"},
    {"\\[", "["},
    {"*", "a"},
    {"*", ".hidden"},
    {"*a*", "xay/z"},
    {"*a*b*", "xxaxxbxx"},
    {"*a*b*", "xxbxxaxx"},
    {"*/b", "a/b"},
    {"*/b", "x/a/b"},
    {"/*/b", "a/b"},
    {"/*", "a/b"},
    {"*/", "a"},
    {"*/", "a/b"},
    {"**/", "a"},
    {"**/", "a/b"},
    {"/**", "a"},
    {"/", "a"},
    {"caf\xC3\xA9", "caf\xC3\xA9"},
    {"caf?", "caf\xC3\xA9"},
    {"caf??", "caf\xC3\xA9"},
    {"[\xC3-\xC4]x", "\xC3x"},
    {"*.txt !b.txt", "b.txt"},
    {"*.txt !b.txt", "a/b.txt"},
    {"*.txt !b.txt b.txt", "b.txt"},
    {"!b.txt *.txt", "b.txt"},
    {"a/* !a/keep", "a/keep"},
    {"a/* !a/keep", "a/lose"},
    {"/a/**/z !/a/b/**", "a/c/z"},
}};

std::vector<std::string> patterns_of(const char* text) {
  std::vector<std::string> patterns;
  std::string word;
  for (const char* c = text; *c != '\0'; ++c) {
    if (*c == ' ') {
      patterns.push_back(std::move(word));
      word.clear();
    } else {
      word += *c;
    }
  }
  patterns.push_back(word);
  return patterns;
}

/// An empty repository that knows no configuration but its own, gone at the end.
class Repository {
 public:
  Repository() {
    char name[] = "/tmp/tidemark-glob-XXXXXX";
    folder_ = ::mkdtemp(name);
    git("init -q");
  }
  ~Repository() { std::filesystem::remove_all(folder_); }
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;

  bool ignores(const Row& row) const {
    std::ofstream file(folder_ / ".gitignore");
    for (const std::string& pattern : patterns_of(row.patterns)) file << pattern << '\n';
    file.close();
    // A path that starts with ":" would be magic.
    std::ofstream(folder_ / ".git" / "paths") << "./" << row.path << '\0';
    return git("check-ignore -q --no-index -z --stdin < .git/paths") == 0;
  }

 private:
  int git(const std::string& arguments) const {
    const std::string command =
        "cd " + folder_.string() +
        " && env -i PATH=\"$PATH\" HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 "
        "GIT_CONFIG_GLOBAL=/dev/null LC_ALL=C git -c core.excludesFile=/dev/null "
        "-c core.hooksPath=/dev/null " +
        arguments;
    const int status = std::system(command.c_str());
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) <= 1);
    return WEXITSTATUS(status);
  }

  std::filesystem::path folder_;
};

bool matches(const char* patterns, const char* path, const char* folder = "") {
  return GlobSet(patterns_of(patterns), folder).matches(path);
}

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("patterns mean what they mean to git") {
  const Repository repository;
  for (const Row& row : rows) {
    CAPTURE(std::string(row.patterns));
    CAPTURE(std::string(row.path));
    CHECK(matches(row.patterns, row.path) == repository.ignores(row));
  }
}

TEST_CASE("a folder that is taken back stays back, though git goes on inside it") {
  const Row inside = {"*.txt !vendor/", "vendor/a.txt"};
  CHECK(Repository().ignores(inside));
  CHECK_FALSE(matches(inside.patterns, inside.path));
}

TEST_CASE("a file can be taken back from a folder, which git does not do") {
  const Row inside = {"a/ !a/keep", "a/keep"};
  CHECK(Repository().ignores(inside));
  CHECK_FALSE(matches(inside.patterns, inside.path));
  CHECK(matches(inside.patterns, "a/lose"));
}

TEST_CASE("patterns are anchored where they were written, and // at the repository's root") {
  CHECK(matches("run", "team/a/run", "team/a/"));
  CHECK(matches("run", "team/a/b/run", "team/a/"));
  CHECK_FALSE(matches("run", "run", "team/a/"));
  CHECK(matches("/run", "team/a/run", "team/a/"));
  CHECK_FALSE(matches("/run", "team/a/b/run", "team/a/"));
  CHECK(matches("b/*", "team/a/b/x", "team/a/"));
  CHECK(matches("//shared/**", "shared/x/y", "team/a/"));
  CHECK(matches("//shared", "shared/x", "team/a/"));
  CHECK_FALSE(matches("//shared", "team/a/shared", "team/a/"));
  CHECK(matches("** !//team/a/b", "team/a/c", "team/a/"));
  CHECK_FALSE(matches("** !//team/a/b", "team/a/b/c", "team/a/"));
}

TEST_CASE("a folder's name is no pattern") {
  CHECK(matches("x", "a[b]*/x", "a[b]*/"));
  CHECK_FALSE(matches("x", "ab/x", "a[b]*/"));
}

TEST_CASE("no patterns and empty patterns match nothing") {
  CHECK_FALSE(GlobSet({}, "").matches("a"));
  CHECK_FALSE(GlobSet({""}, "").matches("a"));
  CHECK_FALSE(GlobSet({"!"}, "").matches("a"));
  CHECK_FALSE(GlobSet({"//"}, "").matches("a"));
  CHECK_FALSE(GlobSet({""}, "b/").matches("b/a"));
}

TEST_CASE("hostile patterns cost little") {
  const std::string letters = repeated("a", 20'000);
  const std::string folders = repeated("a/", 2'000) + "a";
  const auto match = [](const std::string& pattern, const std::string& path) {
    return tidemark::test::within({2, 64 << 20}, [&] { return glob_match(pattern, path); });
  };
  CHECK(match(repeated("*a", 50) + "b", letters) == "false");
  CHECK(match(repeated("*a", 50) + "*b", letters) == "false");
  CHECK(match(repeated("**/", 500) + "b", folders) == "false");
  CHECK(match(repeated("**/a/", 50) + "b", folders) == "false");
  CHECK(match(repeated("**/*a*a/", 50) + "b", folders) == "false");
  CHECK(match(repeated("[a-z", 5'000), letters) == "false");
  CHECK(tidemark::test::within({2, 64 << 20}, [&] {
          return GlobSet({repeated("*a", 50) + "b"}, "").matches(folders);
        }) == "false");
}
