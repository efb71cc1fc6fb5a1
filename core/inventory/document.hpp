#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/inventory/fields.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::inventory {

/// How files call the values of Tier, in its order.
inline constexpr std::array<std::string_view, 3> tier_names = {"critical", "standard",
                                                               "experimental"};

/// An entity named by another one, not yet looked up.
struct Reference {
  std::string_view key;  ///< uses, vendor, producers or consumers
  std::string text;
  Place place;
  std::shared_ptr<const UseDetail> said = nullptr;  ///< of uses
};

/// An entity as its file has it: without defaults, its references not yet looked up.
struct Draft {
  Entity entity;
  std::vector<Reference> references;
  std::optional<bool> floating_by_pin;  ///< what `pinned` says, while the entity is read
};

/// What one file of the inventory says.
struct Document {
  std::vector<Draft> drafts;
  std::optional<Owners> owners;  ///< the file's default
  Place owners_place;            ///< of that
  // Only in tidemark.yaml:
  std::vector<Written> inventories;
  Policy policy;
  std::vector<PluginPin> plugins;
};

/// Reads a file of the inventory from its tree; `is_root` when it is tidemark.yaml. Nothing when
/// the file is of another format.
std::optional<Document> read_document(const yaml::Node& root, bool is_root, Findings& findings);

/// Reads one member of a section. Nothing when its name can name no entity.
std::optional<Draft> read_entity(Kind kind, const yaml::Member& member, Findings& findings);
void read_owners(const Field& field, Owners& target);
/// Reads an entity's `uses`.
void read_uses(const Field& field, Draft& draft);
/// Reads `policy.rules` of tidemark.yaml.
void read_rules(const Field& field, Policy& policy);

/// Makes one inventory of all documents, tidemark.yaml first: ids unique, owners after defaults,
/// references looked up. Entities that are nowhere are complained of only when `all_read`.
Entities join(std::vector<Document> documents, bool all_read, Findings& findings);

}  // namespace tidemark::inventory
