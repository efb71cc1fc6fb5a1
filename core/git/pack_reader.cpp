#include <zlib.h>

#include <algorithm>
#include <cstring>

#include "core/git/byte_source.hpp"
#include "core/git/pack.hpp"

namespace tidemark::git {
namespace {

constexpr std::size_t largest_kept = 1024UL * 1024;
constexpr std::size_t slots = 16384;
constexpr std::size_t deepest_chain = 4096;
constexpr unsigned by_distance = 6, by_id = 7;  // the two kinds of difference

std::optional<std::uint64_t> distant_base(ByteSource& source, std::uint64_t offset) {
  const std::uint64_t distance = source.distance();
  if (distance == 0 || distance >= offset) return std::nullopt;
  return offset - distance;
}

std::optional<std::uint64_t> named_base(ByteSource& source, const Pack& pack) {
  ObjectId id;
  const std::string_view written = source.take(id.size());
  if (written.size() < id.size()) return std::nullopt;
  std::memcpy(id.data(), written.data(), id.size());
  return pack.find(id);
}

}  // namespace

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

Bytes PackReader::kept_at(const Pack& pack, std::uint64_t offset) {
  const Kept& kept = slot_of(pack, offset);
  return kept.pack == &pack && kept.offset == offset ? kept.bytes : nullptr;
}

Bytes PackReader::keep(const Pack& pack, std::uint64_t offset, Bytes bytes) {
  if (bytes && bytes->size() <= largest_kept) slot_of(pack, offset) = {&pack, offset, bytes};
  return bytes;
}

Bytes PackReader::read(const Pack& pack, std::uint64_t offset) {
  Deltas deltas;
  Bytes bytes = base_of(pack, offset, deltas);
  for (; bytes && !deltas.empty(); deltas.pop_back()) {
    const auto& [place, delta] = deltas.back();
    bytes = keep(pack, place, apply_delta(*bytes, *delta));
  }
  return bytes;
}

Bytes PackReader::base_of(const Pack& pack, std::uint64_t offset, Deltas& deltas) {
  std::uint64_t total = 0;  // a hostile pack may lead in circles
  while (deltas.size() <= deepest_chain && total <= 2 * largest_object) {
    if (Bytes kept = kept_at(pack, offset)) return kept;
    auto stored = stored_at(pack, offset);
    if (!stored) return nullptr;
    if (!stored->base) return keep(pack, offset, std::move(stored->bytes));
    total += stored->bytes->size();
    deltas.emplace_back(offset, std::move(stored->bytes));
    offset = *stored->base;
  }
  return nullptr;
}

std::optional<PackReader::Stored> PackReader::stored_at(const Pack& pack, std::uint64_t offset) {
  ByteSource source(pack.from(offset));
  const unsigned first = source.next();
  const std::uint64_t size =
      (first & 128U) != 0 ? source.size(first & 15U, 4) : std::uint64_t{first & 15U};
  const unsigned type = first >> 4U & 7U;
  const bool is_delta = type == by_distance || type == by_id;
  if (size > largest_object || (!is_delta && (type < 1 || type > 4))) return std::nullopt;
  Stored stored;
  if (is_delta) {
    stored.base = type == by_id ? named_base(source, pack) : distant_base(source, offset);
    if (!stored.base) return std::nullopt;
  }
  stored.bytes = inflater_->inflate(source.rest(), size);
  if (!stored.bytes) return std::nullopt;
  return stored;
}

}  // namespace tidemark::git
