#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/model/inventory.hpp"

namespace tidemark::inventory {

class CacheFile;

/// A file of an inventory and its content, by an id: same id, same content.
struct Source {
  std::string path, content;
};

/// What earlier readings gave, in files that anybody may delete, damage or write at the same time:
/// what does not hold together is not there. It keeps nothing of a file with anything wrong in it.
/// Whoever can write these files can make it say anything, so no gate asks it. Any thread.
class Cache {
 public:
  /// In `folder`, which is made when needed; what another `build` left there is not read. A folder
  /// that is not this user's alone is left unused.
  Cache(std::filesystem::path folder, std::string build);
  ~Cache();
  Cache(const Cache&) = delete;
  Cache& operator=(const Cache&) = delete;

  /// A name that other sources have not.
  std::string name_of(const std::vector<Source>& sources) const;
  /// The inventory that was kept under a name. Those of one cache share what they have in common.
  std::optional<Inventory> inventory(const std::string& name) const;
  void keep(const std::string& name, const Inventory& inventory);

  /// The name that `name` was noted to stand for; "" when that is not known.
  std::string meant_by(const std::string& name) const;
  void note_meaning(const std::string& name, const std::string& meant);

  /// Bytes that somebody else wants to find again: the same, or "".
  std::string note(const std::string& name) const;
  void keep_note(const std::string& name, const std::string& bytes);

  /// What one file gave, as bytes; "" when that is not known.
  std::string document(const Source& source) const;
  /// Keeps these, one for each source, and forgets all others.
  void keep_documents(const std::vector<Source>& sources,
                      const std::vector<std::string>& documents);

 private:
  class Documents;
  class Chunks;
  std::optional<Inventory> inventory_in(const std::string& file) const;
  /// What was put into a file of the cache. Throws Damaged when that is not what it holds.
  static std::string content_of(const CacheFile& stored, const std::string& file);
  /// The same, "" when it is damaged.
  std::string text_in(const std::string& file) const;
  /// `unsealed`, which the content vouches for, is behind it.
  void put(const std::string& file, const std::string& content, std::string_view ending,
           const std::vector<std::string>& unsealed = {}) const;
  const Documents& documents() const;

  std::filesystem::path folder_;
  std::string build_;
  bool usable_ = false;
  const std::unique_ptr<Chunks> chunks_;
  mutable std::mutex finding_;  // around found_, also while one is read
  mutable std::map<std::string, Inventory> found_;
  mutable std::once_flag opened_;
  mutable std::unique_ptr<const Documents> documents_;
};

}  // namespace tidemark::inventory
