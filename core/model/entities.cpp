#include "core/model/entities.hpp"

#include "core/model/inventory.hpp"

namespace tidemark {

Entities::Entities(std::initializer_list<Entity> all) : Entities(std::vector<Entity>(all)) {}

Entities::Entities(std::vector<Entity> all) {
  append(std::make_shared<const std::vector<Entity>>(std::move(all)));
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
