#pragma once

// Two states of a repository, compared folder by folder from the top; private to core/git.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/git/index_file.hpp"
#include "core/git/open.hpp"
#include "core/git/snapshot.hpp"

namespace tidemark::git {

/// A file or folder as a tree or an index has it.
struct Item {
  std::string path;  ///< a folder's ends with '/', but for the root, ""
  std::string id;    ///< 20 bytes: of a blob or a tree; "" when a folder's is not known
  unsigned mode = 0;
  std::size_t first = 0, last = 0;  ///< of a folder in an index: its entries

  bool is_folder() const { return path.empty() || path.back() == '/'; }
};

/// What has folders with items.
class Folders {
 public:
  virtual ~Folders();
  virtual Item root() const = 0;
  /// Sorted by path, unique.
  virtual std::vector<Item> items(const Item& folder) = 0;
};

/// Of a commit's tree. Every item is checked as listing the whole tree would check it. The
/// repository must be busy for the caller, who passes a root of 20 bytes.
std::unique_ptr<Folders> tree_folders(const OpenRepository& repository, std::string root,
                                      std::string where);
std::unique_ptr<Folders> index_folders(const IndexFile& index);

File file_of(const Item& item);

/// As difference() of snapshots. Folders that are the same tree on both sides are not looked into.
std::vector<FileChange> difference(Folders& before, Folders& after);

}  // namespace tidemark::git
