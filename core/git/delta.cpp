#include "core/git/delta.hpp"

#include "core/git/byte_source.hpp"

namespace tidemark::git {
namespace {

/// The bytes of a number whose bit is set in `mask`, the least first.
std::size_t sparse(ByteSource& source, unsigned mask, unsigned count) {
  std::size_t value = 0;
  for (unsigned i = 0; i < count; ++i) {
    if ((mask >> i & 1U) != 0) value |= std::size_t{source.next()} << (8 * i);
  }
  return value;
}

/// One instruction: copies from the base, or inserts. False when it does not fit.
bool follow(ByteSource& source, std::string_view base, std::string& result) {
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
  ByteSource source(delta);
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

}  // namespace tidemark::git
