#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/shared_text.hpp"

namespace tidemark {

/// Why a trial has no output. An error is never a score.
enum class FailureKind {
  load,              ///< the plugin could not be started
  plugin_crash,      ///< the worker died, whatever its exit status
  plugin_exception,  ///< the plugin let an exception out
  protocol,          ///< the plugin answered something that cannot be
  timeout,           ///< no answer within the trial's deadline
  failed,            ///< the automation itself reports failure (exit code, error answer)
  invalid_output,    ///< the output is not UTF-8 JSON, or is too large
  cancelled,         ///< the run was stopped
  resource,          ///< the worker took more memory, threads, descriptors or disk than it may
  refused,           ///< the plugin's file is not the pinned one any more: nothing of it may run
  rate_limited,      ///< a service asks for fewer calls
  quota,             ///< a service has no credit left for us: waiting does not help
  auth,              ///< a service does not accept who we are
  unavailable,       ///< a service could not be reached or could not serve
  refusal,           ///< a model declined to answer
  truncated,         ///< a model was cut off before the end of its answer
  filtered,          ///< a content filter took the answer away
};
std::string_view to_string(FailureKind kind);
std::optional<FailureKind> failure_kind_named(std::string_view name);

/// A typed error with a sentence for the report.
struct Failure {
  FailureKind kind{};
  std::string text;

  bool operator==(const Failure&) const = default;
};

/// What a plugin knows of a call beside its output.
struct Facts {
  bool retry = false;  ///< the same call may succeed when it is made again
  std::optional<std::chrono::milliseconds> retry_after;  ///< but not earlier than in this time
  std::optional<double> cost;                            ///< USD; none: nobody told
  std::uint64_t input_tokens = 0, output_tokens = 0;
  std::string model;        ///< that answered, as the service names it
  std::string fingerprint;  ///< of the model's deployment, as the service names it

  bool operator==(const Facts&) const = default;
};

/// How many calls were made again, by why each was.
using Retries = std::map<FailureKind, std::size_t>;

/// One run of one case, to be made.
struct Trial {
  std::string case_id;
  int run = 0;               ///< 0, 1, 2, ... within the case
  SharedText input;          ///< canonical JSON
  std::size_t position = 0;  ///< of the case in the golden set that the trial was planned from
};

/// What came out of one run of one case.
struct Outcome {
  std::string case_id;
  int run = 0;         ///< 0, 1, 2, ... within the case
  std::string output;  ///< canonical JSON; "" when `failure` is set
  std::optional<Failure> failure;
  std::chrono::microseconds took{};
  Facts facts{};
  std::int64_t made_in = 0;  ///< the earlier run that made it; 0: it was made for who holds it
  Retries retries{};         ///< of its calls but the last
};

}  // namespace tidemark
