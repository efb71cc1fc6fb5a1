#include "core/inventory/document.hpp"

namespace tidemark::inventory {
namespace {

using Type = yaml::Node::Type;

constexpr std::array<std::string_view, 2> criticality_names = {"hard", "soft"};

/// A use written as a map, on the way to a Reference.
struct UseMap {
  std::string id;
  Place place;
  UseDetail detail;
};

bool is_part(std::string_view text) { return text.front() != '/' || json::is_pointer(text); }

void read_parts(const Field& field, std::vector<std::string>& target) {
  std::vector<Written> parts;
  read_list(field, parts);
  for (Written& part : parts) {
    if (is_part(part.text)) {
      target.push_back(std::move(part.text));
      continue;
    }
    field.findings.complain(part.place, "parts cannot name \"" + shown(part.text) + '"',
                            "write a JSON pointer such as /customer/id, or an operation");
  }
}

constexpr std::array<Key<UseMap>, 5> use_keys = {{
    {"id",
     [](const Field& field, UseMap& use) {
       read_text(field, use.id);
       if (field.value.type == Type::scalar) use.place = field.value.place;
     }},
    {"purpose", [](const Field& field, UseMap& use) { read_text(field, use.detail.purpose); }},
    {"criticality",
     [](const Field& field, UseMap& use) {
       read_choice(field, criticality_names, use.detail.criticality, Criticality::hard);
     }},
    {"parts", [](const Field& field, UseMap& use) { read_parts(field, use.detail.parts); }},
    {"since", [](const Field& field, UseMap& use) { read_date(field, use.detail.since); }},
}};

/// `model: gpt` in a list is a map to YAML, but was meant as an id.
bool is_spaced_id(const yaml::Node& item) {
  return item.members.size() == 1 && item.members[0].value.type == Type::scalar &&
         find_key(use_keys, item.members[0].key) == use_keys.end();
}

void read_use_map(const Field& uses, const yaml::Node& item, Draft& draft) {
  UseMap use;
  const Field entry{"an entry of uses", item.place, item, uses.findings};
  read_map(entry, use_keys, use);
  require(entry, "id", "add id: kind:name");
  if (use.place.line == 0) return;
  draft.references.push_back(
      {"uses", std::move(use.id), use.place, std::make_shared<UseDetail>(std::move(use.detail))});
}

}  // namespace

void read_uses(const Field& field, Draft& draft) {
  if (!is_list(field)) return;
  for (const yaml::Node& item : field.value.items) {
    if (item.type == Type::map && !is_spaced_id(item)) {
      read_use_map(field, item, draft);
    } else if (is_entry(field, item)) {
      draft.references.push_back({"uses", item.text, item.place});
    }
  }
}

}  // namespace tidemark::inventory
