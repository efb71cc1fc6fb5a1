#pragma once

#include <array>
#include <cstddef>
#include <cstring>

namespace tidemark::git {

/// The 20 bytes that name an object.
using ObjectId = std::array<unsigned char, 20>;

/// For unordered containers: an id is as good as a hash.
struct ObjectIdHash {
  std::size_t operator()(const ObjectId& id) const {
    std::size_t hash = 0;
    std::memcpy(&hash, id.data(), sizeof hash);
    return hash;
  }
};

}  // namespace tidemark::git
