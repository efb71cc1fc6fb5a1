#pragma once

#include <filesystem>
#include <string_view>

namespace tidemark::ledger {

/// The name of the network file system that Linux gives this number (statfs(2), f_type); "" for any
/// other, FUSE among them, behind which lies anything.
std::string_view network_file_system(unsigned long type);

/// Refuses a ledger in a folder that several machines may have at once: SQLite's log needs memory
/// that all its users share (https://sqlite.org/wal.html), and two machines share none. The folder
/// is there. Throws Error(store).
void refuse_network(const std::filesystem::path& ledger);

}  // namespace tidemark::ledger
