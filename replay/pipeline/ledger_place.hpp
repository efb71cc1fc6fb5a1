#pragma once

#include <filesystem>

#include "replay/pipeline/workspace.hpp"

namespace tidemark::pipeline {

/// Refuses a ledger where it cannot serve: tracked by the workspace's repository, by
/// Error(security), since a proposal could bring its own evidence; in the repository and not
/// ignored, by Error(configuration), since it would be one of the files whose changes are judged.
void check_ledger_place(const Workspace& workspace, const std::filesystem::path& ledger);

}  // namespace tidemark::pipeline
