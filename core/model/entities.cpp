#include "core/model/entities.hpp"

#include <new>
#include <utility>

#include "core/base/parallel.hpp"
#include "core/model/inventory.hpp"

namespace tidemark {
namespace {

constexpr std::size_t many = 1024;     // entities that are worth a thread
constexpr std::size_t in_a_part = 64;  // that one core takes at a time

/// What a list holds in common; of a large inventory it is much to give back.
struct Held {
  explicit Held(std::vector<Entity> all) : entities(std::move(all)) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() {
    if (entities.size() < many) return;
    try {
      in_parts_on_all_cores(entities.size(), in_a_part,
                            [this](std::size_t i) { const Entity gone = std::move(entities[i]); });
    } catch (const std::bad_alloc&) {
      // It takes longer then.
    }
  }

  std::vector<Entity> entities;
};

}  // namespace

Entities::Entities(std::initializer_list<Entity> all) : Entities(std::vector<Entity>(all)) {}

Entities::Entities(std::vector<Entity> all) {
  const auto held = std::make_shared<Held>(std::move(all));
  append({held, &held->entities});
}

void Entities::push_back(Entity one) {
  all_.push_back(std::make_shared<const Entity>(std::move(one)));
}

Entity& Entities::emplace_back() {
  all_.emplace_back();
  return edit(all_.size() - 1);
}

void Entities::append(const std::shared_ptr<const std::vector<Entity>>& shared) {
  all_.reserve(all_.size() + shared->size());
  for (const Entity& one : *shared) all_.emplace_back(shared, &one);
}

Entity& Entities::edit(std::size_t position) {
  const auto& old = all_[position];
  auto own = old ? std::make_shared<Entity>(*old) : std::make_shared<Entity>();
  all_[position] = own;
  return *own;
}

}  // namespace tidemark
