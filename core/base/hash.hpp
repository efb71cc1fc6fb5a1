#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace tidemark {

/// SHA-256 over parts, for identities that evidence rests on.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& add(std::string_view bytes);
  /// 64 lower-case hex digits. Call once.
  std::string hex();

 private:
  struct Impl;  // OpenSSL stays in the .cpp
  std::unique_ptr<Impl> impl_;
};

/// SHA-256 of `bytes` as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// Whether the text can be what sha256_hex() gives.
bool is_sha256(std::string_view text);

}  // namespace tidemark
