#include "core/git/touched.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "core/base/error.hpp"
#include "core/git/entries.hpp"

namespace tidemark::git {
namespace {

/// An entry of a tree, in place.
struct Entry {
  std::string_view whole;
  std::size_t space, zero;  // where the mode ends, and the name

  std::string_view name() const { return whole.substr(space + 1, zero - space - 1); }
  const char* id() const { return whole.data() + zero + 1; }
  bool is_tree() const { return whole.substr(0, space).ends_with("40000") && whole[0] != '1'; }
  bool operator==(const Entry& other) const { return whole == other.whole; }
};

/// Git's order: as if the name of a folder ended with '/'. A file and a folder of one name differ.
int compare(const Entry& one, const Entry& other) {
  const std::string_view first = one.name(), second = other.name();
  const std::size_t shared = std::min(first.size(), second.size());
  const int start = std::memcmp(first.data(), second.data(), shared);
  if (start != 0) return start;
  const auto next = [shared](std::string_view name, const Entry& entry) -> int {
    if (name.size() > shared) return static_cast<unsigned char>(name[shared]);
    return entry.is_tree() ? '/' : 0;
  };
  return next(first, one) - next(second, other);
}

/// Reads the entries of one tree in their order. An absent tree has none.
class Entries {
 public:
  explicit Entries(Bytes tree) : tree_(std::move(tree)) {
    if (tree_) rest_ = *tree_;
    next();
  }

  const std::optional<Entry>& front() const { return front_; }

  void next() {
    front_.reset();
    if (rest_.empty()) return;
    // Modes have five or six digits.
    const std::size_t space = rest_.size() > 5 && rest_[5] == ' ' ? 5 : 6;
    const std::size_t zero = rest_.find('\0');
    if (zero == std::string_view::npos || zero <= space || rest_[space] != ' ' ||
        rest_.size() - zero < 21) {
      throw Error(Fault::configuration, "a tree is damaged (run git fsck)");
    }
    front_ = Entry{rest_.substr(0, zero + 21), space, zero};
    rest_.remove_prefix(zero + 21);
  }

 private:
  Bytes tree_;
  std::string_view rest_;
  std::optional<Entry> front_;
};

class Walk {
 public:
  Walk(RawObjects& objects, const std::function<void(const std::string&)>& touch,
       const std::function<void(const std::string&)>& refuse)
      : objects_(objects), touch_(touch), refuse_(refuse) {}

  /// The first tree against all others; null stands for one that is not there.
  void descend(const std::vector<const ObjectId*>& trees) {
    if (path_.size() > longest_path) refuse_("its folders are nested too deep");
    std::vector<Entries> sides;
    sides.reserve(trees.size());
    for (const ObjectId* tree : trees) sides.emplace_back(load(tree));
    std::vector<std::optional<Entry>> here(sides.size());
    skip_equal(sides);
    while (const auto least = least_of(sides)) {
      take(sides, *least, here);
      if (std::find(here.begin() + 1, here.end(), here.front()) == here.end()) touch(here, *least);
      skip_equal(sides);
    }
  }

 private:
  static constexpr std::size_t longest_path = 4096;

  Bytes load(const ObjectId* tree) {
    if (tree == nullptr) return nullptr;
    auto found = objects_.find(*tree);
    if (!found) refuse_("the list of files of '" + printable(path_) + "' is not here");
    return found;
  }

  static std::optional<Entry> least_of(const std::vector<Entries>& sides) {
    std::optional<Entry> least;
    for (const Entries& side : sides) {
      if (side.front() && (!least || compare(*side.front(), *least) < 0)) least = side.front();
    }
    return least;
  }

  /// Nearly all entries are the same on all sides.
  static void skip_equal(std::vector<Entries>& sides) {
    const auto same = [&](const Entries& side) { return side.front() == sides.front().front(); };
    while (sides.front().front() && std::all_of(sides.begin() + 1, sides.end(), same)) {
      for (Entries& side : sides) side.next();
    }
  }

  /// Takes the entry called as `least` from every side that has it.
  static void take(std::vector<Entries>& sides, const Entry& least,
                   std::vector<std::optional<Entry>>& here) {
    for (std::size_t i = 0; i < sides.size(); ++i) {
      here[i].reset();
      const auto& front = sides[i].front();
      if (!front || compare(*front, least) != 0) continue;
      here[i] = front;
      sides[i].next();
    }
  }

  void touch(const std::vector<std::optional<Entry>>& here, const Entry& least) {
    const std::size_t length = path_.size();
    path_ += least.name();
    if (least.is_tree()) {
      path_ += '/';
      below(here);
    } else {
      if (++count_ > most_files) refuse_("it touches too many files");
      touch_(path_);
    }
    path_.resize(length);
  }

  void below(const std::vector<std::optional<Entry>>& here) {
    std::vector<ObjectId> ids(here.size());
    std::vector<const ObjectId*> trees(here.size());
    for (std::size_t i = 0; i < here.size(); ++i) {
      if (!here[i]) continue;
      std::memcpy(ids[i].data(), here[i]->id(), ids[i].size());
      trees[i] = &ids[i];
    }
    descend(trees);
  }

  RawObjects& objects_;
  const std::function<void(const std::string&)>& touch_;
  const std::function<void(const std::string&)>& refuse_;
  std::string path_;
  std::size_t count_ = 0;
};

}  // namespace

void touched_paths(RawObjects& objects, const ObjectId& tree, const std::vector<ObjectId>& parents,
                   const std::function<void(const std::string& path)>& touch,
                   const std::function<void(const std::string&)>& refuse) {
  if (std::find(parents.begin(), parents.end(), tree) != parents.end()) return;
  std::vector<const ObjectId*> trees = {&tree};
  for (const ObjectId& parent : parents) trees.push_back(&parent);
  // A first commit differs from nothing at all.
  if (parents.empty()) trees.push_back(nullptr);
  Walk(objects, touch, refuse).descend(trees);
}

}  // namespace tidemark::git
