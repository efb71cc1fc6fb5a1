#include "core/model/contract_change.hpp"

#include <algorithm>

namespace tidemark {
namespace {

std::size_t count_of(const ContractReach& reach, ChangeClass level) {
  return static_cast<std::size_t>(
      std::count_if(reach.impacts.begin(), reach.impacts.end(),
                    [&](const ContractImpact& impact) { return impact.level == level; }));
}

}  // namespace

std::string to_string(const ContractReach& reach) {
  return "breaking for " + std::to_string(count_of(reach, ChangeClass::breaking)) + ", risky for " +
         std::to_string(count_of(reach, ChangeClass::risky)) + " of " +
         std::to_string(reach.standing) +
         (reach.standing == 1 ? " automation that stands on " : " automations that stand on ") +
         to_string(reach.contract);
}

}  // namespace tidemark
