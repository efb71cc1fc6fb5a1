#include "core/git/descent.hpp"

#include <git2.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/git/entries.hpp"

namespace tidemark::git {
namespace {

std::string bytes_of(const git_oid& id) {
  return {reinterpret_cast<const char*>(id.id), GIT_OID_RAWSZ};
}

git_oid id_of_bytes(const std::string& bytes) {
  git_oid id;
  git_oid_fromraw(&id, reinterpret_cast<const unsigned char*>(bytes.data()));
  return id;
}

class TreeFolders final : public Folders {
 public:
  TreeFolders(const OpenRepository& repository, std::string root, std::string where)
      : repository_(repository), root_(std::move(root)), where_(std::move(where)) {}

  Item root() const override { return {"", root_, GIT_FILEMODE_TREE, 0, 0}; }

  std::vector<Item> items(const Item& folder) override {
    const git_oid id = id_of_bytes(folder.id);
    Owned<git_tree> tree;
    const int code = git_tree_lookup(into(tree), repository_.handle.get(), &id);
    if (code != 0) refuse_tree(repository_, code, where_, folder.path);
    std::vector<Item> items(git_tree_entrycount(tree.get()));
    for (std::size_t i = 0; i < items.size(); ++i) {
      items[i] = item_of(git_tree_entry_byindex(tree.get(), i), folder.path);
    }
    count(items.size());
    const auto by_path = [](const Item& one, const Item& other) { return one.path < other.path; };
    std::sort(items.begin(), items.end(), by_path);
    refuse_doubles(items);
    return items;
  }

 private:
  Item item_of(const git_tree_entry* entry, const std::string& folder) const {
    const git_filemode_t mode = git_tree_entry_filemode(entry);
    const std::string name = git_tree_entry_name(entry);
    const std::string path = folder + name;
    // A slash inside a name would pretend to be a folder; "//" is refused as an empty part.
    check_path(name.find('/') == std::string::npos ? path : path + "//", where_);
    return {mode == GIT_FILEMODE_TREE ? path + '/' : path, bytes_of(*git_tree_entry_id(entry)),
            static_cast<unsigned>(mode), 0, 0};
  }

  void count(std::size_t more) {
    entries_ += more;
    if (entries_ <= most_files) return;
    throw Error(Fault::security,
                where_ + ": more than " + std::to_string(most_files) + " files and folders");
  }

  void refuse_doubles(const std::vector<Item>& items) const {
    const auto twice = std::adjacent_find(
        items.begin(), items.end(),
        [](const Item& one, const Item& other) { return one.path == other.path; });
    if (twice != items.end()) refuse_double(twice->path, where_);
  }

  const OpenRepository& repository_;
  const std::string root_, where_;
  std::size_t entries_ = 0;
};

class IndexFolders final : public Folders {
 public:
  explicit IndexFolders(const IndexFile& index) : index_(index) {}

  Item root() const override { return folder("", 0, index_.entries().size()); }

  std::vector<Item> items(const Item& parent) override {
    std::vector<Item> items;
    for (std::size_t at = parent.first; at < parent.last;) {
      const IndexEntry& entry = index_.entries()[at];
      const std::size_t slash = entry.path.find('/', parent.path.size());
      if (slash == std::string_view::npos) {
        items.push_back({std::string(entry.path), std::string(entry.id), entry.mode, 0, 0});
        ++at;
      } else {
        const std::string path(entry.path.substr(0, slash + 1));
        const std::size_t end = end_of(path, at, parent.last);
        items.push_back(folder(path, at, end));
        at = end;
      }
    }
    return items;
  }

 private:
  Item folder(const std::string& path, std::size_t first, std::size_t last) const {
    return {path, std::string(index_.tree_of(path)), GIT_FILEMODE_TREE, first, last};
  }

  std::size_t end_of(std::string_view folder, std::size_t first, std::size_t last) const {
    const auto begin = index_.entries().begin();
    const auto end = std::partition_point(
        begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last),
        [&](const IndexEntry& entry) { return entry.path.starts_with(folder); });
    return static_cast<std::size_t>(end - begin);
  }

  const IndexFile& index_;
};

/// One thing on either side; null where it is not.
struct Pair {
  const Item* before = nullptr;
  const Item* after = nullptr;
};

std::vector<Pair> paired(const std::vector<Item>& before, const std::vector<Item>& after) {
  std::vector<Pair> pairs;
  auto old = before.begin();
  auto now = after.begin();
  while (old != before.end() || now != after.end()) {
    const bool only_old = now == after.end() || (old != before.end() && old->path < now->path);
    const bool only_new = old == before.end() || (now != after.end() && now->path < old->path);
    pairs.push_back({only_new ? nullptr : &*old, only_old ? nullptr : &*now});
    if (!only_new) ++old;
    if (!only_old) ++now;
  }
  return pairs;
}

/// Goes down where the sides differ.
class Descent {
 public:
  Descent(Folders& before, Folders& after) : before_(before), after_(after) {}

  std::vector<FileChange> all() {
    open_.emplace_back(before_.root(), after_.root());
    while (!open_.empty()) {
      const auto [before, after] = std::move(open_.back());
      open_.pop_back();
      const auto old = before ? before_.items(*before) : std::vector<Item>{};
      const auto now = after ? after_.items(*after) : std::vector<Item>{};
      for (const Pair& pair : paired(old, now)) look_at(pair);
    }
    std::sort(changes_.begin(), changes_.end(),
              [](const FileChange& one, const FileChange& other) { return one.path < other.path; });
    return std::move(changes_);
  }

 private:
  void look_at(const Pair& pair) {
    const Item& either = pair.before != nullptr ? *pair.before : *pair.after;
    const bool both = pair.before != nullptr && pair.after != nullptr;
    if (!either.is_folder()) {
      add(pair, either.path);
    } else if (!both || pair.before->id.empty() || pair.before->id != pair.after->id) {
      open_.emplace_back(copy(pair.before), copy(pair.after));
    }
  }

  static std::optional<Item> copy(const Item* item) {
    return item != nullptr ? std::optional(*item) : std::nullopt;
  }

  void add(const Pair& pair, const std::string& path) {
    const bool both = pair.before != nullptr && pair.after != nullptr;
    const bool mode_changed = both && pair.before->mode != pair.after->mode;
    const auto id = [](const Item* item) { return item != nullptr ? item->id : ""; };
    if (!mode_changed && id(pair.before) == id(pair.after)) return;
    const auto blob = [](const Item* item) { return item != nullptr ? file_of(*item).blob : ""; };
    changes_.push_back({path, blob(pair.before), blob(pair.after), mode_changed});
  }

  Folders &before_, &after_;
  std::vector<std::pair<std::optional<Item>, std::optional<Item>>> open_;
  std::vector<FileChange> changes_;
};

}  // namespace

Folders::~Folders() = default;

std::unique_ptr<Folders> tree_folders(const OpenRepository& repository, std::string root,
                                      std::string where) {
  return std::make_unique<TreeFolders>(repository, std::move(root), std::move(where));
}

std::unique_ptr<Folders> index_folders(const IndexFile& index) {
  return std::make_unique<IndexFolders>(index);
}

File file_of(const Item& item) {
  return {item.path, hex(id_of_bytes(item.id)), item.mode == GIT_FILEMODE_BLOB_EXECUTABLE,
          item.mode == GIT_FILEMODE_LINK, item.mode == GIT_FILEMODE_COMMIT};
}

std::vector<FileChange> difference(Folders& before, Folders& after) {
  return Descent(before, after).all();
}

}  // namespace tidemark::git
