#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/git/snapshot.hpp"

namespace tidemark::git {

/// Where the symbolic links of a snapshot lead, by what stands in them: the disk is not asked, so
/// that a commit and a working tree answer alike. Immutable, any thread.
class Links {
 public:
  /// Reads each link.
  explicit Links(const Snapshot& files);

  bool empty() const { return texts_.empty(); }
  /// What stands in each link, by its path.
  const std::map<std::string, std::string, std::less<>>& texts() const { return texts_; }
  /// A path of the repository with every link on its way followed, whether anything is there or
  /// not; "" is the root. Nothing when it leads out of the repository or round in circles.
  std::optional<std::string> resolved(std::string_view path) const { return resolved(path, {}); }
  /// The same; hands on the path of every link that is followed.
  std::optional<std::string> resolved(
      std::string_view path, const std::function<void(const std::string& link)>& follows) const;

 private:
  std::map<std::string, std::string, std::less<>> texts_;
};

/// Whether `path` is `folder` or lies below it; all lies below "".
bool is_at_or_below(std::string_view path, std::string_view folder);

}  // namespace tidemark::git
