#include "core/inventory/details.hpp"
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

constexpr std::array<Key<Entity>, 2> review_keys = {{
    {"every",
     [](const Field& field, Entity& entity) {
       std::chrono::milliseconds every{};
       read_duration(field, every);
       if (every.count() > 0) entity.review_every = field.value.text;
     }},
    {"last", [](const Field& field, Entity& entity) { read_date(field, entity.review_last); }},
}};

void read_attribute(const Field& field, Draft& draft) {
  std::string text;
  read_text(field, text);
  if (field.value.type == yaml::Node::Type::scalar) {
    draft.entity.attributes[std::string(field.key)] = std::move(text);
  }
}

void read_address(const Field& field, Draft& draft) {
  std::string url;
  read_url(field, url);
  if (field.value.type == yaml::Node::Type::scalar) {
    draft.entity.attributes[std::string(field.key)] = std::move(url);
  }
}

void read_retirement(const Field& field, Draft& draft) {
  std::string day;
  read_date(field, day);
  if (!day.empty()) draft.entity.attributes["retires"] = std::move(day);
}

void read_key_name(const Field& field, Draft& draft) {
  std::string name;
  read_variable(field, name);
  if (!name.empty()) draft.entity.attributes["key_env"] = std::move(name);
}

void read_contact(const Field& field, Draft& draft) {
  std::vector<Written> contacts;
  std::vector<std::string> words;
  read_text_or_list(field, contacts);
  for (Written& contact : contacts) words.push_back(std::move(contact.text));
  if (!words.empty()) draft.entity.attributes["contact"] = listed(words, ", ");
}

/// What is not known to stay may move.
void read_pinned(const Field& field, Draft& draft) {
  constexpr std::array<std::string_view, 3> names = {"true", "false", "unknown"};
  if (field.value.quoted && field.value.text != "unknown") {
    return field.complain("must be true, false or unknown, not quoted text", "write pinned: true");
  }
  const auto position = read_choice_among(field, names);
  if (!position) return;
  draft.entity.attributes["pinned"] = names[*position];
  draft.floating_by_pin = *position != 0;
}

void read_vendor(const Field& field, Draft& draft) {
  read_attribute(field, draft);
  if (field.value.type == yaml::Node::Type::scalar) {
    draft.references.push_back({"vendor", field.value.text, field.value.place});
  }
}

/// `key` outlives the file's text, which field.key is part of.
void read_references(const Field& field, std::string_view key, Draft& draft) {
  std::vector<Written> ids;
  std::vector<std::string> names;
  read_list(field, ids);
  for (const Written& id : ids) {
    names.push_back(id.text);
    draft.references.push_back({key, id.text, id.place});
  }
  draft.entity.attributes[std::string(key)] = listed(names, ", ");
}

void read_files(const Field& field, Draft& draft) {
  std::vector<Written> globs;
  read_globs(field, globs);
  for (Written& glob : globs) draft.entity.files.push_back(std::move(glob.text));
}

/// Kinds as bits, so that a row of the table can name several.
using Kinds = unsigned;
constexpr Kinds bit(Kind kind) { return 1U << static_cast<unsigned>(kind); }
constexpr Kinds all = (1U << all_kinds.size()) - 1;
constexpr Kinds automations = bit(Kind::automation);
constexpr Kinds all_but_automations = all & ~automations;
constexpr Kinds with_api = bit(Kind::model) | bit(Kind::service) | bit(Kind::system);
constexpr Kinds of_data = bit(Kind::schema) | bit(Kind::dataset);

/// A key that entities of some kinds may have.
struct EntityKey {
  std::string_view name;
  Kinds kinds;
  void (*read)(const Field& field, Draft& draft);
};

