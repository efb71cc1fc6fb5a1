#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/host/plugin_file.hpp"
#include "core/model/entity_id.hpp"
#include "replay/pipeline/assess.hpp"

namespace tidemark::pipeline {

/// What a gate would do about an automation.
enum class Course {
  replay,        ///< run its golden inputs
  evidence,      ///< rest on an earlier run
  not_affected,  ///< nothing: no change reaches it
  not_tested,    ///< nothing: something is missing
  removed,       ///< nothing: the head has it no more
};
std::string_view to_string(Course course);

/// From how many trials to how many: the first look alone, and the second with it.
struct Span {
  double least = 0, most = 0;
};

/// What a gate would do about one automation, and what that takes. What nothing is known of is
/// absent.
struct Expected {
  EntityId automation;
  Course course = Course::replay;
  std::string why;             ///< a sentence
  std::vector<EntityId> path;  ///< from what changed to the automation
  std::size_t cases = 0;
  Span calls;
  Span earlier;                       ///< trials that are taken from earlier runs, beside calls
  std::string why_anew;               ///< none ever is, as a clause; "" when some may be
  std::vector<run::Share> shares;     ///< what it shares with others, as shares_of()
  std::optional<Span> seconds, cost;  ///< from what earlier trials took and cost; US dollars
  std::optional<double> detects;      ///< drop of the mean that alarms with 80 % at the first look
  int concurrency = 1;
};

/// What a gate would do.
struct Forecast {
  std::string base, base_name, head;
  bool dirty = false;
  std::vector<Expected> automations;  ///< what is replayed first, then by id
  std::map<std::string, Span> calls;  ///< of what is shared
  Span all_calls;
  /// Of what is known; a lower bound where something is not.
  Span seconds, cost;
  std::size_t without_time = 0, without_cost = 0;  ///< replayed automations of which it is unknown
};

/// Says what assess() would do, and runs nothing: no automation, and no plugin. `ledger` may be
/// absent.
Forecast forecast(const Workspace& workspace, const GateRequest& request,
                  const std::vector<host::PluginFile>& built_in, const std::string& tool,
                  const std::filesystem::path& ledger);

}  // namespace tidemark::pipeline
