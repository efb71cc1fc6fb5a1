#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/place.hpp"
#include "core/model/shared_text.hpp"

namespace tidemark {

/// One input that stands for an automation's work.
struct GoldenCase {
  std::string id;
  SharedText input;        ///< canonical JSON
  std::string input_hash;  ///< SHA-256 of `input`, hex
  /// Canonical JSON of the approved output, or the compared part.
  std::optional<SharedText> expect;
  std::vector<std::string> tags;
  bool critical = false;             ///< must never get worse
  std::vector<std::string> touches;  ///< entity ids or parts the case is known to exercise
  std::uint32_t line = 0;
};

/// The inputs of one automation, sorted by id, ids unique.
struct GoldenSet {
  std::string path;  ///< relative to tidemark.yaml
  std::vector<GoldenCase> cases;
  std::string hash;  ///< SHA-256 of the file's bytes, hex

  const GoldenCase* find(const std::string& id) const;
};

/// What one case gave when behaviour was last approved.
struct BaselineCase {
  std::string id;
  std::string input_hash;            ///< of the golden input it was recorded for
  SharedText reference;              ///< run 0, canonical JSON; never itself a control run
  std::vector<SharedText> controls;  ///< canonical JSON, in recorded order
};

/// Control runs that a baseline may hold, of one case and of all together: it is in memory before
/// anything is judged, and a line of git's few bytes unpacks to as many runs as it likes.
inline constexpr std::int64_t most_control_runs = 9000, most_control_runs_in_all = 2'000'000;

/// Outputs recorded at approval, sorted by case id.
struct Baseline {
  std::string path;        ///< relative to tidemark.yaml
  std::string automation;  ///< entity id
  std::string closure;     ///< closure/1 without the baseline's own hash, as provenance
  std::vector<std::pair<std::string, std::string>> components;  ///< what the closure was made of
  std::string recorded_at;                                      ///< UTC
  int runs = 0;                                                 ///< control runs per case
  std::string tool;                                             ///< tidemark's version
  std::vector<std::pair<std::string, std::string>> plugins;     ///< id, version and SHA-256
  std::vector<std::string> models;  ///< that answered, sorted; empty: nobody said who did
  std::vector<BaselineCase> cases;
  /// SHA-256 of the file's first line, hex: the header, which holds the SHA-256 of all below it.
  std::string hash;

  const BaselineCase* find(const std::string& id) const;
};

/// What an acceptance names when it is about the workspace's own rules and no automation.
inline constexpr const char* policy_subject = "policy";

/// A person took a change of behaviour, or of the judge, for right. Binds to what was judged.
struct Acceptance {
  std::string automation;     ///< entity id, or policy_subject
  std::string base_baseline;  ///< hash of the baseline that is replaced; "none" when there was none
  std::string closure;        ///< closure/1 of the accepted state
  double effect = 0;          ///< measured drop of the mean score, in score points
  std::string verdict;        ///< what the gate said without the acceptance
  std::string reason, author;
  std::string accepted_at, expires;  ///< UTC
  std::uint32_t line = 0;
};

}  // namespace tidemark
