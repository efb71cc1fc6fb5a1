#include "core/change/named_paths.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "core/json/json.hpp"

namespace tidemark::change {
namespace {

/// Whether a path surely is in its shortest form, as nearly all are.
bool is_plain(std::string_view path) {
  char before = '/';
  for (const char c : path) {
    if (before == '/' && (c == '/' || c == '.')) return false;
    before = c;
  }
  return before != '/';
}

constexpr std::string_view between_words = " \t\n,;:=@|&<>()\"'`$";

/// Whether a path that is written in a setting may be in another than its shortest form.
bool is_winding(std::string_view config) {
  for (std::size_t at = config.find('/'); at != std::string_view::npos;
       at = config.find('/', at + 1)) {
    const char next = config.substr(at + 1, 1).empty() ? '"' : config[at + 1];
    if (next == '.' || (next == '/' && (at == 0 || config[at - 1] != ':'))) return true;
  }
  return config.find("..") != std::string_view::npos;
}

/// What in a text may be a path beside other words: `cat a/b.md`, `a/b.md,a/c.md`, `p:a/b.md`.
template <typename Take>
void each_word(std::string_view text, const Take& take) {
  for (std::size_t begin = text.find_first_not_of(between_words);
       begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(between_words, begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    if (word.size() != text.size() && word.find('/') != std::string_view::npos) {
      take(std::string(word));
    }
    begin = text.find_first_not_of(between_words, end);
  }
}

}  // namespace

std::string path_in_repository(const std::string& written, std::string_view folder) {
  const bool from_root = written.rfind("//", 0) == 0;
  std::string full(from_root ? "" : folder);
  full.append(written, from_root ? 2 : 0);
  if (is_plain(full)) return full;
  std::string path = std::filesystem::path(full).lexically_normal().generic_string();
  if (path.size() > 1 && path.ends_with('/')) path.pop_back();
  const bool outside = path == ".." || path.rfind("../", 0) == 0 || path.rfind('/', 0) == 0;
  return outside || path == "." ? "" : path;
}

std::vector<std::string> paths_written(const RunnerSpec& runner, Forms forms) {
  const json::Value config = json::parse(runner.config, "runner");
  const json::Value* own = config.find("folder");
  const bool has_own = own != nullptr && own->string() != nullptr;
  std::vector<std::string> paths;
  const auto add = [&](const std::string& written) {
    paths.push_back(written);
    if (has_own && !written.starts_with('/')) paths.push_back(*own->string() + '/' + written);
  };
  json::each_text(config, [&](const std::string& text) {
    add(text);
    if (const auto sign = text.find('='); sign != text.npos) add(text.substr(sign + 1));
    if (forms == Forms::plain) return;
    if (text.starts_with('@')) add(text.substr(1));
    if (text.size() > 2 && text[0] == '-' && text[1] != '-') add(text.substr(2));
    each_word(text, add);
  });
  return paths;
}

std::vector<std::string> paths_named(const RunnerSpec& runner, std::string_view folder,
                                     Forms forms) {
  std::vector<std::string> paths;
  for (const std::string& written : paths_written(runner, forms)) {
    std::string path = path_in_repository(written, folder);
    if (!path.empty() && path + '/' != folder) paths.push_back(std::move(path));
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

bool may_name(const RunnerSpec& runner, std::string_view name) {
  const std::string_view config = runner.config;
  const bool is_escaped = std::any_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == '"' || c == '\\' || c == '\x7F';
  });
  if (is_escaped || is_winding(config)) return true;
  const auto ends = [&](std::size_t at) {
    return at >= config.size() || config[at] == '\\' ||
           between_words.find(config[at]) != std::string_view::npos;
  };
  for (std::size_t at = config.find(name); at != std::string_view::npos;
       at = config.find(name, at + 1)) {
    if (ends(config.find_first_not_of('/', at + name.size()))) return true;
  }
  return false;
}

}  // namespace tidemark::change
