#pragma once

#include <string>
#include <vector>

namespace tidemark::change {

/// What a runner's settings, as canonical JSON, would be otherwise, a sentence for each place:
/// `command/1 would change from "a" to "b"`. Every setting that differs is named, with the first
/// three places in it; a name that could be read as more than a name is quoted.
std::vector<std::string> settings_changed(const std::string& before, const std::string& after);

}  // namespace tidemark::change
