#pragma once

// What every snapshot asks of its files; private to core/git.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/git/snapshot.hpp"

namespace tidemark::git {

/// More files than this is no workspace but an attack (one tree may name itself ten ways).
inline constexpr std::size_t most_files = 2'000'000;

/// As the system has it (PATH_MAX).
inline constexpr std::size_t longest_link = 4096;

/// What stands in a link on disk; "" when it cannot be read.
std::string link_on_disk(const std::filesystem::path& link);

/// Bytes of a repository as text that can do no harm on a terminal: what is not printable ASCII
/// becomes `\xHH`.
std::string printable(std::string_view bytes);

/// The `where` of the functions below for what is not committed.
inline const std::string working_tree_name = "working tree";

/// Refuses, with Error(security), a path that could not be checked out without leaving its folder
/// or reaching into `.git`. `where` says at what: "commit 3f2a91c0".
void check_path(std::string_view path, const std::string& where);

/// Throws Error(configuration) when the file has no content of its own.
void check_readable(const File& file, const std::string& where);

/// Refuses a path that a tree names twice.
[[noreturn]] void refuse_double(const std::string& path, const std::string& where);

/// Sorts by path. A path that comes twice is refused with Error(security).
void sort_files(std::vector<File>& files, const std::string& where);

}  // namespace tidemark::git
