#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/json/json.hpp"

namespace tidemark::harvest {

/// Where in a log's records the parts of a case are: JSON pointers.
struct Mapping {
  std::optional<std::string> input;   ///< unset: the usual place of the first record
  std::optional<std::string> expect;  ///< an output that somebody approved
  std::optional<std::string> id;
  std::string tags = "/tags";  ///< a text or a list of texts; a record need not have it
  /// Only records that have this text (or number, or boolean) there.
  std::vector<std::pair<std::string, std::string>> where;
};

/// The parts of one record, before anything was taken out.
struct Record {
  json::Value input;
  std::optional<json::Value> expect;
  std::string id;                 ///< "": none that can be used
  std::vector<std::string> tags;  ///< sorted, each once
};

/// Whether the record is one of those that `where` asks for.
bool is_wanted(const json::Value& record, const Mapping& mapping);

/// The record's parts, or what is wrong with it in `fault`, which quotes nothing of it.
/// `mapping.input` is set.
std::optional<Record> record_of(const json::Value& record, const Mapping& mapping,
                                std::string& fault);

/// Where records like this one have their input when nobody says: the first of /input, /request,
/// /prompt, /messages, /question, /text that is there. Nothing when none is.
std::optional<std::string> usual_input(const json::Value& record);

}  // namespace tidemark::harvest
