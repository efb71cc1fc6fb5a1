#pragma once

// Numbers as packs write them; private to core/git.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidemark::git {

/// Takes bytes off the front; zeroes once there are none, which fit nowhere.
class ByteSource {
 public:
  explicit ByteSource(std::string_view bytes) : bytes_(bytes) {}
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

}  // namespace tidemark::git
