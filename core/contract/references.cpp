#include "core/contract/references.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "core/base/error.hpp"
#include "core/contract/document.hpp"

namespace tidemark::contract {
namespace {

constexpr std::array<std::string_view, 3> keys = {"$ref", "$dynamicRef", "$recursiveRef"};

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    result += escape ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return result;
}

std::string_view without_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

/// Whether what stands behind a key is surely `: "#`, a place within the file. Without quotes YAML
/// takes a '#' for a comment.
bool stays_within(std::string_view behind) {
  if (!behind.empty() && (behind[0] == '"' || behind[0] == '\'')) behind.remove_prefix(1);
  behind = without_blanks(behind);
  if (!behind.starts_with(':')) return false;
  behind = without_blanks(behind.substr(1));
  return behind.starts_with("\"#") || behind.starts_with("'#");
}

/// A look at the text, since most files refer to no other one and to read them takes long: false
/// is sure.
bool may_refer_elsewhere(std::string_view text) {
  for (const std::string_view key : keys) {
    for (std::size_t at = text.find(key); at != std::string_view::npos;
         at = text.find(key, at + key.size())) {
      if (!stays_within(text.substr(at + key.size()))) return true;
    }
  }
  // A '$' written as an escape.
  return text.find("\\u0024") != std::string_view::npos ||
         text.find("\\x24") != std::string_view::npos ||
         text.find("\\U00000024") != std::string_view::npos;
}

/// What the references of one file say before their '#'.
void collect(const json::Value& value, std::set<std::string>& paths) {
  if (const json::Object* members = value.object()) {
    for (const auto& [key, member] : *members) {
      const std::string* text = member.string();
      if (text != nullptr && std::find(keys.begin(), keys.end(), key) != keys.end()) {
        paths.insert(reference_text(*text).path);
      }
      collect(member, paths);
    }
  } else if (const json::Array* items = value.array()) {
    for (const json::Value& item : *items) collect(item, paths);
  }
}

std::set<std::string> of_references(const std::string& text, const std::string& file) {
  std::set<std::string> paths;
  if (!may_refer_elsewhere(text)) return paths;
  try {
    collect(read_document(text, file).root, paths);
  } catch (const Error&) {
    // Its words are all that there is.
  }
  return paths;
}

/// Words with a '/' or a '.', as far as a '#' or a '?': some readers are less strict than ours, and
/// there are more ways to write a reference than to read one.
std::set<std::string> of_words(std::string_view text) {
  constexpr std::string_view ends = " \t\r\n\"',{}[]()<>|`#?";
  constexpr std::size_t longest = 1024;
  std::set<std::string> words;
  for (std::size_t begin = text.find_first_not_of(ends); begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(ends, begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    if (word.size() <= longest && word.find_first_of("/.") != std::string_view::npos) {
      words.emplace(word);
    }
    begin = text.find_first_not_of(ends, end);
  }
  return words;
}

std::vector<std::string> below_root(const std::set<std::string>& paths, const std::string& file) {
  std::set<std::string> found;
  for (const std::string& path : paths) {
    if (path.empty() || is_remote(path)) continue;
    const std::string target = path_referred_to(file, path);
    if (!leads_outside(target) && target != file && target != ".") found.insert(target);
  }
  return {found.begin(), found.end()};
}

}  // namespace

ReferenceText reference_text(std::string_view text) {
  const std::size_t hash = std::min(text.find('#'), text.size());
  return {std::string(text.substr(0, hash)),
          percent_decoded(text.substr(std::min(hash + 1, text.size())))};
}

bool is_remote(std::string_view path) {
  return path.substr(0, path.find('/')).find(':') != std::string_view::npos ||
         path.starts_with("//");
}

std::string path_referred_to(const std::string& file, std::string_view path) {
  const auto folder = std::filesystem::path(file).parent_path();
  return (folder / percent_decoded(path)).lexically_normal().generic_string();
}

bool leads_outside(std::string_view target) {
  return target.starts_with("/") || target == ".." || target.starts_with("../");
}

ReferredPaths referred_paths(const std::string& file, const std::string& text) {
  return {below_root(of_references(text, file), file), below_root(of_words(text), file)};
}

}  // namespace tidemark::contract
