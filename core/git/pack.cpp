#include "core/git/pack.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>

#include "core/base/descriptor.hpp"

namespace tidemark::git {
namespace {

constexpr std::size_t fanout = 8, ids = fanout + 256 * 4;
constexpr std::size_t trailer = 20;

/// Empty when it cannot be mapped.
std::string_view mapped(const std::filesystem::path& file) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0 || status.st_size == 0)
    return {};
  const auto size = static_cast<std::size_t>(status.st_size);
  void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
  if (start == MAP_FAILED) return {};
  return {static_cast<const char*>(start), size};
}

void unmap(std::string_view bytes) {
  if (!bytes.empty()) ::munmap(const_cast<char*>(bytes.data()), bytes.size());
}

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8U | static_cast<unsigned char>(bytes[i]);
  return number;
}

}  // namespace

std::unique_ptr<const Pack> Pack::open(const std::filesystem::path& index) {
  std::filesystem::path file = index;
  const std::string_view numbers = mapped(index), data = mapped(file.replace_extension(".pack"));
  std::unique_ptr<const Pack> pack(new Pack(numbers, data));
  const bool is_known = numbers.starts_with(std::string_view("\377tOc\0\0\0\2", 8)) &&
                        numbers.size() > ids && data.size() > 12 + trailer &&
                        data.starts_with(std::string_view("PACK\0\0\0\2", 8));
  if (!is_known) return nullptr;
  const std::size_t needed = ids + std::size_t{pack->size_} * 28 + 2 * trailer;
  return numbers.size() < needed ? nullptr : std::move(pack);
}

Pack::Pack(std::string_view index, std::string_view pack)
    : index_(index), pack_(pack), size_(index.size() > ids ? number(ids - 4) : 0) {}

Pack::~Pack() {
  unmap(index_);
  unmap(pack_);
}

std::uint32_t Pack::number(std::size_t offset) const { return big_endian(index_.substr(offset)); }

std::optional<std::uint64_t> Pack::find(const ObjectId& id) const {
  const std::size_t first = id.front();
  std::size_t low = first == 0 ? 0 : number(fanout + 4 * (first - 1));
  std::size_t high = std::min(number(fanout + 4 * first), size_);
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const int order = std::memcmp(index_.data() + ids + middle * 20, id.data(), id.size());
    if (order == 0) {
      const std::size_t offsets = ids + std::size_t{size_} * 24;
      const std::uint32_t offset = number(offsets + 4 * middle);
      if ((offset & 0x80000000U) == 0) return offset;
      const std::size_t wide =
          offsets + std::size_t{size_} * 4 + std::size_t{offset & 0x7fffffffU} * 8;
      if (wide + 8 > index_.size()) return std::nullopt;
      return std::uint64_t{number(wide)} << 32U | number(wide + 4);
    }
    (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
  }
  return std::nullopt;
}

std::string_view Pack::from(std::uint64_t offset) const {
  const std::size_t end = pack_.size() - trailer;
  return offset >= end ? std::string_view() : pack_.substr(offset, end - offset);
}

Packs packs_in(const std::filesystem::path& folder) {
  Packs packs;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    if (entry.path().extension() != ".idx") continue;
    if (auto pack = Pack::open(entry.path())) packs.push_back(std::move(pack));
  }
  return packs;
}

}  // namespace tidemark::git
