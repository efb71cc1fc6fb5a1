#include "core/model/golden.hpp"

#include <algorithm>

namespace tidemark {
namespace {

template <typename Case>
const Case* find_by_id(const std::vector<Case>& cases, const std::string& id) {
  const auto place =
      std::lower_bound(cases.begin(), cases.end(), id,
                       [](const Case& one, const std::string& wanted) { return one.id < wanted; });
  return place != cases.end() && place->id == id ? &*place : nullptr;
}

}  // namespace

const GoldenCase* GoldenSet::find(const std::string& id) const { return find_by_id(cases, id); }

const BaselineCase* Baseline::find(const std::string& id) const { return find_by_id(cases, id); }

}  // namespace tidemark