constexpr std::array<EntityKey, 32> entity_keys = {{
    {"title", all, [](const Field& field, Draft& draft) { read_text(field, draft.entity.title); }},
    {"version", all,
     [](const Field& field, Draft& draft) { read_text(field, draft.entity.version); }},
    {"owners", all,
     [](const Field& field, Draft& draft) { read_owners(field, draft.entity.owners); }},
    {"tags", all, [](const Field& field, Draft& draft) { read_texts(field, draft.entity.tags); }},
    {"uses", all, read_uses},
    {"files", all, read_files},
    {"vendor", all, read_vendor},
    {"licence", all, read_attribute},
    {"endpoint", all, read_address},
    {"replacement", all, read_attribute},
    {"data_class", all, read_attribute},
    {"status", all, read_address},
    {"changelog", all, read_address},
    {"contact", all, read_contact},
    {"pinned", all, read_pinned},
    {"retires", all, read_retirement},
    {"floating", all,
     [](const Field& field, Draft& draft) { read_flag(field, draft.entity.floating); }},
    {"tier", automations,
     [](const Field& field, Draft& draft) {
       read_choice(field, tier_names, draft.entity.tier, Tier::critical);
     }},
    {"review", automations,
     [](const Field& field, Draft& draft) { read_map(field, review_keys, draft.entity); }},
    {"deterministic", automations,
     [](const Field& field, Draft& draft) { read_flag(field, draft.entity.deterministic); }},
    {"replay", automations,
     [](const Field& field, Draft& draft) { read_replay(field, draft.entity.replay); }},
    {"alerts", automations,
     [](const Field& field, Draft& draft) { read_alerts(field, draft.entity); }},
    {"probe", all_but_automations,
     [](const Field& field, Draft& draft) { read_probe(field, draft.entity.probe); }},
    {"key_env", with_api, read_key_name},
    {"rate_limit", with_api,
     [](const Field& field, Draft& draft) { read_rate_limit(field, draft.entity); }},
    {"price", with_api, [](const Field& field, Draft& draft) { read_price(field, draft.entity); }},
    {"contract", bit(Kind::vendor),
     [](const Field& field, Draft& draft) { read_contract(field, draft.entity); }},
    {"registry", bit(Kind::package), read_attribute},
    {"format", of_data, read_attribute},
    {"producers", of_data,
     [](const Field& field, Draft& draft) { read_references(field, "producers", draft); }},
    {"consumers", of_data,
     [](const Field& field, Draft& draft) { read_references(field, "consumers", draft); }},
}};

std::vector<std::string> keys_for(Kind kind) {
  std::vector<std::string> names;
  for (const EntityKey& key : entity_keys) {
    if ((key.kinds & bit(kind)) != 0) names.emplace_back(key.name);
  }
  return names;
}

/// `automations`, `schemas and datasets`; for most kinds, which have it not.
std::string way_out_of(const EntityKey& key) {
  std::vector<std::string> having, lacking;
  for (const Kind kind : all_kinds) {
    ((key.kinds & bit(kind)) != 0 ? having : lacking).emplace_back(section_of(kind));
  }
  return having.size() <= lacking.size() ? "only " + listed(having, " and ") + " have it; remove it"
                                         : listed(lacking, " and ") + " have none; remove it";
}

void read_member(const Field& entity, const yaml::Member& member, Draft& draft) {
  const Kind kind = draft.entity.id.kind;
  const auto key = find_key(entity_keys, member.key);
  if (key == entity_keys.end()) {
    refuse_unknown_key(entity, member, keys_for(kind));
  } else if ((key->kinds & bit(kind)) == 0) {
    entity.findings.complain(
        member.place, "key \"" + member.key + "\" in " + std::string(entity.key), way_out_of(*key));
  } else {
    key->read({member.key, member.place, member.value, entity.findings}, draft);
  }
}

/// A version that is pinned does not float; whatever is not known to be pinned may.
void settle_floating(const Field& entity, Draft& draft) {
  if (!draft.floating_by_pin) return;
  if (draft.entity.floating && !*draft.floating_by_pin) {
    entity.findings.complain(entity.place, std::string(entity.key) + " is pinned and floating",
                             "remove one of the two");
  }
  draft.entity.floating = draft.entity.floating || *draft.floating_by_pin;
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
  settle_floating(entity, draft);
  return draft;
}

}  // namespace tidemark::inventory
