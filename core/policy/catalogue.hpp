#pragma once

#include <string_view>
#include <vector>

#include "core/model/check.hpp"

namespace tidemark::policy {

/// Every rule that a finding of `check` may name, sorted by id.
const std::vector<RuleText>& catalogue();

/// The text for `RULE` or `RULE/NAME`; null when there is no such rule.
const RuleText* rule_text(std::string_view id);

}  // namespace tidemark::policy
