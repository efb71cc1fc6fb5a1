#include "core/change/through_links.hpp"

#include <algorithm>
#include <map>
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

/// The path by which a link shows what it leads to.
std::string through(const std::string& link, const std::string& target, const std::string& path) {
  if (path.size() == target.size()) return link;
  return link + '/' + path.substr(target.empty() ? 0 : target.size() + 1);
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
  const git::Links links(after);
  std::vector<std::pair<std::string, std::string>> targets;
  for (const auto& [link, text] : links.texts()) {
    if (auto target = links.resolved(link)) targets.emplace_back(link, *std::move(target));
  }
  Found found;
  std::vector<git::FileChange> last = changes;
  for (int round = 0; round < most_rounds && !last.empty() && !targets.empty(); ++round) {
    std::vector<git::FileChange> next;
    for (const auto& [link, target] : targets) {
      for (const git::FileChange& change : last) {
        if (!git::is_at_or_below(change.path, target)) continue;
        if (change.path == link || git::is_at_or_below(change.path, link)) continue;
        git::FileChange alias = change;
        alias.path = through(link, target, change.path);
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
