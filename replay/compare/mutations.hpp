#pragma once

#include <string_view>
#include <vector>

#include "core/json/json.hpp"

namespace tidemark::compare {

/// Copies of `document`, each made worse at one place at or below `at`: a member or an item
/// dropped, a text emptied or replaced, a number moved far away, a flag turned. Changes keep the
/// type, since a comparator that only sees a change of type is blind to what automations get wrong;
/// only a value without content (null, {} or []) becomes another type. At most 16; none when `at`
/// is absent.
std::vector<json::Value> mutations(const json::Value& document, std::string_view at);

}  // namespace tidemark::compare
