#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/golden.hpp"
#include "core/model/trial.hpp"

namespace tidemark::plan {

inline constexpr int first_look_runs = 3;
inline constexpr int second_look_runs = 9;

/// The trials of a first look: three runs of every case; of a deterministic automation one run of
/// every case, and a second one of a sample of max(10, 10 %) of them drawn by `seed`. Every case is
/// run once before any is run again, critical ones first.
std::vector<Trial> first_look(const GoldenSet& golden, bool deterministic, std::uint64_t seed);

/// The second runs of a sample of max(10, 10 %) of the cases at these positions, ascending, drawn
/// by `seed`.
std::vector<Trial> repeats(const GoldenSet& golden, std::span<const std::size_t> among,
                           std::uint64_t seed);

/// What a second look adds: runs 4 to 9 of every case.
std::vector<Trial> second_look(const GoldenSet& golden);

/// The trials of a recording: the reference and `controls` control runs of every case.
std::vector<Trial> recording(const GoldenSet& golden, int controls);

/// Those at these positions, in their order.
std::vector<Trial> chosen(std::span<const Trial> trials, std::span<const std::size_t> positions);

/// `count` different positions below `size`, ascending, drawn by `seed`: the same on every machine.
std::vector<std::size_t> sample(std::size_t size, std::size_t count, std::uint64_t seed);

}  // namespace tidemark::plan
