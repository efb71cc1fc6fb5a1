#include "core/inventory/document.hpp"
#include "core/inventory/replay.hpp"

namespace tidemark::inventory {
namespace {

constexpr std::array<Key<Owners>, 3> owner_keys = {{
    {"technical", [](const Field& field, Owners& owners) { read_text(field, owners.technical); }},
    {"operational",
     [](const Field& field, Owners& owners) { read_text(field, owners.operational); }},
    {"escalation", [](const Field& field, Owners& owners) { read_text(field, owners.escalation); }},
}};

constexpr std::array<std::string_view, 3> tier_names = {"critical", "standard", "experimental"};

constexpr std::array<Key<Entity>, 1> review_keys = {{
    {"every",
     [](const Field& field, Entity& entity) {
       std::chrono::milliseconds every{};
       read_duration(field, every);
       if (every.count() > 0) entity.review_every = field.value.text;
     }},
}};

void read_attribute(const Field& field, Draft& draft) {
  std::string text;
  read_text(field, text);
  if (field.value.type == yaml::Node::Type::scalar) {
    draft.entity.attributes[std::string(field.key)] = std::move(text);
  }
}

void read_retirement(const Field& field, Draft& draft) {
  std::string day;
  read_date(field, day);
  if (!day.empty()) draft.entity.attributes["retires"] = std::move(day);
}

void read_vendor(const Field& field, Draft& draft) {
  read_attribute(field, draft);
  if (field.value.type == yaml::Node::Type::scalar) {
    draft.references.push_back({"vendor", field.value.text, field.value.place});
  }
}

/// `key` outlives the file's text, which field.key is part of.
std::vector<std::string> read_references(const Field& field, std::string_view key, Draft& draft) {
  std::vector<Written> ids;
  std::vector<std::string> names;
  read_list(field, ids);
  for (const Written& id : ids) {
    names.push_back(id.text);
    draft.references.push_back({key, id.text, id.place});
  }
  return names;
}

void read_files(const Field& field, Draft& draft) {
  std::vector<Written> globs;
  read_globs(field, globs);
  for (Written& glob : globs) draft.entity.files.push_back(std::move(glob.text));
}

/// A key that entities may have: all of them, or those of one kind.
struct EntityKey {
  std::string_view name;
  std::optional<Kind> only;
  void (*read)(const Field& field, Draft& draft);
};

constexpr std::array<EntityKey, 24> entity_keys = {{
    {"title", {}, [](const Field& field, Draft& draft) { read_text(field, draft.entity.title); }},
    {"version",
     {},
     [](const Field& field, Draft& draft) { read_text(field, draft.entity.version); }},
    {"owners",
     {},
     [](const Field& field, Draft& draft) { read_owners(field, draft.entity.owners); }},
    {"tags", {}, [](const Field& field, Draft& draft) { read_texts(field, draft.entity.tags); }},
    {"uses", {}, [](const Field& field, Draft& draft) { read_references(field, "uses", draft); }},
    {"files", {}, read_files},
    {"vendor", {}, read_vendor},
    {"licence", {}, read_attribute},
    {"format", Kind::schema, read_attribute},
    {"endpoint", {}, read_attribute},
    {"replacement", {}, read_attribute},
    {"data_class", {}, read_attribute},
    {"status", {}, read_attribute},
    {"changelog", {}, read_attribute},
    {"contact", {}, read_attribute},
    {"pinned", {}, read_attribute},
    {"retires", {}, read_retirement},
    {"floating",
     {},
     [](const Field& field, Draft& draft) { read_flag(field, draft.entity.floating); }},
    {"tier", Kind::automation,
     [](const Field& field, Draft& draft) {
       read_choice(field, tier_names, draft.entity.tier, Tier::critical);
     }},
    {"review", Kind::automation,
     [](const Field& field, Draft& draft) { read_map(field, review_keys, draft.entity); }},
    {"deterministic", Kind::automation,
     [](const Field& field, Draft& draft) { read_flag(field, draft.entity.deterministic); }},
    {"replay", Kind::automation,
     [](const Field& field, Draft& draft) { read_replay(field, draft.entity.replay); }},
    {"producers", Kind::schema,
     [](const Field& field, Draft& draft) {
       draft.entity.attributes["producers"] =
           listed(read_references(field, "producers", draft), ", ");
     }},
    {"consumers", Kind::schema,
     [](const Field& field, Draft& draft) {
       draft.entity.attributes["consumers"] =
           listed(read_references(field, "consumers", draft), ", ");
     }},
}};

std::vector<std::string> keys_for(Kind kind) {
  std::vector<std::string> names;
  for (const EntityKey& key : entity_keys) {
    if (!key.only || key.only == kind) names.emplace_back(key.name);
  }
  return names;
}

void read_member(const Field& entity, const yaml::Member& member, Draft& draft) {
  const Kind kind = draft.entity.id.kind;
  const auto key = find_key(entity_keys, member.key);
  if (key == entity_keys.end()) {
    refuse_unknown_key(entity, member, keys_for(kind));
  } else if (key->only && key->only != kind) {
    entity.findings.complain(member.place,
                             "key \"" + member.key + "\" in " + std::string(entity.key),
                             "only " + std::string(section_of(*key->only)) + " have it; remove it");
  } else {
    key->read({member.key, member.place, member.value, entity.findings}, draft);
  }
}

}  // namespace

void read_owners(const Field& field, Owners& target) { read_map(field, owner_keys, target); }

std::optional<Draft> read_entity(Kind kind, const yaml::Member& member, Findings& findings) {
  if (const auto fault = name_fault(member.key)) {
    findings.complain(member.place,
                      '"' + shown(member.key) + "\" cannot name a" +
                          (kind == Kind::automation ? "n " : " ") + std::string(to_string(kind)),
                      "a name " + *fault);
    return std::nullopt;
  }
  Draft draft;
  draft.entity.id = {kind, member.key};
  draft.entity.place = member.place;
  const std::string id = to_string(draft.entity.id);
  const Field entity{id, member.place, member.value, findings};
  if (member.value.type == yaml::Node::Type::null || !is_map(entity)) return draft;
  for (const yaml::Member& inner : member.value.members) read_member(entity, inner, draft);
  return draft;
}

}  // namespace tidemark::inventory
