#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/graph/links.hpp"
#include "core/model/inventory.hpp"

namespace tidemark {

/// Which way a question goes along uses.
enum class Direction {
  uses,   ///< to what an entity stands on
  users,  ///< to what stands on it
};

/// Who uses whom in one inventory, by position in Inventory::entities: for questions that start
/// from many entities, or that look at neighbours one by one. Terminates on cycles, never recurses.
class Neighbours {
 public:
  using Position = graph::Node;
  static constexpr std::uint32_t any_distance = std::numeric_limits<std::uint32_t>::max();

  /// An entity and how many uses away it is.
  struct Step {
    Position entity = 0;
    std::uint32_t distance = 0;
    bool operator==(const Step&) const = default;
  };

  explicit Neighbours(const Inventory& inventory);

  std::size_t size() const { return uses_.nodes(); }
  /// Ascending, unique.
  std::span<const Position> of(Position entity, Direction direction) const {
    return side(direction).next(entity);
  }
  /// Whatever is at most `most` uses away from the nearest of `starts`, these included at distance
  /// 0; nearest first, then by position.
  std::vector<Step> reached(std::span<const Position> starts, Direction direction,
                            std::uint32_t most = any_distance) const;

 private:
  const graph::Links& side(Direction direction) const {
    return direction == Direction::uses ? uses_ : users_;
  }
  graph::Links uses_, users_;
};

/// How far a search for ways may go.
struct WaysLimits {
  std::size_t ways = 100;
  std::uint32_t length = 64;      ///< uses in one way
  std::size_t steps = 2'000'000;  ///< entities looked at
};

/// Ways from one entity to another, and why there may be more.
struct Ways {
  enum class Cut { none, ways, length, steps };
  std::vector<std::vector<Neighbours::Position>> ways;  ///< shortest first, then by position
  Cut cut = Cut::none;
};

/// Every way along uses from `from` to `to` that meets no entity twice, within the limits.
Ways ways_between(const Neighbours& neighbours, Neighbours::Position from, Neighbours::Position to,
                  const WaysLimits& limits);

}  // namespace tidemark
