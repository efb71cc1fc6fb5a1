#include "core/ledger/log_room.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>

namespace tidemark::ledger {
namespace {

constexpr std::size_t log_head = 32, frame_head = 24;
constexpr int frames_until_checkpoint = 1000;  // SQLite's own number
constexpr int frames_until_next_try = 100;
constexpr std::size_t least_step = std::size_t{256} << 10U;  // a smaller log needs none
constexpr std::size_t largest_step = std::size_t{4} << 20U;
constexpr std::size_t usual_commit = std::size_t{64} << 10U;

}  // namespace

LogRoom::LogRoom(SQLite::Database& database, const std::filesystem::path& ledger)
    : database_(database),
      log_(ledger.string() + "-wal"),
      frame_size_(frame_head +
                  static_cast<std::size_t>(database.execAndGet("PRAGMA page_size").getInt64())) {
  begin_anew();
  sqlite3_wal_hook(database_.getHandle(), &LogRoom::committed, this);
}

LogRoom::~LogRoom() { sqlite3_wal_hook(database_.getHandle(), nullptr, nullptr); }

int LogRoom::committed(void* self, sqlite3* database, const char* name, int frames) {
  auto& room = *static_cast<LogRoom*>(self);
  const std::size_t used = log_head + static_cast<std::size_t>(frames) * room.frame_size_;
  if (used < room.used_) room.begin_anew();
  room.used_ = used;
  if (frames < room.checkpoint_at_) return SQLITE_OK;
  // One that somebody is in the way of is made later.
  room.checkpoint_at_ = frames + frames_until_next_try;
  sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  return SQLITE_OK;
}

/// The file may have been cut, too.
void LogRoom::begin_anew() {
  size_ = 0;
  checkpoint_at_ = frames_until_checkpoint;
}

void LogRoom::make() {
  if (used_ < least_step || is_given_up_ || used_ + usual_commit <= size_) return;
  if (file_.get() < 0) file_.reset(::open(log_.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  if (file_.get() < 0 || ::fstat(file_.get(), &status) != 0) return;
  size_ = static_cast<std::size_t>(status.st_size);
  if (size_ < used_ || size_ >= used_ + usual_commit) return;
  extend(std::min(used_, largest_step));
}

void LogRoom::extend(std::size_t by) {
  static const std::string zeros(least_step, '\0');
  for (std::size_t done = 0; done < by; done += zeros.size()) {
    const std::size_t part = std::min(zeros.size(), by - done);
    const ssize_t put = ::pwrite(file_.get(), zeros.data(), part, static_cast<off_t>(size_ + done));
    if (put == static_cast<ssize_t>(part)) continue;
    // The disk is full, or nearly: what is left of it is for what must be kept.
    [[maybe_unused]] const int given_back = ::ftruncate(file_.get(), static_cast<off_t>(size_));
    is_given_up_ = true;
    return;
  }
  size_ += by;
}

}  // namespace tidemark::ledger
