#include "core/query/fill.hpp"

#include <algorithm>
#include <map>

#include "core/query/closure.hpp"
#include "core/query/tables.hpp"

namespace tidemark::query {
namespace {

using ledger::Cell;
using ledger::Row;
using Rows = std::vector<Row>;

Cell text_or_null(std::string_view text) { return text.empty() ? Cell() : Cell(std::string(text)); }
Cell number(std::int64_t value) { return value; }
Cell number_or_null(const std::optional<std::int64_t>& value) {
  return value ? Cell(*value) : Cell();
}
Cell line_of(const Place& place) { return place.line == 0 ? Cell() : number(place.line); }

Rows entity_rows(const Sources& sources) {
  Rows rows;
  for (const Entity& one : sources.inventory.entities) {
    rows.push_back({to_string(one.id), std::string(to_string(one.id.kind)), one.id.name, one.title,
                    text_or_null(one.version), number(one.floating ? 1 : 0),
                    text_or_null(one.owners.technical), text_or_null(one.owners.operational),
                    text_or_null(one.owners.escalation), one.place.file, line_of(one.place)});
  }
  return rows;
}

std::string primary_comparator(const ReplaySpec& replay) {
  const auto primary = std::find_if(replay.compare.begin(), replay.compare.end(),
                                    [](const ComparatorSpec& one) { return one.primary; });
  return primary == replay.compare.end() ? "" : primary->comparator;
}

Rows automation_rows(const Sources& sources) {
  Rows rows;
  for (const Entity& one : sources.inventory.entities) {
    if (one.id.kind != Kind::automation) continue;
    const ReplaySpec replay = one.replay.value_or(ReplaySpec{});
    const GoldenFacts facts = one.replay && sources.golden ? sources.golden(one) : GoldenFacts{};
    rows.push_back({to_string(one.id), std::string(to_string(one.tier)),
                    number(one.deterministic ? 1 : 0), text_or_null(one.review_every),
                    text_or_null(replay.runner.plugin), text_or_null(primary_comparator(replay)),
                    one.replay ? Cell(replay.gate.margin) : Cell(), text_or_null(replay.golden),
                    number_or_null(facts.cases), number_or_null(facts.critical),
                    text_or_null(replay.baseline), text_or_null(facts.recorded_at),
                    number_or_null(facts.runs)});
  }
  return rows;
}

Rows attribute_rows(const Sources& sources) {
  Rows rows;
  for (const Entity& one : sources.inventory.entities) {
    for (const auto& [name, value] : one.attributes) {
      rows.push_back({to_string(one.id), name, value});
    }
  }
  return rows;
}

Rows tag_rows(const Sources& sources) {
  Rows rows;
  for (const Entity& one : sources.inventory.entities) {
    for (const std::string& tag : one.tags) rows.push_back({to_string(one.id), tag});
  }
  return rows;
}

Rows owner_rows(const Sources& sources) {
  Rows rows;
  for (const Entity& one : sources.inventory.entities) {
    const std::pair<const char*, const std::string*> roles[] = {
        {"technical", &one.owners.technical},
        {"operational", &one.owners.operational},
        {"escalation", &one.owners.escalation}};
    for (const auto& [role, owner] : roles) {
      if (!owner->empty()) rows.push_back({to_string(one.id), std::string(role), *owner});
    }
  }
  return rows;
}

Rows use_rows(const Sources& sources) {
  Rows rows;
  for (const Entity& one : sources.inventory.entities) {
    for (const Use& use : one.uses) {
      rows.push_back(
          {to_string(one.id), to_string(use.target), use.place.file, line_of(use.place)});
    }
  }
  return rows;
}

Rows file_rows(const Sources& sources) {
  Rows rows;
  for (const ClaimedFile& file : sources.files ? sources.files() : std::vector<ClaimedFile>{}) {
    rows.push_back(
        {file.path, file.entity ? Cell(to_string(*file.entity)) : Cell(), text_or_null(file.role)});
  }
  return rows;
}

Movement movement_of(const Sources& sources) {
  return sources.movement ? sources.movement() : Movement{};
}

Rows change_rows(const Sources& sources) {
  Rows rows;
  for (const Change& one : movement_of(sources).changes.changes) {
    rows.push_back({to_string(one.entity), std::string(to_string(one.source)), one.what,
                    text_or_null(one.from), text_or_null(one.to),
                    std::string(to_string(one.change_class)), text_or_null(one.place.file.str()),
                    line_of(one.place)});
  }
  return rows;
}

std::string way_text(const std::vector<EntityId>& way) {
  std::string text;
  for (const EntityId& id : way) text += (text.empty() ? "" : " > ") + to_string(id);
  return text;
}

Rows impact_rows(const Sources& sources) {
  Rows rows;
  for (const Impact& one : movement_of(sources).impacts) {
    if (one.path.empty()) {
      rows.push_back({to_string(one.automation), Cell(), Cell(), Cell()});
    } else {
      rows.push_back({to_string(one.automation), to_string(one.path.front()),
                      number(static_cast<std::int64_t>(one.path.size()) - 1), way_text(one.path)});
    }
  }
  return rows;
}

void fill_rows(ledger::Tables& tables, const std::string& name, Rows rows) {
  auto place = rows.begin();
  tables.fill(name, [&](Row& row) {
    if (place == rows.end()) return false;
    row = std::move(*place++);
    return true;
  });
}

std::vector<std::string> columns_of(std::string_view name) {
  std::vector<std::string> columns;
  for (const Table& table : query::tables()) {
    if (table.name != name) continue;
    for (const Column& column : table.columns) {
      columns.push_back(std::string(column.name) + ' ' + column.type);
    }
  }
  return columns;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

/// A column by which questions look for rows.
struct Index {
  std::string table, column;
};
const Index indices[] = {{"entities", "id"},       {"entities", "kind"}, {"automations", "id"},
                         {"uses", "entity"},       {"uses", "used"},     {"owners", "entity"},
                         {"attributes", "entity"}, {"tags", "entity"}};

/// SQLite guesses a million rows where it does not know.
void make_indices(ledger::Tables& tables, const std::string& table) {
  bool any = false;
  for (const Index& index : indices) {
    if (index.table != table) continue;
    any = true;
    tables.create("CREATE INDEX temp." + table + '_' + index.column + " ON " + table + '(' +
                  index.column + ')');
  }
  if (any) tables.create("ANALYZE temp." + table);
}

using RowsOf = Rows (*)(const Sources&);
const std::map<std::string, RowsOf>& rows_of_tables() {
  static const std::map<std::string, RowsOf> all = {
      {"entities", entity_rows}, {"automations", automation_rows}, {"attributes", attribute_rows},
      {"tags", tag_rows},        {"owners", owner_rows},           {"uses", use_rows},
      {"files", file_rows},      {"changes", change_rows},         {"impacts", impact_rows}};
  return all;
}

}  // namespace

void create_tables(ledger::Tables& tables, const Inventory& inventory) {
  for (const Table& table : query::tables()) {
    if (!rows_of_tables().contains(table.name)) continue;
    tables.create("CREATE TEMP TABLE " + std::string(table.name) + '(' +
                  joined(columns_of(table.name)) + ')');
  }
  tables.compute("closure", columns_of("closure"), 2, closure_of(inventory));
}

void fill_table(ledger::Tables& tables, const std::string& name, const Sources& sources) {
  const auto found = rows_of_tables().find(name);
  if (found == rows_of_tables().end()) return;
  fill_rows(tables, name, found->second(sources));
  make_indices(tables, name);
}

}  // namespace tidemark::query
