#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/inventory/document.hpp"

namespace tidemark::inventory {

/// All ids of an inventory, for looking up references and for guessing what was meant. The entities
/// must stay where they are.
class Directory {
 public:
  explicit Directory(std::size_t size) { by_name_.reserve(size); }

  /// False, with a complaint, when the id is there already or differs only in case.
  bool add(const Entity& entity, Findings& findings);
  /// The entity with that id, written as in `model:gpt`; null when there is none. Any thread, once
  /// all are added.
  const Entity* entity(std::string_view id) const;
  /// What a reference to nothing should have been, as the way out.
  std::string way_out(const Reference& reference, Findings& findings) const;

 private:
  /// An id, whatever the case of its letters.
  struct Name {
    Kind kind;
    std::string_view name;  // the entity's own, or who asks'

    bool operator==(const Name& other) const;
  };
  struct NameHash {
    std::size_t operator()(const Name& name) const;
  };

  const Entity* find(const Name& name) const;
  const Entity* find(const std::string& id) const;
  std::string guess(const std::string& text, Findings& findings) const;
  std::string of_any_kind(const std::string& name) const;
  const std::vector<std::string>& names_of(Kind kind) const;

  std::unordered_map<Name, const Entity*, NameHash> by_name_;
  std::array<std::vector<const Entity*>, all_kinds.size()> of_kind_;
  mutable std::array<std::vector<std::string>, all_kinds.size()> names_;  // once somebody guesses
};

}  // namespace tidemark::inventory
