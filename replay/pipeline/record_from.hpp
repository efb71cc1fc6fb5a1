#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/model/entity_id.hpp"
#include "replay/harvest/reading.hpp"
#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// What is wanted of a log of what happened in production.
struct LogRequest {
  std::string automation;
  std::filesystem::path log;
  std::string name;  ///< of the log, in messages
  harvest::Mapping mapping;
  std::size_t take = 100;  ///< cases at most
  std::uint64_t seed = 1;
  std::optional<std::filesystem::path> rules;  ///< of redaction, beside the workspace's own
  bool skip_malformed = false;
  bool dry_run = false;
};

/// What came of the records with the same tags.
struct TagShare {
  std::vector<std::string> tags;
  std::uint64_t lines = 0, distinct = 0;
  std::size_t taken = 0;
};

/// What came of a log, for the person who reviews the new cases.
struct Harvested {
  EntityId automation;
  std::string golden;        ///< path relative to tidemark.yaml
  harvest::Mapping mapping;  ///< as it was used
  harvest::Tally tally;
  std::uint64_t distinct = 0, copies = 0;  ///< different inputs, and records of one already met
  bool is_estimate = false;                ///< of these two: more inputs were met than are held
  std::size_t present = 0;                 ///< that the golden set or other tags had already
  std::size_t near = 0;                    ///< left out as nearly the same
  std::vector<TagShare> shares;            ///< by tags
  std::vector<std::string> renamed;        ///< ids that another case has; theirs were made anew
  std::size_t before = 0, added = 0;       ///< cases
  std::string text;                        ///< the lines that are added, by id
};

/// Makes golden cases of a log: reads it, takes private data and copies out, chooses a diverse
/// subset, and appends it to the automation's golden set, whose bytes stay as they are. Memory does
/// not grow with the log. Throws Error(configuration) with a place; then nothing was written.
Harvested record_from(const Workspace& workspace, const LogRequest& request);

}  // namespace tidemark::pipeline
