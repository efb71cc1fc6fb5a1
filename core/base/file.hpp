#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tidemark {

/// Reads a regular file whole. Throws Error(configuration) naming the path when it is missing, not
/// a regular file (a FIFO does not block), unreadable, or larger than `limit` bytes.
std::string read_file(const std::filesystem::path& path, std::size_t limit);

/// As read_file, but a missing file is a value.
std::optional<std::string> read_file_if_present(const std::filesystem::path& path,
                                                std::size_t limit);

/// As read_file_if_present for `relative` below `folder`, following no symbolic link on the way: a
/// link as the file itself is refused with Error(configuration), one in a folder's place means that
/// there is no such file. `relative` has no `..`.
std::optional<std::string> read_file_beneath(const std::filesystem::path& folder,
                                             const std::filesystem::path& relative,
                                             std::size_t limit);

/// Hands on what read_file_beneath() reads, piece by piece, so that it need not be held whole.
/// False when it is missing. What throws may have handed on something before.
bool each_piece_beneath(const std::filesystem::path& folder, const std::filesystem::path& relative,
                        std::size_t limit, const std::function<void(std::string_view)>& take);

/// Replaces the file at `path` so that a reader sees the old text or the new, never a part: a
/// temporary file beside it, fsync, rename, fsync of the folder. Of several writers each waits for
/// the one before it. Throws Error(store) with path and reason; the old file is then untouched.
/// What is neither file nor link there (a device, a FIFO, a folder) is refused.
void write_file_atomically(const std::filesystem::path& path, std::string_view text);

/// Makes sure that `path` outlives a power failure after it was renamed. Throws Error(store).
void sync_folder_of(const std::filesystem::path& path);

/// Removes the temporary file that a killed process left beside `path`, unless it is being written.
void remove_unfinished(const std::filesystem::path& path);

/// Creates the folder and its parents. Throws Error(store).
void make_folder(const std::filesystem::path& path);

}  // namespace tidemark
