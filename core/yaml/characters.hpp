#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/place.hpp"

namespace tidemark::yaml {

/// The first thing in the bytes of a YAML file that would make people and programs read it in
/// different ways: another encoding, control characters, line breaks that editors do not show.
std::optional<Complaint> character_fault(std::string_view text, const FileName& file);

}  // namespace tidemark::yaml
