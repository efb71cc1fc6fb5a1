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
    if (auto id = resolved(reference)) targets.push_back({*std::move(id), &reference});
  }
  std::stable_sort(targets.begin(), targets.end(),
                   [](const Target& a, const Target& b) { return a.id < b.id; });
  std::vector<Use> uses;
  uses.reserve(targets.size());
  for (std::size_t first = 0, last = 0; first < targets.size(); first = last) {
    while (last < targets.size() && targets[last].id == targets[first].id) ++last;
    add_use({&targets[first], last - first}, uses);
  }
  return uses;
}

/// From all references to one entity, in their order.
void Lookup::add_use(std::span<const Target> targets, std::vector<Use>& uses) const {
  std::vector<const Reference*> first_of_key;
  Use* use = nullptr;
  for (const auto& [id, reference] : targets) {
    const std::string_view key = reference->key;
    const auto first =
        std::find_if(first_of_key.begin(), first_of_key.end(),
                     [key](const Reference* earlier) { return earlier->key == key; });
    if (first == first_of_key.end()) {
      first_of_key.push_back(reference);
    } else {
      refuse(reference->place, std::string(key) + " names " + to_string(id) + " twice",
             [&] { return first_at((*first)->place) + "; keep one"; });
    }
    if (key != "uses" && key != "vendor") continue;
    if (use == nullptr) use = &uses.emplace_back(Use{id, reference->place});
    if (reference->said) use->said = reference->said;
  }
}

std::optional<EntityId> Lookup::resolved(const Reference& reference) const {
  auto id = parse_entity_id(reference.text);
  if (!id) {
    complain(reference, '"' + shown(reference.text) + "\", which is no id");
    return std::nullopt;
  }
  if (reference.key == "vendor" && id->kind != Kind::vendor) {
    complain(reference, to_string(*id) + ", which is no vendor", "write vendor: vendor:NAME");
    return std::nullopt;
  }
  if (directory_.has(*id)) return id;
  if (all_read_) complain(reference, to_string(*id) + ", which is not in the inventory");
  return std::nullopt;
}

void Lookup::complain(const Reference& reference, const std::string& what,
                      const std::string& way_out) const {
  refuse(reference.place, std::string(reference.key) + " names " + what,
         [&] { return way_out.empty() ? directory_.way_out(reference, *findings_) : way_out; });
}

}  // namespace tidemark::inventory
