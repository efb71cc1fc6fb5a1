#include "core/host/frame.hpp"

#include <bit>

namespace tidemark::host {
namespace {

constexpr std::size_t header_size = 8;

void put(std::string& bytes, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

std::uint64_t get(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = (value << 8U) | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

}  // namespace

FrameWriter::FrameWriter(FrameKind kind) {
  put(bytes_, 0, 4);
  put(bytes_, static_cast<std::uint32_t>(kind), 4);
}

FrameWriter& FrameWriter::number(std::uint64_t value) {
  put(bytes_, value, 8);
  return *this;
}

FrameWriter& FrameWriter::real(double value) { return number(std::bit_cast<std::uint64_t>(value)); }

FrameWriter& FrameWriter::text(std::string_view value) {
  number(value.size());
  bytes_ += value;
  return *this;
}

std::string FrameWriter::take() {
  const std::size_t size = bytes_.size() - header_size;
  if (size > body_limit) {
    throw BadFrame("a message of " + std::to_string(size) + " bytes, more than the limit of " +
                   std::to_string(body_limit));
  }
  std::string length;
  put(length, size, 4);
  return std::move(bytes_.replace(0, 4, length));
}

std::string_view FrameReader::take(std::size_t size) {
  if (size > rest_.size()) throw BadFrame("a truncated message");
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

std::uint64_t FrameReader::number() { return get(take(8)); }
double FrameReader::real() { return std::bit_cast<double>(number()); }
std::string_view FrameReader::text() { return take(number()); }

void FrameReader::end() const {
  if (!rest_.empty()) throw BadFrame("a message with trailing bytes");
}

void FrameBuffer::add(std::string_view bytes) {
  bytes_.erase(0, start_);
  start_ = 0;
  bytes_ += bytes;
}

std::optional<Frame> FrameBuffer::next() {
  const std::string_view rest = std::string_view(bytes_).substr(start_);
  if (rest.size() < header_size) return std::nullopt;
  const std::uint64_t size = get(rest.substr(0, 4));
  const std::uint64_t kind = get(rest.substr(4, 4));
  if (kind < static_cast<std::uint64_t>(FrameKind::load) ||
      kind > static_cast<std::uint64_t>(FrameKind::reported)) {
    throw BadFrame("bytes that are no message");
  }
  if (size > body_limit) {
    throw BadFrame("a message of " + std::to_string(size) + " bytes, more than the limit of " +
                   std::to_string(body_limit));
  }
  if (rest.size() < header_size + size) return std::nullopt;
  start_ += header_size + size;
  return Frame{static_cast<FrameKind>(kind), rest.substr(header_size, size)};
}

}  // namespace tidemark::host
