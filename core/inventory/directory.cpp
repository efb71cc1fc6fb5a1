#include "core/inventory/directory.hpp"

#include <algorithm>
#include <cstdint>

namespace tidemark::inventory {
namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string folded(std::string text) {
  for (char& c : text) c = folded(c);
  return text;
}

/// The name in `model.x`, `model/x`, `model x`; "" when `text` is not `prefix` and a name.
std::string name_after(std::string_view prefix, const std::string& text) {
  if (text.rfind(prefix, 0) != 0 || text.size() == prefix.size()) return "";
  const bool separated =
      std::string_view(":./- ").find(text[prefix.size()]) != std::string_view::npos;
  const std::string name = text.substr(prefix.size() + 1);
  return separated && !name_fault(name) ? name : "";
}

/// The id that `text` would be with the colon or the singular it lacks (`models:x`); "" if none.
std::string with_colon(const std::string& text) {
  for (const Kind kind : all_kinds) {
    std::string name = name_after(section_of(kind), text);
    if (name.empty()) name = name_after(to_string(kind), text);
    if (!name.empty()) return to_string(EntityId{kind, name});
  }
  return "";
}

}  // namespace

bool Directory::Name::operator==(const Name& other) const {
  return kind == other.kind &&
         std::equal(name.begin(), name.end(), other.name.begin(), other.name.end(),
                    [](char a, char b) { return folded(a) == folded(b); });
}

/// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv
std::size_t Directory::NameHash::operator()(const Name& name) const {
  std::uint64_t hash = 0xCBF29CE484222325U + static_cast<std::uint64_t>(name.kind);
  for (const char c : name.name) {
    hash = (hash ^ static_cast<unsigned char>(folded(c))) * 0x100000001B3U;
  }
  return hash;
}

bool Directory::add(const Entity& entity, Findings& findings) {
  const Name name{entity.id.kind, entity.id.name};
  const auto [first, is_new] = by_name_.emplace(name, &entity);
  if (is_new) {
    of_kind_[static_cast<std::size_t>(entity.id.kind)].push_back(&entity);
    return true;
  }
  const Entity& other = *first->second;
  const std::string id = to_string(entity.id);
  if (other.id == entity.id) {
    findings.complain(entity.place, id + " is given twice", first_at(other.place) + "; keep one");
  } else {
    findings.complain(entity.place, id + " differs from " + to_string(other.id) + " only in case",
                      first_at(other.place) + "; rename one");
  }
  return false;
}

const Entity* Directory::entity(std::string_view id) const {
  const std::size_t colon = std::min(id.find(':'), id.size());
  const auto kind = kind_named(id.substr(0, colon));
  if (!kind || colon == id.size()) return nullptr;
  const std::string_view name = id.substr(colon + 1);
  const Entity* entity = find({*kind, name});
  return entity != nullptr && entity->id.name == name ? entity : nullptr;
}

std::string Directory::way_out(const Reference& reference, Findings& findings) const {
  const std::string meant = guess(reference.text, findings);
  if (!meant.empty()) return "did you mean " + meant + "?";
  if (const auto id = parse_entity_id(reference.text)) {
    return "add " + id->name + " to " + std::string(section_of(id->kind));
  }
  return "write kind:name, as in model:gpt";
}

const Entity* Directory::find(const Name& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

const Entity* Directory::find(const std::string& id) const {
  const auto parsed = parse_entity_id(folded(id));
  return parsed ? find({parsed->kind, parsed->name}) : nullptr;
}

std::string Directory::guess(const std::string& text, Findings& findings) const {
  if (const Entity* entity = find(text)) return to_string(entity->id);
  const auto id = parse_entity_id(text);
  if (id) {
    const std::string name = findings.nearest(id->name, names_of(id->kind));
    if (!name.empty()) return to_string(EntityId{id->kind, name});
  }
  const std::string respelt = id ? "" : with_colon(text);
  return respelt.empty() ? of_any_kind(id ? id->name : text) : respelt;
}

std::string Directory::of_any_kind(const std::string& name) const {
  for (const Kind kind : all_kinds) {
    if (const Entity* entity = find({kind, name})) return to_string(entity->id);
  }
  return "";
}

const std::vector<std::string>& Directory::names_of(Kind kind) const {
  auto& names = names_[static_cast<std::size_t>(kind)];
  const auto& entities = of_kind_[static_cast<std::size_t>(kind)];
  if (names.size() == entities.size()) return names;
  for (const Entity* entity : entities) names.push_back(entity->id.name);
  return names;
}

}  // namespace tidemark::inventory
