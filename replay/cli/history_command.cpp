#include <algorithm>

#include "core/base/error.hpp"
#include "core/text/code_points.hpp"
#include "replay/cli/commands.hpp"
#include "replay/cli/past_state.hpp"
#include "replay/cli/print.hpp"
#include "replay/cli/world.hpp"
#include "replay/pipeline/entity_history.hpp"

namespace tidemark::cli {
namespace {

using pipeline::EntityHistory;
using pipeline::HistoryEvent;

std::string shown(const std::string& text) { return text::printable(text, 120); }

std::string moved(const Change& change) {
  return (change.from.empty() ? "nothing" : shown(change.from)) + " -> " +
         (change.to.empty() ? "nothing" : shown(change.to));
}

std::string line_of(const Change& change) {
  if (change.source != ChangeSource::inventory) {
    return std::string(to_string(change.source)) + " " + shown(change.what) + ": " + moved(change);
  }
  if (change.what == "entity") return change.from.empty() ? "created" : "removed";
  if (change.what == "use" && change.from.empty()) return "uses " + change.to;
  if (change.what == "use" && change.to.empty()) return "no longer uses " + change.from;
  return change.what + ": " + moved(change);
}

std::string text_of(const HistoryEvent& event) {
  std::string text = event.commit.empty() ? "not committed"
                                          : event.time + "  " + event.commit.substr(0, 8) + "  " +
                                                shown(event.author) + "  " + shown(event.subject);
  text += "\n";
  if (!event.renamed_from.empty()) {
    text += "  renamed: " + event.renamed_from + " -> " + to_string(event.entity) + "\n";
  }
  for (const Change& change : event.changes) text += "  " + line_of(change) + "\n";
  return text;
}

std::string text_of(const EntityHistory& history) {
  std::string text;
  for (const HistoryEvent& event : history.events) text += text_of(event);
  for (const std::string& sentence : history.unknown)
    text += "Unknown: " + text::printable(sentence) + "\n";
  return text.empty() ? "no commit changed it\n" : text;
}

json::Value json_of(const HistoryEvent& event) {
  json::Array changes;
  for (const Change& change : event.changes) {
    changes.emplace_back(json::Object{{"source", to_string(change.source)},
                                      {"what", change.what},
                                      {"from", change.from},
                                      {"to", change.to}});
  }
  return json::Object{
      {"commit", json_or_null(event.commit)}, {"time", json_or_null(event.time)},
      {"author", json_or_null(event.author)}, {"subject", json_or_null(event.subject)},
      {"id", to_string(event.entity)},        {"renamed_from", json_or_null(event.renamed_from)},
      {"changes", std::move(changes)}};
}

json::Value json_of(const EntityId& id, const std::string& head, const EntityHistory& history) {
  json::Array events, unknown;
  for (const HistoryEvent& event : history.events) events.push_back(json_of(event));
  for (const std::string& sentence : history.unknown) unknown.emplace_back(sentence);
  return json::Object{{"schema", "tidemark.history/1"},
                      {"id", to_string(id)},
                      {"head", head},
                      {"complete", history.unknown.empty()},
                      {"unknown", std::move(unknown)},
                      {"events", std::move(events)}};
}

/// An entity that is gone is known by its whole id only.
EntityId id_named(const Inventory& inventory, const std::string& name) {
  const auto id = parse_entity_id(name);
  return id ? *id : entity_named(inventory, name).id;
}

}  // namespace

int history(const Arguments& arguments) {
  expect_names(arguments, 1);
  const Here at = here(arguments);
  const auto& repository = repository_of(at.workspace, "history");
  const std::string head =
      arguments.at.empty() ? repository.head() : commit_named(at.workspace, arguments.at);
  const EntityId id = id_named(at.world.inventory, arguments.names[0]);
  const auto history = history_of(at.workspace, history_index(at.workspace, head), id,
                                  arguments.at.empty() ? &at.world : nullptr);
  // Says that there is no such entity, and what is called nearly so.
  if (history.events.empty()) entity_named(at.world.inventory, arguments.names[0]);
  print(arguments, text_of(history), json_of(id, head, history));
  return 0;
}

}  // namespace tidemark::cli
