#include "core/git/history_data.hpp"

#include <algorithm>
#include <cstring>

#include "core/base/error.hpp"
#include "core/base/file.hpp"

namespace tidemark::git {
namespace {

constexpr std::string_view magic = "tidemark history index 1";
constexpr std::size_t largest_data = 2048UL * 1024 * 1024;

/// Tells damage from content, eight bytes at a time. Nobody is kept out by it: whoever can write
/// the cache can write the user's files.
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t sum = bytes.size();
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    const std::size_t size = std::min(bytes.size(), sizeof word);
    std::memcpy(&word, bytes.data(), size);
    sum = (sum ^ word) * 0x9e3779b97f4a7c15U;
    sum ^= sum >> 32U;
    bytes.remove_prefix(size);
  }
  return sum;
}

template <typename Value>
void put(std::string& bytes, const Value* values, std::size_t count) {
  const std::uint64_t size = count;
  bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
  bytes.append(reinterpret_cast<const char*>(values), count * sizeof(Value));
}

/// Takes lists off the front of a text; false once it is too short.
class Source {
 public:
  explicit Source(std::string_view bytes) : bytes_(bytes) {}

  template <typename List>
  bool get(List& list) {
    constexpr std::size_t width = sizeof(typename List::value_type);
    std::uint64_t count = 0;
    if (bytes_.size() < sizeof count) return false;
    std::memcpy(&count, bytes_.data(), sizeof count);
    bytes_.remove_prefix(sizeof count);
    if (count > bytes_.size() / width) return false;
    list.resize(count);
    if (count != 0) std::memcpy(list.data(), bytes_.data(), count * width);
    bytes_.remove_prefix(count * width);
    return true;
  }
  bool empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

bool read(Source& source, HistoryData& data) {
  return source.get(data.ids) && source.get(data.times) && source.get(data.parent_ends) &&
         source.get(data.parents) && source.get(data.touch_ends) && source.get(data.touches) &&
         source.get(data.path_ends) && source.get(data.path_bytes) && source.empty();
}

}  // namespace

std::string_view HistoryData::path(std::uint32_t number) const {
  const std::size_t start = number == 0 ? 0 : path_ends[number - 1];
  return std::string_view(path_bytes).substr(start, path_ends[number] - start);
}

std::optional<HistoryData> load_history(const std::filesystem::path& file) try {
  const auto text = read_file_if_present(file, largest_data);
  if (!text || !text->starts_with(magic) || text->size() < magic.size() + 8) return std::nullopt;
  std::uint64_t sum = 0;
  std::memcpy(&sum, text->data() + magic.size(), sizeof sum);
  const std::string_view rest = std::string_view(*text).substr(magic.size() + sizeof sum);
  HistoryData data;
  Source source(rest);
  if (checksum(rest) != sum || !read(source, data)) return std::nullopt;
  return data;
} catch (const Error&) {
  return std::nullopt;
}

void save_history(const std::filesystem::path& file, const HistoryData& data) try {
  std::string bytes;
  put(bytes, data.ids.data(), data.ids.size());
  put(bytes, data.times.data(), data.times.size());
  put(bytes, data.parent_ends.data(), data.parent_ends.size());
  put(bytes, data.parents.data(), data.parents.size());
  put(bytes, data.touch_ends.data(), data.touch_ends.size());
  put(bytes, data.touches.data(), data.touches.size());
  put(bytes, data.path_ends.data(), data.path_ends.size());
  put(bytes, data.path_bytes.data(), data.path_bytes.size());
  const std::uint64_t sum = checksum(bytes);
  std::string head(magic);
  head.append(reinterpret_cast<const char*>(&sum), sizeof sum);
  make_folder(file.parent_path());
  write_file_atomically(file, head + bytes);
} catch (const Error&) {
}

}  // namespace tidemark::git
