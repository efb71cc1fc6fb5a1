#include "replay/compare/fold.hpp"

#include <algorithm>
#include <array>

namespace tidemark::compare {
namespace {

/// Capitals from `first` to `last`, `step` apart, become small by adding `distance`.
struct CaseRange {
  char32_t first, last, step, distance;
};
constexpr std::array<CaseRange, 12> case_ranges = {{
    {U'A', U'Z', 1, 32},
    {0x00C0, 0x00D6, 1, 32},
    {0x00D8, 0x00DE, 1, 32},
    {0x0100, 0x012E, 2, 1},
    {0x0132, 0x0136, 2, 1},
    {0x0139, 0x0147, 2, 1},
    {0x014A, 0x0176, 2, 1},
    {0x0179, 0x017D, 2, 1},
    {0x0391, 0x03A1, 1, 32},
    {0x03A3, 0x03AB, 1, 32},
    {0x0400, 0x040F, 1, 80},
    {0x0410, 0x042F, 1, 32},
}};

char32_t small(char32_t point) {
  for (const CaseRange& range : case_ranges) {
    if (point < range.first) return point;
    if (point > range.last) continue;
    return (point - range.first) % range.step == 0 ? point + range.distance : point;
  }
  return point;
}

bool is_space(char32_t point) {
  return point == U' ' || (point >= 0x09 && point <= 0x0D) || point == 0x85 || point == 0xA0 ||
         (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 ||
         point == 0x202F || point == 0x205F || point == 0x3000;
}

}  // namespace

std::u32string case_folded(std::u32string points) {
  std::transform(points.begin(), points.end(), points.begin(), small);
  return points;
}

std::u32string space_folded(std::u32string_view points) {
  std::u32string folded;
  bool pending = false;
  for (const char32_t point : points) {
    if (is_space(point)) {
      pending = !folded.empty();
      continue;
    }
    if (pending) folded += U' ';
    pending = false;
    folded += point;
  }
  return folded;
}

std::u32string_view trimmed(std::u32string_view points) {
  while (!points.empty() && is_space(points.front())) points.remove_prefix(1);
  while (!points.empty() && is_space(points.back())) points.remove_suffix(1);
  return points;
}

}  // namespace tidemark::compare
