#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/json/json.hpp"
#include "core/model/golden.hpp"
#include "core/model/inventory.hpp"
#include "replay/compare/comparator.hpp"
#include "replay/compare/scrub.hpp"

namespace tidemark::compare {

/// What the outputs of one case are compared with, parsed and scrubbed once.
struct Prepared {
  std::string case_id;
  json::Value reference;
  std::optional<json::Value> expect;
};

/// One output against what it should be.
struct Scored {
  double primary = 0;        ///< the score that decides
  std::string explanation;   ///< what the primary comparator says; "" when the score is 1
  std::vector<Score> each;   ///< one per comparator, in the order of the spec
  bool same_output = false;  ///< after scrubbing it equals the reference
};

/// What a control of the detector itself showed.
enum class Control {
  alive,    ///< it sees what it must see
  absent,   ///< the case has no value at the primary comparator's path, so nothing could be shown
  unequal,  ///< a value does not score 1 against itself
  blind,    ///< no mutation of the value scores less than 1
};

struct ControlResult {
  Control control = Control::alive;
  std::string because;  ///< "detector dead: ..." or why nothing was shown; "" when alive
};

/// Makes the comparator that a spec names; the string is the place for complaints.
using Make =
    std::function<std::unique_ptr<const Comparator>(const ComparatorSpec&, const std::string&)>;

/// Turns the outputs of one automation into scores: scrubs, then compares the part that each
/// comparator looks at. Immutable; any thread may use it.
class Scorer {
 public:
  /// Throws Error(configuration), with `where` before every fact, when a comparator or a scrub rule
  /// is not right, or when not exactly one comparator is primary (a single one always is).
  /// Comparators come from `make`, the built-in ones unless somebody knows more.
  Scorer(const ReplaySpec& spec, const std::string& where, const Make& make = make_comparator);

  /// `reference` is JSON. Throws Error(configuration) when it is not, and when the case's `expect`
  /// has nothing at any compared path: then it would silently mean nothing.
  Prepared prepare(const GoldenCase& golden_case, const std::string& reference) const;

  /// `output` is JSON, else Error(configuration). A comparator looks at `expect` where that has its
  /// path, else at the reference.
  Scored score(const Prepared& prepared, const std::string& output) const;
  /// score() of the text that the reference was prepared from, which need not be read again.
  Scored score_reference(const Prepared& prepared) const;
  /// The same without reading either, where the case expects just the reference or nothing and
  /// every comparator is sure of equals. Nothing elsewhere.
  std::optional<Scored> sure_score(const GoldenCase& golden_case,
                                   const std::string& reference) const;

  /// Whether the primary comparator would notice. The mutated values are scrubbed once more, so
  /// that a scrub rule that wipes out the compared value is seen too.
  ControlResult controls(const Prepared& prepared) const;
  /// Where it looks, as a JSON pointer or pattern; "" is the whole output.
  const std::string& primary_path() const;

 private:
  struct Part {
    std::string name, at;
    std::unique_ptr<const Comparator> comparator;
  };
  Scored score_value(const Prepared& prepared, const json::Value& got) const;
  const json::Value& wanted(const Prepared& prepared, const Part& part) const;
  bool is_blind(const json::Value& document, const Part& part) const;

  Scrubber scrubber_;
  std::vector<Part> parts_;
  std::size_t primary_ = 0;
};

}  // namespace tidemark::compare
