#include "core/base/hash.hpp"

// OpenSSL's newer way to the same code spends a millisecond on finding it.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <array>

namespace tidemark {

struct Sha256::Impl {
  SHA256_CTX context{};
};

Sha256::Sha256() : impl_(std::make_unique<Impl>()) { SHA256_Init(&impl_->context); }

Sha256::~Sha256() = default;

Sha256& Sha256::add(std::string_view bytes) {
  SHA256_Update(&impl_->context, bytes.data(), bytes.size());
  return *this;
}

std::string Sha256::hex() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256_Final(digest.data(), &impl_->context);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(2 * digest.size(), '0');
  for (std::size_t i = 0; i < digest.size(); ++i) {
    text[2 * i] = digits[digest[i] >> 4U];
    text[2 * i + 1] = digits[digest[i] & 15U];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) { return Sha256().add(bytes).hex(); }

bool is_sha256(std::string_view text) {
  return text.size() == std::size_t{2 * SHA256_DIGEST_LENGTH} &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace tidemark
