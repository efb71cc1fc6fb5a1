#include "core/git/pack.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>

#include "core/base/descriptor.hpp"

namespace tidemark::git {
namespace {

constexpr std::size_t fanout = 8, ids = fanout + 256 * 4;
constexpr std::size_t trailer = 20;
constexpr std::uint64_t largest_object = 256UL * 1024 * 1024;
constexpr std::size_t largest_kept = 1024UL * 1024;
constexpr std::size_t slots = 16384;
constexpr std::size_t deepest_chain = 4096;

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

/// Takes bytes off the front; zeroes once there are none, which fit nowhere.
class Source {
 public:
  explicit Source(std::string_view bytes) : bytes_(bytes) {}
  bool empty() const { return bytes_.empty(); }
  std::string_view rest() const { return bytes_; }
  unsigned next() {
    if (bytes_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
    return byte;
  }
  std::string_view take(std::size_t count) {
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(taken.size());
    return taken;
  }
  /// Seven bits a byte, the least first, beginning at `shift`.
  std::uint64_t size(std::uint64_t start, unsigned shift) {
    std::uint64_t value = start;
    for (unsigned byte = 128; (byte & 128U) != 0 && shift < 57; shift += 7) {
      byte = next();
      value |= std::uint64_t{byte & 127U} << shift;
    }
    return value;
  }
  /// How far back the base of a difference is: as git counts it.
  std::uint64_t distance() {
    unsigned byte = next();
    std::uint64_t value = byte & 127U;
    for (int i = 0; (byte & 128U) != 0 && i < 8; ++i) {
      byte = next();
      value = (value + 1) << 7U | (byte & 127U);
    }
    return value;
  }

 private:
  std::string_view bytes_;
};

/// The bytes of a number whose bit is set in `mask`, the least first.
std::size_t sparse(Source& source, unsigned mask, unsigned count) {
  std::size_t value = 0;
  for (unsigned i = 0; i < count; ++i) {
    if ((mask >> i & 1U) != 0) value |= std::size_t{source.next()} << (8 * i);
  }
  return value;
}

/// One instruction: copies from the base, or inserts. False when it does not fit.
bool follow(Source& source, std::string_view base, std::string& result) {
  const unsigned code = source.next();
  if ((code & 128U) == 0) {
    const std::string_view text = source.take(code);
    result += text;
    return code != 0 && text.size() == code;
  }
  const std::size_t start = sparse(source, code, 4);
  const std::size_t asked = sparse(source, code >> 4U & 7U, 3);
  const std::size_t size = asked == 0 ? 0x10000 : asked;
  if (start > base.size() || size > base.size() - start) return false;
  result += base.substr(start, size);
  return true;
}

}  // namespace

Bytes apply_delta(std::string_view base, std::string_view delta) {
  Source source(delta);
  if (source.size(0, 0) != base.size()) return nullptr;
  const std::uint64_t size = source.size(0, 0);
  if (size > largest_object) return nullptr;
  auto result = std::make_shared<std::string>();
  result->reserve(size);
  while (!source.empty()) {
    if (!follow(source, base, *result) || result->size() > size) return nullptr;
  }
  return result->size() == size ? result : nullptr;
}

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

/// One zlib stream for all objects: beginning anew costs more than many an object.
struct PackReader::Inflater {
  z_stream stream{};
  bool ready = false;

  Inflater() { ready = ::inflateInit(&stream) == Z_OK; }
  ~Inflater() { ::inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Null unless the bytes begin with a stream of exactly that size.
  std::shared_ptr<std::string> inflate(std::string_view bytes, std::size_t size) {
    if (!ready || ::inflateReset(&stream) != Z_OK) return nullptr;
    auto result = std::make_shared<std::string>(size, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), 1U << 30U));
    // One byte more than the text has, so that zlib sees the end of an empty one too.
    result->push_back('\0');
    stream.next_out = reinterpret_cast<Bytef*>(result->data());
    stream.avail_out = static_cast<uInt>(result->size());
    const bool done = ::inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out == size;
    result->pop_back();
    return done ? result : nullptr;
  }
};

/// An object as the pack has it.
struct PackReader::Stored {
  std::shared_ptr<std::string> bytes;
  std::optional<std::uint64_t> base;  // where what it differs from begins
};

PackReader::PackReader(const Packs& packs)
    : packs_(packs), inflater_(std::make_unique<Inflater>()), kept_(slots) {}
PackReader::~PackReader() = default;

Bytes PackReader::find(const ObjectId& id) {
  for (const auto& pack : packs_) {
    const auto offset = pack->find(id);
    if (!offset) continue;
    if (Bytes bytes = read(*pack, *offset)) return bytes;
  }
  return nullptr;
}

PackReader::Kept& PackReader::slot_of(const Pack& pack, std::uint64_t offset) {
  const std::uint64_t mixed =
      (offset ^ reinterpret_cast<std::uintptr_t>(&pack)) * 0x9e3779b97f4a7c15U;
  return kept_[(mixed >> 40U) % slots];
}

Bytes PackReader::read(const Pack& pack, std::uint64_t offset) {
  std::vector<std::pair<std::uint64_t, Bytes>> deltas;
  std::uint64_t total = 0;  // a hostile pack may lead in circles
  Bytes bytes;
  while (!bytes) {
    const Kept& kept = slot_of(pack, offset);
    if (kept.pack == &pack && kept.offset == offset) {
      bytes = kept.bytes;
      break;
    }
    auto stored = stored_at(pack, offset);
    if (!stored || deltas.size() > deepest_chain) return nullptr;
    total += stored->bytes->size();
    if (total > 2 * largest_object) return nullptr;
    deltas.emplace_back(offset, std::move(stored->bytes));
    if (!stored->base) {
      bytes = deltas.back().second;
      if (bytes->size() <= largest_kept) slot_of(pack, offset) = {&pack, offset, bytes};
      deltas.pop_back();
    } else {
      offset = *stored->base;
    }
  }
  for (; bytes && !deltas.empty(); deltas.pop_back()) {
    const auto& [place, delta] = deltas.back();
    bytes = apply_delta(*bytes, *delta);
    if (bytes && bytes->size() <= largest_kept) slot_of(pack, place) = {&pack, place, bytes};
  }
  return bytes;
}

std::optional<PackReader::Stored> PackReader::stored_at(const Pack& pack, std::uint64_t offset) {
  Source source(pack.from(offset));
  const unsigned first = source.next();
  const std::uint64_t size =
      (first & 128U) != 0 ? source.size(first & 15U, 4) : std::uint64_t{first & 15U};
  const unsigned type = first >> 4U & 7U;
  Stored stored;
  if (type == 6) {
    const std::uint64_t distance = source.distance();
    if (distance == 0 || distance >= offset) return std::nullopt;
    stored.base = offset - distance;
  } else if (type == 7) {
    ObjectId id;
    const std::string_view written = source.take(id.size());
    if (written.size() < id.size()) return std::nullopt;
    std::memcpy(id.data(), written.data(), id.size());
    stored.base = pack.find(id);
    if (!stored.base) return std::nullopt;
  } else if (type < 1 || type > 4) {
    return std::nullopt;
  }
  if (size > largest_object) return std::nullopt;
  stored.bytes = inflater_->inflate(source.rest(), size);
  if (!stored.bytes) return std::nullopt;
  return stored;
}

}  // namespace tidemark::git
