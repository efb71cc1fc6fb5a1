#include "core/change/through_links.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "core/base/error.hpp"
#include "core/git/links.hpp"

namespace tidemark::change {
namespace {

constexpr std::size_t most_paths = 100'000;
/// A link that holds itself would go on for ever: no reader goes round more than once for anything
/// that is not found by fewer.
constexpr int most_rounds = 4;

using Found = std::map<std::string, git::FileChange>;

struct Link {
  std::string path;
  std::string target;            ///< with every link on its way followed
  std::set<std::string> passed;  ///< other links on its way
};

std::vector<Link> links_of(const git::Snapshot& files) {
  const git::Links links(files);
  std::vector<Link> all;
  for (const auto& [path, text] : links.texts()) {
    Link link{path, "", {}};
    const auto target =
        links.resolved(path, [&](const std::string& other) { link.passed.insert(other); });
    link.passed.erase(path);
    if (!target) continue;
    link.target = *target;
    all.push_back(std::move(link));
  }
  return all;
}

/// The path by which a link shows a change: of what it leads to, or of what it leads through, which
/// is another link or a submodule; "" when it does not.
std::string shown_by(const Link& link, const std::string& changed) {
  if (changed == link.path || git::is_at_or_below(changed, link.path)) return "";
  if (git::is_at_or_below(changed, link.target)) {
    if (changed.size() == link.target.size()) return link.path;
    return link.path + '/' + changed.substr(link.target.empty() ? 0 : link.target.size() + 1);
  }
  const bool is_way = link.passed.contains(changed) || git::is_at_or_below(link.target, changed);
  return is_way ? link.path : "";
}

void refuse_many() {
  throw Error(Fault::configuration,
              "symbolic links show what changed under more than " + std::to_string(most_paths) +
                  " paths (link to files, or to folders that hold no links of their own)");
}

}  // namespace

std::vector<git::FileChange> seen_through_links(const git::Snapshot& after,
                                                const std::vector<git::FileChange>& changes) {
  if (changes.empty()) return {};
  const std::vector<Link> links = links_of(after);
  Found found;
  std::vector<git::FileChange> last = changes;
  for (int round = 0; round < most_rounds && !last.empty() && !links.empty(); ++round) {
    std::vector<git::FileChange> next;
    for (const Link& link : links) {
      for (const git::FileChange& change : last) {
        git::FileChange alias = change;
        alias.path = shown_by(link, change.path);
        if (alias.path.empty()) continue;
        if (!found.emplace(alias.path, alias).second) continue;
        if (found.size() > most_paths) refuse_many();
        next.push_back(std::move(alias));
      }
    }
    last = std::move(next);
  }
  std::vector<git::FileChange> all;
  for (auto& [path, change] : found) all.push_back(std::move(change));
  return all;
}

}  // namespace tidemark::change
