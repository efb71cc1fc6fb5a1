#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/ledger/tables.hpp"
#include "core/model/change.hpp"
#include "core/model/impact.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::query {

/// A file and who claims it; `role` is empty when nobody does.
struct ClaimedFile {
  std::string path, role;
  std::optional<EntityId> entity;
};

/// What an automation's golden set and baseline hold; unset where a file cannot be read.
struct GoldenFacts {
  std::optional<std::int64_t> cases, critical, runs;
  std::string recorded_at;
};

/// What moved, and whom it can reach.
struct Movement {
  ChangeSet changes;
  std::vector<Impact> impacts;
};

/// Where the tables come from. A function is called only when a question reads its table.
struct Sources {
  const Inventory& inventory;
  std::function<std::vector<ClaimedFile>()> files;
  std::function<GoldenFacts(const Entity& automation)> golden;
  std::function<Movement()> movement;
  std::optional<std::filesystem::path> ledger;
};

/// The tables of tables.hpp for one statement, with rows in those that it reads. They
/// must not outlive the inventory. Throws
/// Error(usage) when it is no statement about them, Error(security) when it is refused,
/// Error(store) when the ledger cannot be read.
ledger::Tables tables_for(const Sources& sources, const std::string& sql);

}  // namespace tidemark::query
