#include "core/inventory/references.hpp"

#include <algorithm>

namespace tidemark::inventory {

template <typename WayOut>
void Lookup::refuse(const Place& place, const std::string& fact, const WayOut& way_out) const {
  if (findings_ == nullptr) throw Flawed();
  findings_->complain(place, fact, way_out());
}

std::vector<Use> Lookup::uses_of(const std::vector<Reference>& references) const {
  std::vector<Target> targets;
  targets.reserve(references.size());
  for (const Reference& reference : references) {
    if (const Entity* entity = resolved(reference)) targets.push_back({entity, &reference});
  }
  std::sort(targets.begin(), targets.end(), [](const Target& a, const Target& b) {
    return a.entity == b.entity ? a.reference < b.reference : a.entity->id < b.entity->id;
  });
  std::vector<Use> uses;
  uses.reserve(targets.size());
  for (std::size_t first = 0, last = 0; first < targets.size(); first = last) {
    while (last < targets.size() && targets[last].entity == targets[first].entity) ++last;
    add_use({&targets[first], last - first}, uses);
  }
  return uses;
}

/// From all references to one entity, in their order.
void Lookup::add_use(std::span<const Target> targets, std::vector<Use>& uses) const {
  Use* use = nullptr;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const auto& [entity, reference] = targets[i];
    const std::string_view key = reference->key;
    const auto earlier = targets.first(i);
    const auto first = std::find_if(earlier.begin(), earlier.end(), [key](const Target& target) {
      return target.reference->key == key;
    });
    if (first != earlier.end()) {
      refuse(reference->place, std::string(key) + " names " + to_string(entity->id) + " twice",
             [&] { return first_at(first->reference->place) + "; keep one"; });
    }
    if (key != "uses" && key != "vendor") continue;
    if (use == nullptr) use = &uses.emplace_back(Use{entity->id, reference->place});
    if (reference->said) use->said = reference->said;
  }
}

const Entity* Lookup::resolved(const Reference& reference) const {
  const Entity* entity = directory_.entity(reference.text);
  const bool fits =
      entity != nullptr && (reference.key != "vendor" || entity->id.kind == Kind::vendor);
  if (fits) return entity;
  complain_of(reference);
  return nullptr;
}

void Lookup::complain_of(const Reference& reference) const {
  const auto id = parse_entity_id(reference.text);
  if (!id) {
    complain(reference, '"' + shown(reference.text) + "\", which is no id");
  } else if (reference.key == "vendor" && id->kind != Kind::vendor) {
    complain(reference, to_string(*id) + ", which is no vendor", "write vendor: vendor:NAME");
  } else if (all_read_) {
    complain(reference, to_string(*id) + ", which is not in the inventory");
  }
}

void Lookup::complain(const Reference& reference, const std::string& what,
                      const std::string& way_out) const {
  refuse(reference.place, std::string(reference.key) + " names " + what,
         [&] { return way_out.empty() ? directory_.way_out(reference, *findings_) : way_out; });
}

}  // namespace tidemark::inventory
