#include "core/inventory/codeowners.hpp"

#include <algorithm>

namespace tidemark::inventory {
namespace {

constexpr std::string_view blank = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// Calls `take(line, number)` for every line that is neither empty nor a comment.
template <typename Take>
void for_lines(std::string_view text, Take take) {
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    if (!line.empty() && line.front() != '#') take(line, number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// Takes the first word off the line; a blank behind a backslash belongs to it.
std::string_view take_word(std::string_view& line) {
  line = trimmed(line);
  std::size_t end = 0;
  while (end < line.size() && blank.find(line[end]) == std::string_view::npos) {
    end += line[end] == '\\' && end + 1 < line.size() ? 2 : 1;
  }
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

/// The first name or address among the words; what follows a # is a comment.
std::string first_owner(std::string_view words) {
  while (true) {
    const std::string_view word = take_word(words);
    if (word.empty() || word.front() == '#') return "";
    if (word.find('@') != std::string_view::npos) return std::string(word);
  }
}

std::string folded(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

/// The name in `[name]` or `^[name]`; "" when the line is no header of a section.
std::string_view section_name(std::string_view line) {
  if (line.starts_with('^')) line.remove_prefix(1);
  const std::size_t close = line.find(']');
  if (!line.starts_with('[') || close == std::string_view::npos) return "";
  return trimmed(line.substr(1, close - 1));
}

bool is_gitlab(std::string_view text, const std::string& path) {
  if (path.starts_with(".git")) return path.starts_with(".gitlab/");
  bool found = false;
  for_lines(text, [&](std::string_view line, std::uint32_t) {
    found = found || line.front() == '!' || !section_name(line).empty();
  });
  return found;
}

/// As GitLab hands the pattern to fnmatch.
std::string gitlab_glob(const std::string& pattern) {
  if (pattern == "*") return "**";
  std::string glob = pattern.starts_with('/') ? pattern.substr(1) : "**/" + pattern;
  if (glob.ends_with('/')) glob += "**";
  return glob;
}

}  // namespace

CodeOwners::CodeOwners(std::string_view text, const std::string& path)
    : path_(path), dialect_(is_gitlab(text, path) ? Dialect::gitlab : Dialect::github) {
  sections_.emplace_back();
  for_lines(text, [&](std::string_view line, std::uint32_t number) {
    if (dialect_ == Dialect::gitlab && !section_name(line).empty()) {
      read_header(line);
    } else {
      read_entry(line, number);
    }
  });
}

/// Headers with one name, but for case, open one section.
CodeOwners::Section& CodeOwners::section_called(const std::string& name, bool optional) {
  const auto found = std::find_if(sections_.begin(), sections_.end(),
                                  [&](const Section& section) { return section.name == name; });
  if (found != sections_.end()) return *found;
  return sections_.emplace_back(Section{name, optional, {}});
}

void CodeOwners::read_header(std::string_view line) {
  const Section& section = section_called(folded(section_name(line)), line.front() == '^');
  current_ = static_cast<std::size_t>(&section - sections_.data());
  line.remove_prefix(line.find(']') + 1);
  if (line.starts_with('[')) line.remove_prefix(std::min(line.find(']') + 1, line.size()));
  default_owner_ = first_owner(line);
}

void CodeOwners::read_entry(std::string_view line, std::uint32_t number) {
  const bool exclusion = line.front() == '!';
  if (dialect_ == Dialect::github) {
    // GitHub knows neither exclusions nor classes nor an escaped #, and skips such lines.
    const std::string_view pattern = line.substr(0, line.find_first_of(blank));
    if (exclusion || pattern.starts_with("\\#") ||
        pattern.find_first_of("[]") != std::string_view::npos) {
      return;
    }
  } else if (exclusion) {
    line.remove_prefix(1);
  }
  const std::string pattern(take_word(line));
  if (pattern.empty()) return;
  const std::string owner = first_owner(line);
  Line entry{"", {}, exclusion, owner.empty() ? default_owner_ : owner, number};
  if (dialect_ == Dialect::gitlab) {
    entry.glob = gitlab_glob(pattern);
  } else if (pattern.ends_with("/*")) {
    entry.glob = pattern.substr(pattern.front() == '/' ? 1 : 0);  // the files, and none below them
  } else {
    entry.ignored.emplace(std::vector{pattern}, "");
  }
  sections_[current_].lines.push_back(std::move(entry));
}

bool CodeOwners::matches(const Line& line, std::string_view path) {
  return line.ignored ? line.ignored->matches(path) : text::glob_match(line.glob, path);
}

std::optional<CodeOwners::Owner> CodeOwners::owner_in(const Section& section,
                                                      std::string_view path) const {
  const Line* last = nullptr;
  for (const Line& line : section.lines) {
    if (!matches(line, path)) continue;
    if (line.exclusion) return std::nullopt;
    last = &line;
  }
  if (last == nullptr || last->owner.empty()) return std::nullopt;
  return Owner{last->owner, {path_, last->number, 1}};
}

std::optional<CodeOwners::Owner> CodeOwners::owner_of(std::string_view path) const {
  for (const bool optional : {false, true}) {
    for (const Section& section : sections_) {
      if (section.optional != optional) continue;
      if (auto owner = owner_in(section, path)) return owner;
    }
  }
  return std::nullopt;
}

}  // namespace tidemark::inventory
