#pragma once

// Private to core/json.

#include <cstdint>
#include <string>
#include <string_view>

namespace tidemark::json {

/// The largest magnitude up to which doubles hold every integer: 2^53.
inline constexpr double most_exact = 9007199254740992.0;

/// Appends scalars as JSON text, to the byte as nlohmann writes them.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  void raw(char c) { out_ += c; }
  /// Invalid UTF-8 becomes U+FFFD.
  void text(std::string_view value);
  void key(std::string_view name) {
    text(name);
    out_ += ':';
  }
  void integer(std::int64_t value);
  void large(std::uint64_t value);
  void real(double value);
  /// One with an integral value that doubles hold exactly is written as that integer.
  void canonical_real(double value);
  void boolean(bool value) { out_ += value ? "true" : "false"; }
  void null() { out_ += "null"; }

 private:
  std::string& out_;
};

}  // namespace tidemark::json
