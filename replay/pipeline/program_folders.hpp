#pragma once

#include <filesystem>
#include <vector>

namespace tidemark::pipeline {

/// Where programs are sought that are named without a `/`: the parts of PATH, "." for an empty one.
std::vector<std::filesystem::path> program_folders();

}  // namespace tidemark::pipeline
