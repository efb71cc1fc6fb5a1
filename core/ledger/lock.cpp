#include "core/ledger/lock.hpp"

#include <fcntl.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/ledger/database.hpp"

namespace tidemark::ledger {
namespace {

using Clock = std::chrono::steady_clock;

/// An open file description's lock, since a process' locks go when any of its descriptors does.
bool is_taken(int file, std::uint64_t number) {
  struct flock wish {};
  wish.l_type = F_WRLCK;
  wish.l_whence = SEEK_SET;
  wish.l_start = static_cast<off_t>(number);
  wish.l_len = 1;
  return ::fcntl(file, F_OFD_SETLK, &wish) != 0;
}

}  // namespace

Lock::Lock(const std::filesystem::path& ledger, std::uint64_t number,
           std::chrono::milliseconds patience) {
  make_folder(ledger.parent_path());
  const std::string path = ledger.string() + ".lock";
  may_fail(ledger, "ledger.lock");
  file_.reset(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
  if (file_.get() < 0) refuse(ledger, "its lock cannot be made: " + std::string(strerror(errno)));
  const auto end = Clock::now() + patience;
  while (is_taken(file_.get(), number)) {
    if (errno != EAGAIN && errno != EACCES && errno != EINTR) {
      refuse(ledger, "cannot be locked: " + std::string(strerror(errno)));
    }
    if (Clock::now() >= end) {
      file_.reset();
      return;
    }
    ::poll(nullptr, 0, 20);
  }
}

std::uint64_t lock_number(const std::string& key) {
  return std::stoull(key.substr(0, 15), nullptr, 16);
}

}  // namespace tidemark::ledger
