#pragma once

#include <array>
#include <cstdint>

#include "core/json/json.hpp"

namespace tidemark::harvest {

/// What an input is like, as a vector: its words, groups of four of its letters, and which members
/// it has, each hashed to one of 512 places with a sign. In integers, so that it is the same on
/// every machine.
struct Features {
  std::array<std::int8_t, 512> at{};
  std::int32_t norm = 0;  ///< squared
};

Features features_of(const json::Value& input);

/// The cosine of the angle between two, from -1 to 1. Two that are empty: 1.
double likeness(const Features& a, const Features& b);

}  // namespace tidemark::harvest
