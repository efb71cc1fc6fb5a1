#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/json/json.hpp"
#include "core/model/inventory.hpp"

namespace tidemark::compare {

/// How alike two outputs are.
struct Score {
  double value = 1;         ///< 0 for nothing in common to 1 for equal enough; never anything else
  std::string explanation;  ///< one sentence for the report; "" when the value is 1
};

/// Decides how alike two outputs must be. Knows nothing of baselines and verdicts.
class Comparator {
 public:
  virtual ~Comparator();
  /// Null means that the compared path is absent; two absent values are alike, one is not. Pure, so
  /// that any thread may call it; time is bounded for every input (see make_comparator).
  virtual Score compare(const json::Value* reference, const json::Value* output) const = 0;
  /// Whether any value scores 1 against itself, so that nobody need look.
  virtual bool is_sure_of_equals() const { return false; }
};

/// The built-in comparator that `spec` asks for. Throws Error(configuration), with `where` before
/// every complaint, for an unknown name and for options that are unknown or of the wrong type.
///
/// exact   1 when structurally equal, else 0.
/// json    The share of equal leaves among the leaves of both documents; a missing or extra leaf
///         counts as unequal. Options: `tolerance` (absolute, for numbers), `tolerances` (by path),
///         `ignore` (paths), `unordered` (paths of arrays that are compared as multisets). Paths
///         are JSON pointers in which `*` stands for any one segment; items of an unordered array
///         are only reached by `*`. Items of unordered arrays are paired when equal, then the most
///         alike first come, first served; where that would take more than 4 million steps, in
///         sorted order. So time is n log n beyond that bound.
/// number  1 when both are numbers (JSON numbers or decimal strings) within `tolerance` (absolute)
///         or `relative` (to the reference), else 0. Without options the numbers must be equal.
/// text    1 - edit distance / longer length, in code points. Options: `fold_case`, `fold_space`.
///         What lies between a common start and end is measured exactly up to 20,000 code points,
///         beyond by the share of common runs of 8 code points, which takes n log n. Only equal
///         texts score 1. Values that are no strings are compared as JSON text.
/// label   1 when equal after trimming and folding case (option `case: true` keeps case), else 0.
///         Values that are no strings are compared as JSON text.
std::unique_ptr<const Comparator> make_comparator(const ComparatorSpec& spec,
                                                  const std::string& where);

bool is_built_in(std::string_view name);

}  // namespace tidemark::compare
