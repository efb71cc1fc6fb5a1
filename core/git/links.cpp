#include "core/git/links.hpp"

#include <vector>

namespace tidemark::git {
namespace {

/// As many as Linux follows: https://man7.org/linux/man-pages/man7/path_resolution.7.html
constexpr int most_followed = 40;

/// The path's parts behind one another, so that the next is the last.
void add_parts(std::string_view path, std::vector<std::string>& waiting) {
  for (std::size_t end = path.size(); end != std::string_view::npos;) {
    const std::size_t slash = end == 0 ? std::string_view::npos : path.rfind('/', end - 1);
    const std::size_t begin = slash + 1;  // npos + 1 is 0
    if (end > begin) waiting.emplace_back(path.substr(begin, end - begin));
    end = slash;
  }
}

void enter(std::string& folder, const std::string& part) {
  if (!folder.empty()) folder += '/';
  folder += part;
}

void leave(std::string& folder) {
  const std::size_t slash = folder.rfind('/');
  folder.erase(slash == std::string::npos ? 0 : slash);
}

}  // namespace

Links::Links(const Snapshot& files) {
  for (const File& file : files.links()) texts_.emplace(file.path, files.link(file));
}

std::optional<std::string> Links::resolved(
    std::string_view path, const std::function<void(const std::string& link)>& follows) const {
  std::vector<std::string> waiting;
  add_parts(path, waiting);
  std::string here;
  for (int followed = 0; !waiting.empty();) {
    const std::string part = std::move(waiting.back());
    waiting.pop_back();
    if (part == ".") continue;
    if (part == "..") {
      if (here.empty()) return std::nullopt;
      leave(here);
      continue;
    }
    enter(here, part);
    const auto link = texts_.find(here);
    if (link == texts_.end()) continue;
    const std::string& text = link->second;
    if (text.empty() || text.starts_with('/') || ++followed > most_followed) return std::nullopt;
    if (follows) follows(here);
    leave(here);
    add_parts(text, waiting);
  }
  return here;
}

bool is_at_or_below(std::string_view path, std::string_view folder) {
  if (folder.empty() || path == folder) return true;
  return path.size() > folder.size() && path[folder.size()] == '/' && path.starts_with(folder);
}

}  // namespace tidemark::git
