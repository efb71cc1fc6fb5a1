#pragma once

// A commit's tree as a snapshot; private to core/git.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/git/descent.hpp"
#include "core/git/index_file.hpp"
#include "core/git/open.hpp"

namespace tidemark::git {

/// Reads folders when it is asked for what is in them.
class TreeSnapshot final : public Snapshot {
 public:
  TreeSnapshot(std::shared_ptr<OpenRepository> repository, const std::string& commit, Look look);

  const std::vector<File>& files() const override;
  const File* find(std::string_view path) const override;
  std::vector<const File*> find_all(const std::vector<std::string>& paths) const override;
  void prepare_to_find() const override { index(SIZE_MAX); }
  std::vector<std::string> paths_below(const std::string& folder) const override;
  std::string folder_id(const std::string& folder) const override;
  std::optional<std::string> read(const std::string& path, std::size_t limit) const override;
  std::string link(const File& file) const override;
  std::vector<File> links() const override;
  bool is_content_of(const std::string&, const std::string&) const override { return true; }
  bool converts() const override { return false; }
  std::string name() const override { return name_; }

  const std::shared_ptr<OpenRepository>& repository() const { return repository_; }
  /// Its folders, for as long as the repository is busy for the caller.
  std::unique_ptr<Folders> folders() const;

 protected:
  std::optional<std::vector<FileChange>> difference_from(const Snapshot& before) const override;

 private:
  std::string where() const { return "commit " + name_; }
  const File* find_among(std::size_t paths, std::string_view path) const;
  std::optional<File> look_up(std::string_view path, std::size_t paths) const;
  const IndexFile* index(std::size_t paths) const;
  std::filesystem::path place_of_index() const;
  const std::vector<Item>* items_of(std::string_view folder) const;

  std::shared_ptr<OpenRepository> repository_;
  std::string name_;
  Look look_;
  std::string root_;  // the tree's id, 20 bytes
  mutable std::once_flag listed_;
  mutable std::vector<File> files_;
  mutable std::once_flag index_read_;
  mutable std::optional<IndexFile> index_;  // none when it is of another tree
  mutable std::mutex finding_;              // around what follows; taken before the repository
  mutable std::map<std::string, std::optional<File>, std::less<>> found_;
  mutable std::map<std::string, std::vector<Item>, std::less<>> opened_;
};

}  // namespace tidemark::git
