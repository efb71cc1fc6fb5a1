#include "core/git/index_file.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>

#include "core/base/error.hpp"
#include "core/base/file.hpp"

namespace tidemark::git {
namespace {

constexpr std::size_t largest_index = std::size_t{1} << 30U;
constexpr std::size_t id_size = 20;
constexpr std::size_t fixed_size = 62;  // of an entry, before its path

/// Thrown where the bytes are not what we read.
struct Unread {};

void need(bool holds) {
  if (!holds) throw Unread();
}

}  // namespace

/// https://git-scm.com/docs/index-format, versions 2 to 4.
class IndexFile::Parser {
 public:
  explicit Parser(IndexFile& index) : index_(index), rest_(index.bytes_) {}

  void parse() {
    need(take(4) == "DIRC");
    version_ = word();
    need(version_ >= 2 && version_ <= 4);
    const std::uint32_t count = word();
    need(rest_.size() / fixed_size >= count);
    index_.entries_.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) entry();
    while (rest_.size() > id_size) extension();
  }

 private:
  std::string_view take(std::size_t size) {
    need(size <= rest_.size());
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  std::uint32_t number(std::size_t size) {
    std::uint32_t value = 0;
    for (const char byte : take(size)) value = value << 8U | static_cast<unsigned char>(byte);
    return value;
  }

  std::uint32_t word() {
    const std::string_view bytes = take(4);
    const auto byte = [&](std::size_t i) {
      return std::uint32_t{static_cast<unsigned char>(bytes[i])};
    };
    return byte(0) << 24U | byte(1) << 16U | byte(2) << 8U | byte(3);
  }

  std::string_view until(char end) {
    const std::size_t size = rest_.find(end);
    need(size != std::string_view::npos);
    const std::string_view text = take(size);
    take(1);
    return text;
  }

  void entry() {
    const std::size_t before = rest_.size();
    IndexEntry entry;
    entry.changed = {word(), word()};
    entry.modified = {word(), word()};
    take(4);  // the device: git does not compare it either
    entry.inode = word();
    entry.mode = word();
    entry.user = word();
    entry.group = word();
    entry.size = word();
    entry.id = take(id_size);
    // The flags: a path's length, and else whatever is not for us.
    need((number(2) & 0xF000U) == 0);
    need(entry.mode == 0100644 || entry.mode == 0100755 || entry.mode == 0120000);
    entry.path = version_ == 4 ? short_path() : until('\0');
    if (version_ != 4) take((8 - (before - rest_.size()) % 8) % 8);
    need(index_.entries_.empty() || index_.entries_.back().path < entry.path);
    index_.entries_.push_back(entry);
  }

  /// How much of the path before falls away, and what comes instead.
  std::string_view short_path() {
    std::size_t removed = 0;
    for (bool more = true; more;) {
      const std::uint32_t byte = number(1);
      need(removed < largest_index);
      more = (byte & 0x80U) != 0;
      removed = (removed << 7U | (byte & 0x7FU)) + (more ? 1 : 0);
    }
    const std::string_view last =
        index_.entries_.empty() ? std::string_view() : index_.entries_.back().path;
    need(removed <= last.size());
    std::string path(last.substr(0, last.size() - removed));
    return index_.spelled_.emplace_back(path.append(until('\0')));
  }

  void extension() {
    const std::string_view name = take(4);
    const std::string_view content = take(word());
    if (name == "TREE") {
      trees(content);
    } else {
      need(name[0] >= 'A' && name[0] <= 'Z');  // the others change what the entries mean
    }
  }

  /// Folders in pre-order, each with the number of folders in it.
  void trees(std::string_view content) {
    std::swap(rest_, content);
    constexpr std::size_t usual_size = 48;  // of a folder's part
    index_.trees_.reserve(rest_.size() / usual_size);
    std::string path;
    std::vector<std::pair<std::size_t, std::size_t>> open;  // sizes of paths, folders to come
    while (!rest_.empty()) {
      while (!open.empty() && open.back().second == 0) open.pop_back();
      path.resize(open.empty() ? 0 : open.back().first);
      if (!open.empty()) --open.back().second;
      const std::string_view name = until('\0');
      if (!name.empty()) path.append(name).append("/");
      const bool valid = until(' ').substr(0, 1) != "-";
      open.emplace_back(path.size(), decimal(until('\n')));
      if (valid) index_.trees_.emplace(index_.spelled_.emplace_back(path), take(id_size));
    }
    std::swap(rest_, content);
  }

  static std::size_t decimal(std::string_view text) {
    std::size_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    need(failure == std::errc() && end == text.data() + text.size());
    return value;
  }

  IndexFile& index_;
  std::string_view rest_;
  std::uint32_t version_ = 0;
};

std::optional<IndexFile> IndexFile::parse(std::string bytes, IndexTime written) try {
  IndexFile index;
  // A move of a short text would move its characters from under the views.
  need(bytes.size() > 64);
  index.bytes_ = std::move(bytes);
  index.written_ = written;
  Parser(index).parse();
  return index;
} catch (const Unread&) {
  return std::nullopt;
}

std::optional<IndexFile> IndexFile::read(const std::filesystem::path& file) try {
  struct stat status {};
  // Looked at before it is read: one that is written in between is then taken for older.
  if (::stat(file.c_str(), &status) != 0) return std::nullopt;
  auto bytes = read_file_if_present(file, largest_index);
  if (!bytes) return std::nullopt;
  return parse(*std::move(bytes), {static_cast<std::uint32_t>(status.st_mtim.tv_sec),
                                   static_cast<std::uint32_t>(status.st_mtim.tv_nsec)});
} catch (const Error&) {
  return std::nullopt;
}

std::string_view IndexFile::tree_of(std::string_view folder) const {
  const auto found = trees_.find(folder);
  return found == trees_.end() ? std::string_view() : found->second;
}

}  // namespace tidemark::git
