#include "core/query/fill.hpp"

#include <algorithm>
#include <map>

#include "core/base/error.hpp"
#include "core/graph/neighbours.hpp"
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
                    std::string(to_string(one.change_class)), text_or_null(one.place.file),
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

/// The pairs of `closure`, one entity's after the other's.
class ClosurePairs {
 public:
  explicit ClosurePairs(const Inventory& inventory) : neighbours_(inventory) {}

  bool next(Row& row) {
    while (at_ == steps_.size()) {
      if (entity_ == neighbours_.size()) return false;
      const Neighbours::Position start[] = {entity_++};
      steps_ = neighbours_.reached(start, Direction::uses);
      at_ = 1;  // the entity itself is the first
    }
    if (++count_ > closure_limit) {
      throw Error(Fault::evaluation,
                  "sql: closure would have more than 5 million rows (ask `tidemark dependents` or "
                  "`dependencies`, or walk `uses` by WITH RECURSIVE)");
    }
    // SQLite counts rows from 1, in the order of the entities.
    row = {number(entity_), number(steps_[at_].entity + std::int64_t{1}),
           number(steps_[at_].distance)};
    ++at_;
    return true;
  }

 private:
  Neighbours neighbours_;
  std::vector<Neighbours::Step> steps_;
  Neighbours::Position entity_ = 0;
  std::size_t at_ = 0, count_ = 0;
};

void fill_rows(ledger::Tables& tables, const std::string& name, Rows rows) {
  auto place = rows.begin();
  tables.fill(name, [&](Row& row) {
    if (place == rows.end()) return false;
    row = std::move(*place++);
    return true;
  });
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

void create_tables(ledger::Tables& tables) {
  for (const Table& table : query::tables()) {
    if (!rows_of_tables().contains(table.name)) continue;
    std::string columns;
    for (const Column& column : table.columns) {
      columns += (columns.empty() ? "" : ",") + std::string(column.name) + ' ' + column.type;
    }
    tables.create("CREATE TEMP TABLE " + std::string(table.name) + '(' + columns + ')');
  }
  // Numbers take a fifth of what pairs of ids would.
  tables.create(
      "CREATE TEMP TABLE closure_pairs(entity INTEGER,stands_on INTEGER,distance INTEGER,"
      "PRIMARY KEY(entity,stands_on)) WITHOUT ROWID");
  tables.create(
      "CREATE TEMP VIEW closure AS SELECT a.id AS entity,b.id AS stands_on,distance FROM "
      "closure_pairs JOIN entities a ON a.rowid=closure_pairs.entity "
      "JOIN entities b ON b.rowid=closure_pairs.stands_on");
}

void fill_table(ledger::Tables& tables, const std::string& name, const Sources& sources) {
  if (name == "closure_pairs") {
    ClosurePairs pairs(sources.inventory);
    tables.fill(name, [&](Row& row) { return pairs.next(row); });
    tables.create("CREATE INDEX temp.closure_backwards ON closure_pairs(stands_on,entity)");
    return;
  }
  const auto found = rows_of_tables().find(name);
  if (found == rows_of_tables().end()) return;
  fill_rows(tables, name, found->second(sources));
  const std::string key = name == "entities" || name == "automations" ? "id" : "";
  if (!key.empty()) tables.create("CREATE INDEX temp." + name + "_by_id ON " + name + "(id)");
}

}  // namespace tidemark::query
