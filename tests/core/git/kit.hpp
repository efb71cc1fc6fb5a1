#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "core/git/snapshot.hpp"

namespace tidemark::test {

/// A folder that goes away with its owner.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  const std::filesystem::path& root() const { return root_; }
  void write(const std::string& path, const std::string& text) const;
  void remove(const std::string& path) const;

 private:
  std::filesystem::path root_;
};

/// A real git repository made by git itself, blind to the configuration of whoever runs the tests.
class TestRepository : public TestFolder {
 public:
  /// `arguments` of `git init`.
  explicit TestRepository(const std::string& arguments = "-b main");
  /// What git prints, without the last newline. Throws with it when git fails.
  std::string git(const std::string& arguments, const std::string& input = "") const;
  /// Everything in the working tree. Returns the commit's id.
  std::string commit(const std::string& message) const;
  /// Commits a tree made of raw `mode name blob` entries, which git itself would not add.
  std::string commit_tree(const std::string& lines) const;
};

/// Runs git in a folder, as TestRepository does.
std::string run_git(const std::filesystem::path& folder, const std::string& arguments,
                    const std::string& input = "");

/// The exit code and the text of the Error that `act` throws: "21: ...". "" when there is none.
std::string refusal(const std::function<void()>& act);

/// What a snapshot hands on of a file, put together; nothing when it is not there.
std::optional<std::string> in_pieces(const git::Snapshot& snapshot, const std::string& path);

}  // namespace tidemark::test
