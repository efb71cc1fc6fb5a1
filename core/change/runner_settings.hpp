#pragma once

#include <string>
#include <vector>

namespace tidemark::change {

/// What a runner's settings, as canonical JSON, would be otherwise: "command/1 would change from
/// "a" to "b"", one for each place, and behind the first five how many more there are.
std::vector<std::string> settings_changed(const std::string& before, const std::string& after);

}  // namespace tidemark::change
