#include "core/base/clock.hpp"
#include "core/graph/dependency_graph.hpp"
#include "core/text/code_points.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/selection.hpp"
#include "replay/cli/world.hpp"

namespace tidemark::cli {
namespace {

json::Value use_json(const Use& use) {
  const UseDetail& detail = use.detail();
  return json::Object{{"id", to_string(use.target)},
                      {"purpose", detail.purpose},
                      {"criticality", to_string(detail.criticality)},
                      {"parts", texts(detail.parts)},
                      {"since", detail.since},
                      {"place", to_string(use.place)}};
}

json::Value source_json(const OwnerSource& source) {
  if (source.origin == OwnerOrigin::nobody) return nullptr;
  return json::Object{{"from", to_string(source.origin)}, {"place", to_string(source.place)}};
}

json::Value probe_json(const ProbeSpec& probe) {
  return json::Object{{"plugin", probe.plugin},
                      {"url", probe.url},
                      {"key_env", probe.key_env},
                      {"every", duration_text(probe.every)},
                      {"config", json::parse(probe.config, "probe")}};
}

json::Value entity_json(const Entity& entity) {
  json::Array uses;
  for (const Use& use : entity.uses) uses.push_back(use_json(use));
  json::Object attributes;
  for (const auto& [name, value] : entity.attributes) attributes.emplace_back(name, value);
  json::Value value = json::Object{
      {"id", to_string(entity.id)},
      {"kind", to_string(entity.id.kind)},
      {"title", entity.title},
      {"version", entity.version},
      {"floating", entity.floating},
      {"attributes", std::move(attributes)},
      {"tags", texts(entity.tags)},
      {"owners", json::Object{{"technical", entity.owners.technical},
                              {"operational", entity.owners.operational},
                              {"escalation", entity.owners.escalation}}},
      {"owner_sources", json::Object{{"technical", source_json(entity.owner_sources.technical)},
                                     {"operational", source_json(entity.owner_sources.operational)},
                                     {"escalation", source_json(entity.owner_sources.escalation)}}},
      {"probe", entity.probe ? probe_json(*entity.probe) : json::Value()},
      {"uses", std::move(uses)},
      {"files", texts(entity.files)},
      {"place", to_string(entity.place)}};
  if (entity.id.kind == Kind::automation) {
    value.set("tier", to_string(entity.tier));
    value.set("deterministic", entity.deterministic);
    value.set("review_every", entity.review_every);
    value.set("review_last", entity.review_last);
    value.set("golden", entity.replay ? json::Value(entity.replay->golden) : json::Value());
    value.set("baseline", entity.replay ? json::Value(entity.replay->baseline) : json::Value());
  }
  return value;
}

void add_row(std::vector<std::vector<std::string>>& rows, const char* name,
             const std::string& value) {
  if (!value.empty()) rows.push_back({name, text::printable(value)});
}

void add_replay(std::vector<std::vector<std::string>>& rows, const ReplaySpec& replay) {
  add_row(rows, "runner", replay.runner.plugin + " " + replay.runner.config);
  add_row(rows, "golden set", replay.golden);
  add_row(rows, "baseline", replay.baseline);
  for (const ComparatorSpec& one : replay.compare) {
    add_row(rows, one.primary ? "compare" : "diagnose",
            one.comparator + (one.at.empty() ? "" : " at " + one.at));
  }
}

/// The owner, and where its name was found unless the entity names it.
std::string owner_text(const std::string& owner, const OwnerSource& source) {
  if (owner.empty() || source.origin == OwnerOrigin::entity) return owner;
  return owner + " (" + std::string(to_string(source.origin)) + " at " + to_string(source.place) +
         ')';
}

std::string use_text(const Use& use) {
  const UseDetail& detail = use.detail();
  std::string text = to_string(use.target);
  if (use.said && detail.criticality == Criticality::soft) text += " (soft)";
  if (!detail.purpose.empty()) text += ": " + detail.purpose;
  for (const std::string& part : detail.parts) text += ", " + part;
  return detail.since.empty() ? text : text + ", since " + detail.since;
}

void add_probe(std::vector<std::vector<std::string>>& rows, const ProbeSpec& probe) {
  add_row(rows, "probe",
          probe.plugin + (probe.url.empty() ? "" : ' ' + probe.url) + " every " +
              duration_text(probe.every));
}

std::string entity_text(const Entity& entity, const DependencyGraph& graph) {
  std::vector<std::vector<std::string>> rows;
  add_row(rows, "id", to_string(entity.id));
  add_row(rows, "title", entity.title);
  add_row(rows, "version", entity.version + (entity.floating ? " (floating)" : ""));
  if (entity.id.kind == Kind::automation) {
    add_row(rows, "tier", std::string(to_string(entity.tier)));
    add_row(rows, "deterministic", entity.deterministic ? "true" : "");
    add_row(rows, "review every", entity.review_every);
    add_row(rows, "reviewed", entity.review_last);
  }
  const OwnerSources& sources = entity.owner_sources;
  add_row(rows, "technical owner", owner_text(entity.owners.technical, sources.technical));
  add_row(rows, "operational owner", owner_text(entity.owners.operational, sources.operational));
  add_row(rows, "escalation", owner_text(entity.owners.escalation, sources.escalation));
  for (const auto& [name, value] : entity.attributes) add_row(rows, name.c_str(), value);
  for (const std::string& tag : entity.tags) add_row(rows, "tag", tag);
  for (const Use& use : entity.uses) add_row(rows, "uses", use_text(use));
  for (const auto& user : graph.dependents(entity.id)) {
    if (user.distance == 1) add_row(rows, "used by", to_string(user.entity));
  }
  for (const std::string& file : entity.files) add_row(rows, "files", file);
  if (entity.probe) add_probe(rows, *entity.probe);
  if (entity.replay) add_replay(rows, *entity.replay);
  add_row(rows, "declared at", to_string(entity.place));
  return table(rows);
}

std::vector<std::string> list_row(const Entity& entity) {
  const auto shown = [](const std::string& text) {
    return text.empty() ? "-" : text::printable(text);
  };
  return {to_string(entity.id), shown(entity.version), shown(entity.owners.technical),
          text::printable(entity.title)};
}

json::Value entities_json(const char* schema, const std::vector<const Entity*>& entities) {
  json::Array items;
  for (const Entity* entity : entities) items.push_back(entity_json(*entity));
  json::Value value = json::Object{{"schema", schema}};
  value.set("entities", std::move(items));
  return value;
}

/// Those that `show` is asked for, one after the other.
std::string entities_text(const std::vector<const Entity*>& entities, const Inventory& inventory) {
  if (entities.empty()) return "none\n";
  const DependencyGraph graph(inventory);
  std::string text;
  for (const Entity* entity : entities) {
    text += (text.empty() ? "" : "\n") + entity_text(*entity, graph);
  }
  return text;
}

}  // namespace

int list(const Arguments& arguments) {
  const Here at = here(arguments);
  const Filter filter(arguments, at.world.inventory);
  std::vector<const Entity*> entities;
  for (const Entity& entity : at.world.inventory.entities) {
    if (filter.keeps(entity)) entities.push_back(&entity);
  }
  if (arguments.format == Format::json) {
    print_json(entities_json("tidemark.list/1", entities));
    return 0;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Entity* entity : entities) rows.push_back(list_row(*entity));
  print_text(rows.empty() ? "no entities\n" : table(rows));
  return 0;
}

int show(const Arguments& arguments) {
  expect_some_names(arguments);
  const Here at = here(arguments);
  const Inventory& inventory = at.world.inventory;
  std::vector<const Entity*> entities;
  for (const auto one : entities_named(inventory, words_given(arguments.names))) {
    entities.push_back(&inventory.entities[one]);
  }
  if (arguments.format == Format::json) {
    json::Value value = entities_json("tidemark.show/1", entities);
    if (entities.size() == 1) value.set("entity", entity_json(*entities.front()));
    print_json(value);
    return 0;
  }
  print_text(entities_text(entities, inventory));
  return 0;
}

}  // namespace tidemark::cli
