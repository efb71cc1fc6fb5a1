#include "replay/plan/plan.hpp"

#include <algorithm>
#include <numeric>

namespace tidemark::plan {
namespace {

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere, unlike <random>'s
/// distributions.
class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return (mixed ^ (mixed >> 31U)) % bound;
  }

 private:
  std::uint64_t state_;
};

void add_run(const GoldenSet& golden, int run, std::vector<Trial>& trials) {
  for (const bool critical : {true, false}) {
    for (std::size_t i = 0; i < golden.cases.size(); ++i) {
      const GoldenCase& one = golden.cases[i];
      if (one.critical == critical) trials.push_back({one.id, run, one.input, i});
    }
  }
}

std::vector<Trial> runs(const GoldenSet& golden, int from, int to) {
  std::vector<Trial> trials;
  trials.reserve(golden.cases.size() * static_cast<std::size_t>(to - from));
  for (int run = from; run < to; ++run) add_run(golden, run, trials);
  return trials;
}

}  // namespace

std::vector<std::size_t> sample(std::size_t size, std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> positions(size);
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  SplitMix random(seed);
  const std::size_t taken = std::min(size, count);
  for (std::size_t i = 0; i < taken; ++i) {
    std::swap(positions[i], positions[i + random.below(size - i)]);
  }
  positions.resize(taken);
  std::sort(positions.begin(), positions.end());
  return positions;
}

std::vector<Trial> first_look(const GoldenSet& golden, bool deterministic, std::uint64_t seed) {
  if (!deterministic) return runs(golden, 0, first_look_runs);
  std::vector<Trial> trials = runs(golden, 0, 1);
  std::vector<std::size_t> all(golden.cases.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto again = repeats(golden, all, seed);
  trials.insert(trials.end(), again.begin(), again.end());
  return trials;
}

std::vector<Trial> repeats(const GoldenSet& golden, std::span<const std::size_t> among,
                           std::uint64_t seed) {
  std::vector<Trial> trials;
  const std::size_t size = among.size();
  for (const std::size_t i : sample(size, std::max<std::size_t>(10, size / 10), seed)) {
    const GoldenCase& one = golden.cases[among[i]];
    trials.push_back({one.id, 1, one.input, among[i]});
  }
  return trials;
}

std::vector<Trial> second_look(const GoldenSet& golden) {
  return runs(golden, first_look_runs, second_look_runs);
}

std::vector<Trial> recording(const GoldenSet& golden, int controls) {
  return runs(golden, 0, controls + 1);
}

std::vector<Trial> chosen(std::span<const Trial> trials, std::span<const std::size_t> positions) {
  std::vector<Trial> some;
  some.reserve(positions.size());
  for (const std::size_t i : positions) some.push_back(trials[i]);
  return some;
}

}  // namespace tidemark::plan
