#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "core/inventory/document.hpp"

namespace tidemark::inventory {
namespace {

std::string folded(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string first_at(const Place& place) { return "first at " + to_string(place); }

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

/// All ids of an inventory, for looking up references and for guessing what was meant.
class Directory {
 public:
  /// False, with a complaint, when the id is there already or differs only in case.
  bool add(const Entity& entity, Findings& findings) {
    const auto [first, is_new] = by_folded_.emplace(folded(to_string(entity.id)), &entity);
    if (is_new) {
      names_[entity.id.kind].push_back(entity.id.name);
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

  bool has(const EntityId& id) const {
    const Entity* entity = find(to_string(id));
    return entity != nullptr && entity->id == id;
  }

  /// What a reference to nothing should have been, as the way out.
  std::string way_out(const Reference& reference, Findings& findings) const {
    const std::string meant = guess(reference.text, findings);
    if (!meant.empty()) return "did you mean " + meant + "?";
    if (const auto id = parse_entity_id(reference.text)) {
      return "add " + id->name + " to " + std::string(section_of(id->kind));
    }
    return "write kind:name, as in model:gpt";
  }

 private:
  const Entity* find(const std::string& id) const {
    const auto found = by_folded_.find(folded(id));
    return found == by_folded_.end() ? nullptr : found->second;
  }

  std::string guess(const std::string& text, Findings& findings) const {
    if (const Entity* entity = find(text)) return to_string(entity->id);
    const auto id = parse_entity_id(text);
    if (id && names_.count(id->kind) != 0) {
      const std::string name = findings.nearest(id->name, names_.at(id->kind));
      if (!name.empty()) return to_string(EntityId{id->kind, name});
    }
    const std::string respelt = id ? "" : with_colon(text);
    return respelt.empty() ? of_any_kind(id ? id->name : text) : respelt;
  }

  std::string of_any_kind(const std::string& name) const {
    for (const Kind kind : all_kinds) {
      if (const Entity* entity = find(to_string(EntityId{kind, name})))
        return to_string(entity->id);
    }
    return "";
  }

  std::unordered_map<std::string, const Entity*> by_folded_;
  std::map<Kind, std::vector<std::string>> names_;
};

/// Looks one entity's references up.
class Lookup {
 public:
  Lookup(const Directory& directory, bool all_read, Findings& findings)
      : directory_(directory), all_read_(all_read), findings_(findings) {}

  std::vector<Use> uses_of(const std::vector<Reference>& references) const {
    std::map<std::pair<std::string_view, EntityId>, Place> seen;
    std::map<EntityId, Use> targets;
    for (const Reference& reference : references) {
      const auto id = resolved(reference);
      if (!id) continue;
      const auto [first, is_new] = seen.emplace(std::pair{reference.key, *id}, reference.place);
      if (!is_new) {
        findings_.complain(reference.place,
                           std::string(reference.key) + " names " + to_string(*id) + " twice",
                           first_at(first->second) + "; keep one");
      }
      if (reference.key != "uses" && reference.key != "vendor") continue;
      Use& use = targets.emplace(*id, Use{*id, reference.place}).first->second;
      if (reference.said) use.said = reference.said;
    }
    std::vector<Use> uses;
    uses.reserve(targets.size());
    for (auto& [target, use] : targets) uses.push_back(std::move(use));
    return uses;
  }

 private:
  std::optional<EntityId> resolved(const Reference& reference) const {
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

  void complain(const Reference& reference, const std::string& what,
                const std::string& way_out = "") const {
    findings_.complain(reference.place, std::string(reference.key) + " names " + what,
                       way_out.empty() ? directory_.way_out(reference, findings_) : way_out);
  }

  const Directory& directory_;
  const bool all_read_;
  Findings& findings_;
};

void settle(std::string& owner, OwnerSource& source, const Entity& entity,
            const std::string& by_default, const Place& default_place) {
  if (!owner.empty()) {
    source = {OwnerOrigin::entity, entity.place};
  } else if (!by_default.empty()) {
    owner = by_default;
    source = {OwnerOrigin::defaults, default_place};
  }
}

void apply_defaults(Document& document, const Owners& of_root, const Place& place_in_root) {
  const Owners& defaults = document.owners ? *document.owners : of_root;
  const Place& place = document.owners ? document.owners_place : place_in_root;
  for (Draft& draft : document.drafts) {
    Entity& entity = draft.entity;
    OwnerSources& sources = entity.owner_sources;
    settle(entity.owners.technical, sources.technical, entity, defaults.technical, place);
    settle(entity.owners.operational, sources.operational, entity, defaults.operational, place);
    settle(entity.owners.escalation, sources.escalation, entity, defaults.escalation, place);
  }
}

/// Two automations that record into one file would overwrite each other's approval.
void check_baselines(const std::vector<Entity>& entities, Findings& findings) {
  std::map<std::string, const Entity*> owners;
  for (const Entity& entity : entities) {
    if (!entity.replay || entity.replay->baseline.empty()) continue;
    const auto [first, is_new] = owners.emplace(entity.replay->baseline, &entity);
    if (is_new) continue;
    findings.complain(entity.replay->place,
                      "the baseline " + shown(entity.replay->baseline) + " is also that of " +
                          to_string(first->second->id),
                      first_at(first->second->replay->place) + "; name another with baseline: ...");
  }
}

}  // namespace

std::vector<Entity> join(std::vector<Document> documents, bool all_read, Findings& findings) {
  const Owners of_root = documents.empty() ? Owners{} : documents[0].owners.value_or(Owners{});
  const Place place_in_root = documents.empty() ? Place{} : documents[0].owners_place;
  std::vector<Draft*> drafts;
  Directory directory;
  for (Document& document : documents) {
    apply_defaults(document, of_root, place_in_root);
    for (Draft& draft : document.drafts) {
      if (directory.add(draft.entity, findings)) drafts.push_back(&draft);
    }
  }
  const Lookup lookup(directory, all_read, findings);
  for (Draft* draft : drafts) draft->entity.uses = lookup.uses_of(draft->references);
  std::vector<Entity> entities;
  entities.reserve(drafts.size());
  for (Draft* draft : drafts) entities.push_back(std::move(draft->entity));
  std::sort(entities.begin(), entities.end(),
            [](const Entity& a, const Entity& b) { return a.id < b.id; });
  check_baselines(entities, findings);
  return entities;
}

}  // namespace tidemark::inventory
