#include "core/query/closure.hpp"

#include "core/graph/neighbours.hpp"

namespace tidemark::query {
namespace {

using Position = Neighbours::Position;

/// Rows of the entities from `begin` to before `end`, walked in one direction.
class ClosureRows final : public ledger::RowCursor {
 public:
  ClosureRows(const Inventory& inventory, const Neighbours& neighbours, Direction direction,
              Position begin, Position end)
      : inventory_(inventory),
        neighbours_(neighbours),
        direction_(direction),
        next_(begin),
        end_(end) {}

  bool next() override {
    ++at_;
    while (at_ >= steps_.size()) {
      if (next_ == end_) return false;
      const Position start[] = {next_++};
      steps_ = neighbours_.reached(start, direction_);
      at_ = 1;  // the entity itself is the first
    }
    return true;
  }

  ledger::Cell column(std::size_t number) const override {
    if (number == 2) return std::int64_t{steps_[at_].distance};
    const bool is_start = (number == 0) == (direction_ == Direction::uses);
    return to_string(inventory_.entities[is_start ? next_ - 1 : steps_[at_].entity].id);
  }

 private:
  const Inventory& inventory_;
  const Neighbours& neighbours_;
  const Direction direction_;
  Position next_;
  const Position end_;
  std::vector<Neighbours::Step> steps_;
  std::size_t at_ = 0;
};

class Closure final : public ledger::RowSource {
 public:
  explicit Closure(const Inventory& inventory) : inventory_(inventory) {}

  std::unique_ptr<ledger::RowCursor> open(const std::optional<ledger::RowKey>& key) const override {
    if (!neighbours_) neighbours_ = std::make_unique<const Neighbours>(inventory_);
    const auto all = static_cast<Position>(inventory_.entities.size());
    if (!key) return rows(Direction::uses, 0, all);
    const auto id = parse_entity_id(key->text);
    const Entity* entity = id ? inventory_.find(*id) : nullptr;
    if (entity == nullptr) return rows(Direction::uses, all, all);
    const auto place = static_cast<Position>(inventory_.position_of(entity->id));
    return rows(key->column == 0 ? Direction::uses : Direction::users, place, place + 1);
  }

 private:
  std::unique_ptr<ledger::RowCursor> rows(Direction direction, Position begin, Position end) const {
    return std::make_unique<ClosureRows>(inventory_, *neighbours_, direction, begin, end);
  }

  const Inventory& inventory_;
  mutable std::unique_ptr<const Neighbours> neighbours_;  // made when first asked for
};

}  // namespace

std::shared_ptr<const ledger::RowSource> closure_of(const Inventory& inventory) {
  return std::make_shared<Closure>(inventory);
}

}  // namespace tidemark::query
