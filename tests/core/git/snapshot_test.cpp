#include "core/git/snapshot.hpp"

#include <doctest/doctest.h>

using namespace tidemark::git;

namespace {

class Listed final : public Snapshot {
 public:
  explicit Listed(std::vector<File> files) : files_(std::move(files)) {}
  const std::vector<File>& files() const override { return files_; }
  std::optional<std::string> read(const std::string&, std::size_t) const override { return {}; }
  std::string name() const override { return "listed"; }

 private:
  std::vector<File> files_;
};

std::string moved(const Listed& before, const Listed& after) {
  std::string text;
  for (const FileChange& change : difference(before, after)) {
    text += change.path + ' ' + (change.from.empty() ? "none" : change.from) + " -> " +
            (change.to.empty() ? "none" : change.to) + (change.mode_changed ? " mode" : "") + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("a difference lists added, removed and changed paths in order") {
  const Listed before({{"a", "1"}, {"b", "2"}, {"d", "4"}});
  const Listed after({{"b", "3"}, {"c", "9"}, {"d", "4"}, {"e", "5"}});
  CHECK(moved(before, after) ==
        "a 1 -> none\n"
        "b 2 -> 3\n"
        "c none -> 9\n"
        "e none -> 5\n");
  CHECK(moved(before, before) == "");
}

TEST_CASE("another mode with the same content is a difference") {
  const Listed plain(std::vector<File>{{"run", "1"}});
  const Listed executable(std::vector<File>{{"run", "1", true}});
  const Listed link(std::vector<File>{{"run", "1", false, true}});
  CHECK(moved(plain, executable) == "run 1 -> 1 mode\n");
  CHECK(moved(plain, link) == "run 1 -> 1 mode\n");
}

TEST_CASE("a file is found by its path and by nothing less") {
  const Listed snapshot({{"a/b", "1"}, {"c", "2"}});
  REQUIRE(snapshot.find("a/b"));
  CHECK(snapshot.find("a/b")->blob == "1");
  CHECK(snapshot.find("a") == nullptr);
  CHECK(snapshot.find("") == nullptr);
}
