#include <algorithm>

#include "core/graph/neighbours.hpp"

namespace tidemark {
namespace {

using Position = Neighbours::Position;

// Depth first, once for each length from the shortest on, so that what is found before a limit is
// the shortest there is. How far each entity is from the goal cuts off whatever cannot arrive in
// time; only entities that the way has met already can lead astray.
class Search {
 public:
  Search(const Neighbours& neighbours, Position from, Position to, const WaysLimits& limits)
      : neighbours_(neighbours), from_(from), to_(to), limits_(limits) {
    to_goal_.assign(neighbours.size(), Neighbours::any_distance);
    const Position goal[] = {to};
    for (const auto& step : neighbours.reached(goal, Direction::users)) {
      to_goal_[step.entity] = step.distance;
    }
    on_way_.assign(neighbours.size(), false);
  }

  Ways run() {
    if (to_goal_[from_] == Neighbours::any_distance) return {};
    for (length_ = to_goal_[from_]; !is_over(); ++length_) {
      if (length_ > limits_.length) {
        found_.cut = Ways::Cut::length;
        break;
      }
      longer_ = false;
      find_all_of_length();
      if (!longer_) break;
    }
    return std::move(found_);
  }

 private:
  struct Place {
    Position entity;
    std::size_t next = 0;  // of its uses
  };

  bool is_over() const { return found_.cut != Ways::Cut::none; }

  void find_all_of_length() {
    enter(from_);
    while (!way_.empty() && !is_over()) {
      Place& here = way_.back();
      const auto uses = neighbours_.of(here.entity, Direction::uses);
      if (here.entity == to_ || here.next == uses.size()) {
        leave();
      } else {
        try_step(uses[here.next++]);
      }
    }
    while (!way_.empty()) leave();
  }

  void try_step(Position there) {
    if (++steps_ > limits_.steps) {
      found_.cut = Ways::Cut::steps;
      return;
    }
    if (on_way_[there] || to_goal_[there] == Neighbours::any_distance) return;
    if (way_.size() + to_goal_[there] > length_) {
      longer_ = true;
    } else {
      enter(there);
    }
  }

  void enter(Position entity) {
    way_.push_back({entity});
    on_way_[entity] = true;
    if (entity != to_ || way_.size() != length_ + 1) return;
    if (found_.ways.size() == limits_.ways) {
      found_.cut = Ways::Cut::ways;
      return;
    }
    auto& way = found_.ways.emplace_back();
    for (const Place& place : way_) way.push_back(place.entity);
  }

  void leave() {
    on_way_[way_.back().entity] = false;
    way_.pop_back();
  }

  const Neighbours& neighbours_;
  const Position from_, to_;
  const WaysLimits limits_;
  std::vector<std::uint32_t> to_goal_;
  std::vector<bool> on_way_;
  std::vector<Place> way_;
  std::size_t length_ = 0, steps_ = 0;
  bool longer_ = false;  // there may be a way of more than length_ uses
  Ways found_;
};

}  // namespace

Ways ways_between(const Neighbours& neighbours, Position from, Position to,
                  const WaysLimits& limits) {
  return Search(neighbours, from, to, limits).run();
}

}  // namespace tidemark
