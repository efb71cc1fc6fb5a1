#include "tests/core/git/kit.hpp"

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "core/base/error.hpp"

namespace tidemark::test {
namespace {

/// Before main(): libgit2 looks for the user's configuration once, when it starts.
const bool isolated = [] {
  ::setenv("HOME", "/nonexistent", 1);
  ::setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
  ::setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
  for (const char* name :
       {"XDG_CONFIG_HOME", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_AUTHOR_NAME",
        "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"}) {
    ::unsetenv(name);
  }
  return true;
}();

}  // namespace

TestFolder::TestFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "tidemark-git.XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  root_ = pattern;
}

TestFolder::~TestFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

void TestFolder::write(const std::string& path, const std::string& text) const {
  std::filesystem::create_directories((root_ / path).parent_path());
  std::ofstream file(root_ / path, std::ios::binary);
  file << text;
  if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

void TestFolder::remove(const std::string& path) const {
  std::filesystem::remove_all(root_ / path);
}

std::string run_git(const std::filesystem::path& folder, const std::string& arguments,
                    const std::string& input) {
  const TestFolder side;
  side.write("input", input);
  const std::string command = "git -C '" + folder.string() +
                              "' -c user.name=Ann -c user.email=ann@example.com "
                              "-c protocol.file.allow=always -c safe.directory='*' " +
                              arguments + " <'" + (side.root() / "input").string() + "' 2>&1";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run git");
  std::string output;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) output += static_cast<char>(c);
  if (::pclose(pipe) != 0) throw std::runtime_error("git " + arguments + ": " + output);
  if (!output.empty() && output.back() == '\n') output.pop_back();
  return output;
}

TestRepository::TestRepository(const std::string& arguments) { git("init -q " + arguments); }

std::string TestRepository::git(const std::string& arguments, const std::string& input) const {
  return run_git(root(), arguments, input);
}

std::string TestRepository::commit(const std::string& message) const {
  git("add -A");
  git("commit -q --allow-empty -m '" + message + "'");
  return git("rev-parse HEAD");
}

std::string TestRepository::commit_tree(const std::string& lines) const {
  const std::string tree = git("mktree --missing", lines);
  return git("commit-tree -m hostile " + tree);
}

std::string refusal(const std::function<void()>& act) try {
  act();
  return "";
} catch (const Error& error) {
  return std::to_string(static_cast<int>(error.fault())) + ": " + error.what();
}

std::optional<std::string> in_pieces(const git::Snapshot& snapshot, const std::string& path) {
  std::string text;
  const auto take = [&](std::string_view piece) { text += piece; };
  if (!snapshot.each_piece(path, std::size_t{1} << 20U, take)) return std::nullopt;
  return text;
}

}  // namespace tidemark::test
