#pragma once

#include <cstddef>
#include <filesystem>

#include "core/base/descriptor.hpp"

namespace SQLite {
class Database;
}
struct sqlite3;

namespace tidemark::ledger {

/// Room in a ledger's write-ahead log for what comes. A commit into blocks that the file already
/// has waits for one write; one that makes the file longer waits until that is noted, too, which
/// takes as long again. After a checkpoint a log is begun anew from its start, unless somebody
/// keeps an earlier state of the ledger in sight (Past). What is behind the log's end is zeros,
/// which SQLite does not take for a frame:
/// https://www.sqlite.org/fileformat2.html#the_write_ahead_log
///
/// One thread. Never fails: without room a commit only takes longer.
class LogRoom {
 public:
  /// The database must outlive this, and is checkpointed as SQLite does by itself, whose hook this
  /// takes.
  LogRoom(SQLite::Database& database, const std::filesystem::path& ledger);
  ~LogRoom();
  LogRoom(const LogRoom&) = delete;
  LogRoom& operator=(const LogRoom&) = delete;

  /// The log after the last commit from here, in bytes.
  std::size_t used() const { return used_; }

  /// Within a transaction that writes, so that nobody else makes the log longer.
  void make();

 private:
  static int committed(void* self, sqlite3* database, const char* name, int frames);
  void begin_anew();
  void extend(std::size_t by);

  SQLite::Database& database_;
  std::filesystem::path log_;
  std::size_t frame_size_;
  Descriptor file_;
  std::size_t used_ = 0;
  /// Of the file, when it was last asked for. To ask before each commit would make the file
  /// system note the time of each exactly, and wait until that is written, too.
  std::size_t size_ = 0;
  int checkpoint_at_ = 0;  // when the log has so many frames
  bool is_given_up_ = false;
};

}  // namespace tidemark::ledger
