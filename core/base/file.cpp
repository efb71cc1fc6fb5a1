#include "core/base/file.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "core/base/descriptor.hpp"
#include "core/base/error.hpp"

namespace tidemark {
namespace {

[[noreturn]] void refuse(Fault fault, const std::filesystem::path& path, const std::string& fact) {
  throw Error(fault, path.string() + ": " + fact);
}

[[noreturn]] void refuse_large(const std::filesystem::path& path, std::size_t limit) {
  refuse(Fault::configuration, path,
         "larger than the limit of " + std::to_string(limit) + " bytes");
}

std::string reason() { return std::strerror(errno); }

using Take = std::function<void(std::string_view)>;

/// Tells how large the file seems to be.
std::size_t check_open(const Descriptor& file, const std::filesystem::path& path,
                       std::size_t limit) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) refuse(Fault::configuration, path, reason());
  if (!S_ISREG(status.st_mode)) refuse(Fault::configuration, path, "not a regular file");
  if (static_cast<std::uintmax_t>(status.st_size) > limit) refuse_large(path, limit);
  return static_cast<std::size_t>(status.st_size);
}

void each_piece(const Descriptor& file, const std::filesystem::path& path, std::size_t limit,
                std::span<char> buffer, const Take& take) {
  for (std::size_t size = 0;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(Fault::configuration, path, reason());
    if (got == 0) return;
    size += static_cast<std::size_t>(got);
    if (size > limit) refuse_large(path, limit);
    take({buffer.data(), static_cast<std::size_t>(got)});
  }
}

std::string read_open(const Descriptor& file, const std::filesystem::path& path,
                      std::size_t limit) {
  std::string text;
  text.reserve(check_open(file, path, limit));
  char buffer[65536];
  each_piece(file, path, limit, buffer, [&](std::string_view piece) { text += piece; });
  return text;
}

/// What is handed on at once: enough for many cores to share.
constexpr std::size_t least_piece = std::size_t{64} << 10U;
constexpr std::size_t largest_piece = std::size_t{4} << 20U;

constexpr int to_read = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;

/// The whole way in one call, which only newer kernels have and some sandboxes forbid. Holds
/// nothing when that was no success.
Descriptor open_at_once(const Descriptor& folder, const std::filesystem::path& relative) {
  open_how how{};
  how.flags = to_read;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  return Descriptor(
      static_cast<int>(::syscall(SYS_openat2, folder.get(), relative.c_str(), &how, sizeof how)));
}

/// Folder by folder, so that no link is followed; `errno` tells why nothing is held.
Descriptor open_by_steps(Descriptor place, const std::filesystem::path& relative) {
  for (const auto& part : relative.parent_path()) {
    if (place.get() < 0) return place;
    place = Descriptor(
        ::openat(place.get(), part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }
  if (place.get() < 0) return place;
  return Descriptor(::openat(place.get(), relative.filename().c_str(), to_read));
}

bool leads_out(const std::filesystem::path& relative) {
  const bool may = relative.native().find("..") != std::string::npos;  // seldom, and soon known
  return may && std::find(relative.begin(), relative.end(), "..") != relative.end();
}

/// Holds nothing when there is no such file.
Descriptor open_beneath(const std::filesystem::path& folder,
                        const std::filesystem::path& relative) {
  if (leads_out(relative)) refuse(Fault::security, folder / relative, "leads out of the folder");
  Descriptor start(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  Descriptor place;
  if (start.get() >= 0) place = open_at_once(start, relative);
  if (place.get() < 0) place = open_by_steps(std::move(start), relative);
  if (place.get() >= 0 || errno == ENOENT || errno == ENOTDIR) return place;
  if (errno == ELOOP) {
    refuse(Fault::configuration, folder / relative,
           "a symbolic link, which is not followed (put the file itself there)");
  }
  refuse(Fault::configuration, folder / relative, reason());
}

}  // namespace

std::optional<std::string> read_file_if_present(const std::filesystem::path& path,
                                                std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (file.get() < 0) refuse(Fault::configuration, path, reason());
  return read_open(file, path, limit);
}

std::string read_file(const std::filesystem::path& path, std::size_t limit) {
  auto text = read_file_if_present(path, limit);
  if (!text) refuse(Fault::configuration, path, "no such file");
  return *std::move(text);
}

std::optional<std::string> read_file_beneath(const std::filesystem::path& folder,
                                             const std::filesystem::path& relative,
                                             std::size_t limit) {
  const Descriptor file = open_beneath(folder, relative);
  if (file.get() < 0) return std::nullopt;
  return read_open(file, folder / relative, limit);
}

bool each_piece_beneath(const std::filesystem::path& folder, const std::filesystem::path& relative,
                        std::size_t limit, const Take& take) {
  const Descriptor file = open_beneath(folder, relative);
  if (file.get() < 0) return false;
  const std::size_t size = check_open(file, folder / relative, limit);
  std::vector<char> buffer(std::clamp(size, least_piece, largest_piece));
  each_piece(file, folder / relative, limit, buffer, take);
  return true;
}

void make_folder(const std::filesystem::path& path) {
  std::error_code failure;
  std::filesystem::create_directories(path, failure);
  if (failure) refuse(Fault::store, path, "cannot create the folder: " + failure.message());
}

}  // namespace tidemark
