#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "replay/harvest/log_lines.hpp"
#include "replay/harvest/mapping.hpp"
#include "replay/harvest/pool.hpp"
#include "replay/harvest/redaction.hpp"

namespace tidemark::harvest {

/// A record without private data, as it may be kept.
struct CleanRecord {
  Record parts;
  std::string input;  ///< canonical JSON
  std::string hash;   ///< SHA-256 of that, hex
};

/// What reading a log came to.
struct Tally {
  std::uint64_t lines = 0;            ///< that are not blank
  std::uint64_t malformed = 0;        ///< of which no record could be made
  std::uint64_t unwanted = 0;         ///< left out by `where`
  std::uint64_t first_malformed = 0;  ///< its number
  std::string first_fault;
  Taken taken;
};

/// Reads the records of a log: one JSON document per line, blank lines between them.
class LogReader {
 public:
  /// `name` is the log's in messages. Unless `skip_malformed`, the first line that is no record is
  /// refused with its place, which quotes nothing of it.
  LogReader(const std::filesystem::path& path, std::string name, Mapping mapping,
            const Redaction& redaction, bool skip_malformed);

  /// Calls `take` for every record that is wanted. Throws Error(configuration).
  void each(const std::function<void(const LogLine&, CleanRecord)>& take);
  /// The record on a line that was read before. Throws Error(configuration) when the log has
  /// another one there by now.
  CleanRecord again(const LogLine& line, const std::string& hash);

  const Mapping& mapping() const { return mapping_; }
  const Tally& tally() const { return tally_; }

 private:
  std::optional<json::Value> document_of(const LogLine& line, std::string& fault) const;
  std::optional<CleanRecord> clean(const json::Value& document, std::string& fault);
  void settle_input(const json::Value& document);
  void refuse_or_count(const LogLine& line, const std::string& fault);

  LogLines lines_;
  std::string name_;
  Mapping mapping_;
  const Redaction& redaction_;
  bool skip_malformed_;
  Tally tally_;
};

}  // namespace tidemark::harvest
