#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/text/code_points.hpp"

namespace tidemark::text {
namespace {

// Myers' bit vectors in Hyyro's blocks: a column of the distance matrix is kept as the differences
// between neighbours, 64 rows to a word, so that a step of the usual table costs a 64th.
class Column {
 public:
  explicit Column(std::u32string_view pattern)
      : rows_(pattern.size()), distance_(pattern.size()), blocks_((pattern.size() + 63) / 64) {
    for (std::size_t row = 0; row < rows_; ++row) {
      auto& places = places_[pattern[row]];
      places.resize(blocks_.size());
      places[row / 64] |= std::uint64_t{1} << (row % 64);
    }
  }

  void advance(char32_t point);
  std::size_t distance() const { return distance_; }

 private:
  struct Block {
    std::uint64_t up = ~std::uint64_t{0}, down = 0;  // rows one more, one less than the row above
  };
  struct Step {
    std::uint64_t more, less;  // rows one more, one less than in the column before
  };
  static Step step(Block& block, std::uint64_t equal, bool more, bool less);

  std::size_t rows_, distance_;
  std::vector<Block> blocks_;
  std::unordered_map<char32_t, std::vector<std::uint64_t>> places_;
};

Column::Step Column::step(Block& block, std::uint64_t equal, bool more, bool less) {
  const std::uint64_t vertical = equal | block.down;
  equal |= less ? 1U : 0U;
  const std::uint64_t horizontal = (((equal & block.up) + block.up) ^ block.up) | equal;
  const Step step{block.down | ~(horizontal | block.up), block.up & horizontal};
  const std::uint64_t shifted_more = (step.more << 1U) | (more ? 1U : 0U);
  const std::uint64_t shifted_less = (step.less << 1U) | (less ? 1U : 0U);
  block.up = shifted_less | ~(vertical | shifted_more);
  block.down = shifted_more & vertical;
  return step;
}

void Column::advance(char32_t point) {
  const auto places = places_.find(point);
  bool more = true;  // the row above the first counts the columns
  bool less = false;
  const std::uint64_t last_row = std::uint64_t{1} << ((rows_ - 1) % 64);
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const std::uint64_t equal = places == places_.end() ? 0 : places->second[i];
    const Step made = step(blocks_[i], equal, more, less);
    const bool is_last = i + 1 == blocks_.size();
    const std::uint64_t row = is_last ? last_row : std::uint64_t{1} << 63U;
    more = (made.more & row) != 0;
    less = (made.less & row) != 0;
  }
  distance_ += more ? 1 : 0;
  distance_ -= less ? 1 : 0;
}

void drop_common_ends(std::u32string_view& a, std::u32string_view& b) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
}

}  // namespace

std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
  drop_common_ends(a, b);
  if (a.empty() || b.empty()) return std::max(a.size(), b.size());
  if (a.size() > b.size()) std::swap(a, b);
  Column column(a);
  for (const char32_t point : b) column.advance(point);
  return column.distance();
}

double edit_similarity(std::string_view a, std::string_view b) {
  const std::u32string left = code_points(a);
  const std::u32string right = code_points(b);
  const std::size_t longer = std::max(left.size(), right.size());
  if (longer == 0) return 1;
  return 1 - static_cast<double>(edit_distance(left, right)) / static_cast<double>(longer);
}

}  // namespace tidemark::text
