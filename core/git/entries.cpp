#include "core/git/entries.hpp"

#include <algorithm>

#include "core/base/error.hpp"

namespace tidemark::git {
namespace {

constexpr std::size_t longest_path = 4096;

bool is_dot_git(std::string_view part) {
  constexpr std::string_view name = ".git";
  return part.size() == name.size() &&
         std::equal(part.begin(), part.end(), name.begin(), [](char one, char other) {
           return (one >= 'A' && one <= 'Z' ? static_cast<char>(one + ('a' - 'A')) : one) == other;
         });
}

bool is_harmful(std::string_view part) {
  return part.empty() || part == "." || part == ".." || is_dot_git(part) ||
         part.find('\0') != std::string_view::npos;
}

bool has_harmful_part(std::string_view path) {
  while (true) {
    const std::size_t slash = path.find('/');
    if (is_harmful(path.substr(0, slash))) return true;
    if (slash == std::string_view::npos) return false;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace

std::string printable(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    if (c >= ' ' && c <= '~') {
      text += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      text += {'\\', 'x', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return text;
}

void check_path(std::string_view path, const std::string& where) {
  if (path.size() > longest_path) {
    throw Error(Fault::security, where + ": the path '" + printable(path.substr(0, 60)) +
                                     "...' is longer than " + std::to_string(longest_path) +
                                     " bytes");
  }
  if (!has_harmful_part(path)) return;
  throw Error(Fault::security, where + ": the path '" + printable(path) +
                                   "' could lead outside its folder or into .git (rewrite the "
                                   "history without it)");
}

void check_readable(const File& file, const std::string& where) {
  if (!file.symlink && !file.submodule) return;
  throw Error(
      Fault::configuration,
      where + ": '" + printable(file.path) + "' is " +
          (file.symlink ? "a symbolic link, which is not followed (put the file itself there)"
                        : "a submodule, whose files are not read (put the file itself there)"));
}

std::string link_on_disk(const std::filesystem::path& link) {
  std::error_code failure;
  return std::filesystem::read_symlink(link, failure).string();
}

void refuse_double(const std::string& path, const std::string& where) {
  throw Error(Fault::security, where + ": the path '" + printable(path) +
                                   "' is there twice (rewrite the history without it)");
}

void sort_files(std::vector<File>& files, const std::string& where) {
  const auto by_path = [](const File& one, const File& other) { return one.path < other.path; };
  std::sort(files.begin(), files.end(), by_path);
  const auto twice =
      std::adjacent_find(files.begin(), files.end(),
                         [](const File& one, const File& other) { return one.path == other.path; });
  if (twice != files.end()) refuse_double(twice->path, where);
}

}  // namespace tidemark::git
