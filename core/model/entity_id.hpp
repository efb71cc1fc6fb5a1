#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace tidemark {

/// What an entity of the inventory is.
enum class Kind {
  automation,  ///< an LLM or ML workflow in production
  model,       ///< weights or a name behind an API that answers
  vendor,      ///< who supplies something
  service,     ///< an API of a vendor or of an internal system
  schema,      ///< the shape of data that crosses a border
  dataset,     ///< data that something was made from or reads
  prompt,      ///< the text that steers a model
  system,      ///< an internal system
  package,     ///< a library from a registry
};
inline constexpr std::array<Kind, 9> all_kinds = {Kind::automation, Kind::model,  Kind::vendor,
                                                  Kind::service,    Kind::schema, Kind::dataset,
                                                  Kind::prompt,     Kind::system, Kind::package};

std::string_view to_string(Kind kind);
std::optional<Kind> kind_named(std::string_view name);
/// The inventory's section that holds the kind: `automations`, `models`, ...
std::string_view section_of(Kind kind);

/// The identity of an entity, `kind:name`, everywhere in text.
struct EntityId {
  Kind kind{};
  std::string name;

  auto operator<=>(const EntityId&) const = default;
};

std::string to_string(const EntityId& id);

/// Why `name` cannot name an entity, as the end of a sentence ("must not be empty"), or nothing. A
/// name is segments of [A-Za-z0-9@][A-Za-z0-9._@+-]* joined by '/', without "..", 200 bytes at
/// most.
std::optional<std::string> name_fault(std::string_view name);

/// Reads `kind:name`; nothing when it is not a well-formed id.
std::optional<EntityId> parse_entity_id(std::string_view text);

}  // namespace tidemark
