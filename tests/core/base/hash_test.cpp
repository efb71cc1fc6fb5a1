#include "core/base/hash.hpp"

#include <doctest/doctest.h>

using namespace tidemark;

TEST_CASE("SHA-256 agrees with the standard's examples") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("parts hash like the whole, NUL bytes included") {
  const std::string bytes("a\0b\xff", 4);
  CHECK(Sha256().add(bytes.substr(0, 2)).add("").add(bytes.substr(2)).hex() == sha256_hex(bytes));
  CHECK(sha256_hex(bytes) != sha256_hex("a"));
}

TEST_CASE("a hash is told by its form") {
  const std::string hash = sha256_hex("a");
  CHECK(is_sha256(hash));
  CHECK_FALSE(is_sha256(""));
  CHECK_FALSE(is_sha256(hash.substr(1)));
  CHECK_FALSE(is_sha256(hash + '0'));
  CHECK_FALSE(is_sha256(std::string(64, 'A')));
  CHECK_FALSE(is_sha256(std::string(63, '0') + 'g'));
}
