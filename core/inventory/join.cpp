#include <algorithm>
#include <memory>
#include <unordered_map>

#include "core/base/parallel.hpp"
#include "core/inventory/references.hpp"

namespace tidemark::inventory {
namespace {

constexpr std::size_t in_a_part = 64;  // of what one core takes at a time

void settle(std::string& owner, OwnerSource& source, const Entity& entity,
            const std::string& by_default, const Place& default_place) {
  if (!owner.empty()) {
    source = {OwnerOrigin::entity, entity.place};
  } else if (!by_default.empty()) {
    owner = by_default;
    source = {OwnerOrigin::defaults, default_place};
  }
}

/// What an entity does not say of its owners.
struct Defaults {
  Owners owners;
  Place place;
};

Defaults defaults_of(const Document& document) {
  return {document.owners.value_or(Owners{}), document.owners_place};
}

void apply(const Defaults& defaults, Entity& entity) {
  const auto& [owners, place] = defaults;
  OwnerSources& sources = entity.owner_sources;
  settle(entity.owners.technical, sources.technical, entity, owners.technical, place);
  settle(entity.owners.operational, sources.operational, entity, owners.operational, place);
  settle(entity.owners.escalation, sources.escalation, entity, owners.escalation, place);
}

/// Two automations that record into one file would overwrite each other's approval.
void check_baselines(const Entities& entities, Findings& findings) {
  std::unordered_map<std::string_view, const Entity*> owners;
  owners.reserve(entities.size());
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

/// An entity on its way into the inventory.
struct Member {
  Draft* draft;
  const Defaults* defaults;
  bool flawed = false;
};

/// Of each id the first.
std::vector<Member> members_of(std::vector<Document>& documents,
                               const std::vector<Defaults>& defaults, Directory& directory,
                               Findings& findings) {
  std::vector<Member> members;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const Defaults& own = documents[i].owners ? defaults[i] : defaults[0];
    for (Draft& draft : documents[i].drafts) {
      if (directory.add(draft.entity, findings)) members.push_back({&draft, &own});
    }
  }
  return members;
}

/// On all cores; what is not in order is left for the next one.
void finish(std::vector<Member>& members, const Lookup& lookup) {
  in_parts_on_all_cores(members.size(), in_a_part, [&](std::size_t i) {
    auto& [draft, defaults, flawed] = members[i];
    apply(*defaults, draft->entity);
    try {
      draft->entity.uses = lookup.uses_of(draft->references);
      draft->references = {};
    } catch (const Flawed&) {
      flawed = true;
    }
  });
}

void sort_by_id(std::vector<Member>& members) {
  std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
    return a.draft->entity.id < b.draft->entity.id;
  });
}

}  // namespace

Entities join(std::vector<Document> all, bool all_read, Findings& findings) {
  const auto documents = std::make_shared<std::vector<Document>>(std::move(all));
  std::vector<Defaults> defaults;
  defaults.reserve(documents->size());
  for (const Document& document : *documents) defaults.push_back(defaults_of(document));
  Directory directory(documents->size());
  auto members = members_of(*documents, defaults, directory, findings);
  finish(members, Lookup(directory, all_read, nullptr));
  const Lookup lookup(directory, all_read, &findings);
  for (const Member& member : members) {
    if (member.flawed) member.draft->entity.uses = lookup.uses_of(member.draft->references);
  }
  sort_by_id(members);
  Entities entities;
  entities.reserve(members.size());
  for (const Member& member : members) {
    entities.push_back(std::shared_ptr<const Entity>(documents, &member.draft->entity));
  }
  check_baselines(entities, findings);
  return entities;
}

}  // namespace tidemark::inventory
