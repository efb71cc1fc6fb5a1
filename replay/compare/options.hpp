#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json/json.hpp"
#include "core/model/inventory.hpp"
#include "replay/compare/path_pattern.hpp"

namespace tidemark::compare {

/// A comparator's settings while it is built. What is asked for is what is known: `refuse_rest`
/// complains about every other key, and about every value of the wrong type that was asked for.
class Options {
 public:
  /// Throws Error(configuration) when the options are not a JSON object.
  Options(const ComparatorSpec& spec, const std::string& where);

  /// A finite number, at least 0; 0 when absent.
  double amount(const std::string& name);
  /// False when absent.
  bool flag(const std::string& name);
  std::vector<PathPattern> paths(const std::string& name);
  std::vector<std::pair<PathPattern, double>> amounts(const std::string& name);

  /// Call last. Throws Error(configuration) with all complaints, one per line.
  void refuse_rest();

 private:
  const json::Value* take(const std::string& name);
  void complain(const std::string& fact);

  std::string where_;
  json::Value options_;
  std::vector<std::string> known_, complaints_;
};

}  // namespace tidemark::compare
