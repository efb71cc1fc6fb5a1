#pragma once

// Private to core/json.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tidemark::json {

/// The largest magnitude up to which doubles hold every integer: 2^53.
inline constexpr double most_exact = 9007199254740992.0;

/// Appends scalars as JSON text, to the byte as nlohmann writes them.
class Writer {
 public:
  /// `out`, which must stay, is whole when this is gone. `expected` bytes are made room for.
  explicit Writer(std::string& out, std::size_t expected = 0) : out_(out), used_(out.size()) {
    out_.resize(used_ + expected);
  }
  ~Writer() { out_.resize(used_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void raw(char c) {
    *room_for(1) = c;
    ++used_;
  }
  /// Invalid UTF-8 becomes U+FFFD.
  void text(std::string_view value);
  void key(std::string_view name) {
    text(name);
    raw(':');
  }
  void integer(std::int64_t value);
  void large(std::uint64_t value);
  void real(double value);
  /// One with an integral value that doubles hold exactly is written as that integer.
  void canonical_real(double value);
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void null() { raw("null"); }

 private:
  void raw(std::string_view bytes);
  void escaped(char c);
  template <typename Number>
  void number(Number value);

  /// Where so many bytes can be put, which count once used_ does.
  char* room_for(std::size_t bytes) {
    if (out_.size() - used_ < bytes) grow(bytes);
    return out_.data() + used_;
  }
  void grow(std::size_t bytes);

  std::string& out_;
  std::size_t used_;  ///< bytes of it; what lies behind is room
};

}  // namespace tidemark::json
