#include "tests/replay/stats/kit.hpp"

#include <stdexcept>

namespace tidemark::stats {
namespace {

int run_of(char letter) {
  switch (letter) {
    case '1':
      return score_scale;
    case '0':
      return 0;
    case '.':
      return missing;
    default:
      throw std::invalid_argument("a run is 1, 0 or .");
  }
}

std::vector<int> counted_arm(int passes, int runs) {
  std::vector<int> arm(static_cast<std::size_t>(runs), 0);
  std::fill_n(arm.begin(), passes, score_scale);
  return arm;
}

}  // namespace

std::vector<int> runs_of(std::string_view text) {
  std::vector<int> runs;
  for (const char letter : text) {
    runs.push_back(run_of(letter));
  }
  return runs;
}

CaseScores case_of(std::string_view text) {
  const std::size_t slash = text.find(" / ");
  return {runs_of(text.substr(0, slash)), runs_of(text.substr(slash + 3))};
}

Cases cases_of(std::size_t count, std::string_view text) { return Cases(count, case_of(text)); }

Cases operator+(Cases left, const Cases& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

CaseScores counted_case(int baseline_passes, int baseline, int candidate_passes, int candidate) {
  return {counted_arm(baseline_passes, baseline), counted_arm(candidate_passes, candidate)};
}

std::vector<int> Dice::passes(std::size_t runs, double rate) {
  std::vector<int> arm;
  while (arm.size() < runs) {
    arm.push_back(chance(rate) ? score_scale : 0);
  }
  return arm;
}

std::vector<int> Dice::grades(std::size_t runs, int levels) {
  std::vector<int> arm;
  while (arm.size() < runs) {
    arm.push_back(below(levels) * score_scale / (levels - 1));
  }
  return arm;
}

}  // namespace tidemark::stats
