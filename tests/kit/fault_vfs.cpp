#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/base/fault_point.hpp"

/// SQLite's own file system with a fault_point() at each write, sync and removal, and a model of a
/// power failure: TIDEMARK_POWER=SEED:N ends this process at the N-th write or sync and takes back,
/// of all that was written since a file's last sync, a random part, as a disk that reorders does.
namespace tidemark {
namespace {

/// What was in a place before it was written; zeros past the end, as a file system fills holes.
struct Unsynced {
  sqlite3_int64 offset = 0;
  std::string before;
};

/// What SQLite allocates for a file: this, then the real file.
struct File {
  sqlite3_file base;
  std::vector<Unsynced>* unsynced;
  sqlite3_file* real;
};

sqlite3_vfs* real_vfs = nullptr;
std::mutex mutex;
std::set<File*> open_files;

File& ours(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

int failed(int why, int in_general) {
  if (why == ENOSPC) return SQLITE_FULL;
  return in_general;
}

/// Takes back what a disk without power may have lost.
void lose(File& file, unsigned& chance) {
  auto& writes = *file.unsynced;
  for (auto write = writes.rbegin(); write != writes.rend(); ++write) {
    if (rand_r(&chance) % 2 == 0) continue;
    file.real->pMethods->xWrite(file.real, write->before.data(),
                                static_cast<int>(write->before.size()), write->offset);
  }
}

void power() {
  static const char* const wish = std::getenv("TIDEMARK_POWER");
  if (wish == nullptr) return;
  static int left = std::atoi(std::strchr(wish, ':') + 1);
  if (--left != 0) return;
  unsigned chance = static_cast<unsigned>(std::atoi(wish));
  for (File* const file : open_files) lose(*file, chance);
  ::kill(::getpid(), SIGKILL);
}

int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  const std::scoped_lock lock(mutex);
  power();
  if (const int why = fault_point("sqlite.write")) return failed(why, SQLITE_IOERR_WRITE);
  sqlite3_file* real = ours(file).real;
  Unsynced write{offset, std::string(static_cast<std::size_t>(count), '\0')};
  // A short read fills the rest with zeros.
  real->pMethods->xRead(real, write.before.data(), count, offset);
  ours(file).unsynced->push_back(std::move(write));
  return real->pMethods->xWrite(real, bytes, count, offset);
}

int sync_file(sqlite3_file* file, int flags) {
  const std::scoped_lock lock(mutex);
  power();
  if (const int why = fault_point("sqlite.sync")) return failed(why, SQLITE_IOERR_FSYNC);
  const int result = ours(file).real->pMethods->xSync(ours(file).real, flags);
  if (result == SQLITE_OK) ours(file).unsynced->clear();
  return result;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (const int why = fault_point("sqlite.truncate")) return failed(why, SQLITE_IOERR_TRUNCATE);
  return ours(file).real->pMethods->xTruncate(ours(file).real, size);
}

int close_file(sqlite3_file* file) {
  const std::scoped_lock lock(mutex);
  open_files.erase(&ours(file));
  delete ours(file).unsynced;
  return ours(file).real->pMethods->xClose(ours(file).real);
}

/// A method that only asks the real file.
template <auto method>
struct Pass;
template <typename... Types, int (*sqlite3_io_methods::*method)(sqlite3_file*, Types...)>
struct Pass<method> {
  static int call(sqlite3_file* file, Types... values) {
    sqlite3_file* real = ours(file).real;
    return (real->pMethods->*method)(real, values...);
  }
};

void shm_barrier(sqlite3_file* file) { ours(file).real->pMethods->xShmBarrier(ours(file).real); }

template <auto method>
constexpr auto pass = &Pass<method>::call;

using Methods = sqlite3_io_methods;
constexpr Methods methods = {2,
                             close_file,
                             pass<&Methods::xRead>,
                             write_file,
                             truncate_file,
                             sync_file,
                             pass<&Methods::xFileSize>,
                             pass<&Methods::xLock>,
                             pass<&Methods::xUnlock>,
                             pass<&Methods::xCheckReservedLock>,
                             pass<&Methods::xFileControl>,
                             pass<&Methods::xSectorSize>,
                             pass<&Methods::xDeviceCharacteristics>,
                             pass<&Methods::xShmMap>,
                             pass<&Methods::xShmLock>,
                             shm_barrier,
                             pass<&Methods::xShmUnmap>,
                             nullptr,
                             nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* given) {
  file->pMethods = nullptr;
  if (const int why = fault_point("sqlite.open")) return failed(why, SQLITE_CANTOPEN);
  auto* real = reinterpret_cast<sqlite3_file*>(&ours(file) + 1);
  const int result = real_vfs->xOpen(real_vfs, name, real, flags, given);
  if (result != SQLITE_OK) {
    if (real->pMethods != nullptr) real->pMethods->xClose(real);
    return result;
  }
  const std::scoped_lock lock(mutex);
  ours(file).real = real;
  ours(file).unsynced = new std::vector<Unsynced>;
  open_files.insert(&ours(file));
  file->pMethods = &methods;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int sync_folder) {
  if (const int why = fault_point("sqlite.delete")) return failed(why, SQLITE_IOERR_DELETE);
  return real_vfs->xDelete(real_vfs, name, sync_folder);
}

/// Before main(), in the place of SQLite's own.
[[maybe_unused]] const bool is_registered = [] {
  real_vfs = sqlite3_vfs_find(nullptr);
  static sqlite3_vfs vfs = *real_vfs;
  vfs.zName = "tidemark-fault";
  vfs.pNext = nullptr;
  vfs.szOsFile = static_cast<int>(sizeof(File)) + real_vfs->szOsFile;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK;
}();

}  // namespace
}  // namespace tidemark
