#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>

#include "core/base/descriptor.hpp"

namespace tidemark::ledger {

/// A lock on one number out of many, kept in a file beside the ledger. The kernel lets go of it
/// when the process that holds it ends in whatever way, so nobody ever waits for the dead; a
/// process started by the holder does not inherit it.
class Lock {
 public:
  /// Waits up to `patience`; is_held() then says whether it was had. Throws Error(store) when the
  /// lock file cannot be made.
  Lock(const std::filesystem::path& ledger, std::uint64_t number,
       std::chrono::milliseconds patience);

  bool is_held() const { return file_.get() >= 0; }

 private:
  Descriptor file_;
};

/// The number whose holder may make a ledger's file and its tables.
inline constexpr std::uint64_t making = std::uint64_t{1} << 62U;
/// The number for the run of a key: 60 bits of the key, which is a SHA-256 in hex.
std::uint64_t lock_number(const std::string& key);

}  // namespace tidemark::ledger
