#pragma once

#include <filesystem>

namespace tidemark::ledger {

/// Refuses what lies beside a ledger and that SQLite would write into it although it may not be its
/// own: a rollback journal, since a ledger always has a write-ahead log; a log without its index,
/// since a process that dies leaves both, and one that ends neither.
void check_companions(const std::filesystem::path& path);

/// Whether nothing can be written beside it, so that SQLite can keep neither log nor locks there.
bool lies_read_only(const std::filesystem::path& path);

/// Throws Error(store) when a ledger that lies so has a log: it could not be read with it.
void refuse_unread_log(const std::filesystem::path& path);

}  // namespace tidemark::ledger
