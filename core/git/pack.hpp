#pragma once

// Objects straight from pack files; private to core/git. libgit2 takes several locks per object,
// which two threads spend more time with than with reading.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/git/delta.hpp"
#include "core/git/object_id.hpp"

namespace tidemark::git {

/// A pack and its index, mapped into memory. Immutable, any thread.
class Pack {
 public:
  /// Null when the files are not as git writes them today: then libgit2 must do.
  static std::unique_ptr<const Pack> open(const std::filesystem::path& index);
  ~Pack();
  Pack(const Pack&) = delete;
  Pack& operator=(const Pack&) = delete;

  /// Where in the pack an object begins.
  std::optional<std::uint64_t> find(const ObjectId& id) const;
  /// The pack from there up to its trailer; empty beyond it.
  std::string_view from(std::uint64_t offset) const;

 private:
  Pack(std::string_view index, std::string_view pack);
  std::uint32_t number(std::size_t offset) const;

  std::string_view index_, pack_;  // mapped
  std::uint32_t size_ = 0;
};
using Packs = std::vector<std::unique_ptr<const Pack>>;

/// The packs of `objects/pack`; those that cannot be read so are left out.
Packs packs_in(const std::filesystem::path& folder);

/// Reads objects of packs, keeping what was read last for those that are stored as differences
/// from it. One thread each.
class PackReader {
 public:
  explicit PackReader(const Packs& packs);
  ~PackReader();
  PackReader(const PackReader&) = delete;
  PackReader& operator=(const PackReader&) = delete;

  /// Null when no pack has it, or has it in a way that is not understood here.
  Bytes find(const ObjectId& id);

 private:
  struct Inflater;
  struct Kept {
    const Pack* pack = nullptr;
    std::uint64_t offset = 0;
    Bytes bytes;
  };
  struct Stored;
  using Deltas = std::vector<std::pair<std::uint64_t, Bytes>>;  // with where each begins

  Bytes read(const Pack& pack, std::uint64_t offset);
  /// The first whole object on the way from difference to base; the differences on the way.
  Bytes base_of(const Pack& pack, std::uint64_t offset, Deltas& deltas);
  std::optional<Stored> stored_at(const Pack& pack, std::uint64_t offset);
  Bytes kept_at(const Pack& pack, std::uint64_t offset);
  Bytes keep(const Pack& pack, std::uint64_t offset, Bytes bytes);
  Kept& slot_of(const Pack& pack, std::uint64_t offset);

  const Packs& packs_;
  std::unique_ptr<Inflater> inflater_;  // zlib stays in the .cpp
  std::vector<Kept> kept_;
};

}  // namespace tidemark::git
