#pragma once

// Objects that a pack stores as differences from others; private to core/git.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tidemark::git {

using Bytes = std::shared_ptr<const std::string>;

/// A larger object is left to libgit2.
inline constexpr std::uint64_t largest_object = 256UL * 1024 * 1024;

/// What a difference makes of its base; null when it does not fit.
Bytes apply_delta(std::string_view base, std::string_view delta);

}  // namespace tidemark::git
