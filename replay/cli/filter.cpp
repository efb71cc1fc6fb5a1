#include <algorithm>
#include <array>

#include "core/base/error.hpp"
#include "core/text/suggest.hpp"
#include "replay/cli/selection.hpp"
#include "replay/cli/world.hpp"

namespace tidemark::cli {
namespace {

constexpr std::array<Tier, 3> all_tiers = {Tier::critical, Tier::standard, Tier::experimental};

std::string near_or(const std::string& word, const std::vector<std::string>& known,
                    const std::string& otherwise) {
  const std::string hint = text::did_you_mean(word, known);
  return hint.empty() ? otherwise : hint;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

Kind kind_filter(const std::string& name) {
  std::vector<std::string> known;
  for (const Kind kind : all_kinds) {
    if (name == to_string(kind) || name == section_of(kind)) return kind;
    known.emplace_back(to_string(kind));
  }
  throw Error(Fault::usage, "--kind " + name + ": not a kind of entity (" +
                                near_or(name, known, listed(known)) + ")");
}

Tier tier_filter(const std::string& name) {
  std::vector<std::string> known;
  for (const Tier tier : all_tiers) {
    if (name == to_string(tier)) return tier;
    known.emplace_back(to_string(tier));
  }
  throw Error(Fault::usage,
              "--tier " + name + ": not a tier (" + near_or(name, known, listed(known)) + ")");
}

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::vector<std::string> tags_in(const Inventory& inventory) {
  std::vector<std::string> tags;
  for (const Entity& entity : inventory.entities) {
    tags.insert(tags.end(), entity.tags.begin(), entity.tags.end());
  }
  return sorted(std::move(tags));
}

Neighbours::Position vendor_named(const Inventory& inventory, const std::string& name) {
  const auto id = parse_entity_id(name);
  const Entity* found =
      inventory.find(id && id->kind == Kind::vendor ? *id : EntityId{Kind::vendor, name});
  if (found != nullptr) return position_of(inventory, *found);
  std::vector<std::string> known;
  for (const Entity& entity : inventory.entities) {
    if (entity.id.kind == Kind::vendor) known.push_back(entity.id.name);
  }
  throw Error(Fault::configuration, "--vendor " + name + ": no vendor is called so (" +
                                        near_or(name, known, "see `tidemark list --kind vendor`") +
                                        ")");
}

template <typename Values, typename Value>
bool holds(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

bool is_owner(const Owners& owners, const std::string& name) {
  return owners.technical == name || owners.operational == name || owners.escalation == name;
}

std::vector<std::string> owners_in(const Inventory& inventory) {
  std::vector<std::string> names;
  for (const Entity& entity : inventory.entities) {
    for (const auto* name :
         {&entity.owners.technical, &entity.owners.operational, &entity.owners.escalation}) {
      if (!name->empty()) names.push_back(*name);
    }
  }
  return sorted(std::move(names));
}

void expect_known(const std::string& option, const std::string& name,
                  const std::vector<std::string>& known, const std::string& fact) {
  if (holds(known, name)) return;
  const std::string hint = text::did_you_mean(name, known);
  throw Error(Fault::configuration,
              option + name + ": " + fact + (hint.empty() ? "" : " (" + hint + ")"));
}

Filter::Filter(const Arguments& arguments, const Inventory& inventory)
    : inventory_(inventory), owners_(arguments.owners), tags_(arguments.tags) {
  for (const std::string& name : arguments.kinds) kinds_.insert(kind_filter(name));
  for (const std::string& name : arguments.tiers) tiers_.insert(tier_filter(name));
  const auto owners = owners_.empty() ? owners_ : owners_in(inventory);
  for (const std::string& name : owners_) {
    expect_known("--owner ", name, owners, "owns nothing in the inventory");
  }
  const auto tags = tags_.empty() ? tags_ : tags_in(inventory);
  for (const std::string& name : tags_)
    expect_known("--tag ", name, tags, "no entity has this tag");
  by_vendor_ = !arguments.vendors.empty();
  if (!by_vendor_) return;
  Positions vendors;
  for (const std::string& name : arguments.vendors) {
    vendors.push_back(vendor_named(inventory, name));
  }
  of_vendor_.assign(inventory.entities.size(), false);
  for (const auto& step : Neighbours(inventory).reached(vendors, Direction::users)) {
    of_vendor_[step.entity] = step.distance != 0;
  }
}

bool Filter::keeps(Neighbours::Position position) const {
  const Entity& entity = inventory_.entities[position];
  const auto owned = [&](const std::string& name) { return is_owner(entity.owners, name); };
  const auto tagged = [&](const std::string& tag) { return holds(entity.tags, tag); };
  if (!kinds_.empty() && !kinds_.contains(entity.id.kind)) return false;
  if (!tiers_.empty() && (entity.id.kind != Kind::automation || !tiers_.contains(entity.tier))) {
    return false;
  }
  if (!owners_.empty() && std::none_of(owners_.begin(), owners_.end(), owned)) return false;
  if (!tags_.empty() && std::none_of(tags_.begin(), tags_.end(), tagged)) return false;
  return !by_vendor_ || of_vendor_[position];
}

}  // namespace tidemark::cli
