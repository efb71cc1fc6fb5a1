#include "replay/harvest/log_lines.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/error.hpp"

namespace tidemark::harvest {
namespace {

constexpr std::size_t buffer_size = std::size_t{256} << 10U;

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& fact) {
  throw Error(Fault::configuration, path.string() + ": " + fact);
}

}  // namespace

LogLines::LogLines(const std::filesystem::path& path)
    : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
  struct stat status {};
  if (file_.get() < 0 || ::fstat(file_.get(), &status) != 0) refuse(path, std::strerror(errno));
  if (!S_ISREG(status.st_mode)) {
    refuse(path, "not a regular file: it is read twice (write it to a file first)");
  }
  bytes_ = static_cast<std::uint64_t>(status.st_size);
}

bool LogLines::fill() {
  const auto wanted = static_cast<std::size_t>(
      std::min<std::uint64_t>(buffer_size, bytes_ - std::min(bytes_, offset_)));
  buffer_.resize(wanted);
  at_ = 0;
  ssize_t got = 0;
  do {
    got = ::pread(file_.get(), buffer_.data(), wanted, static_cast<off_t>(offset_));
  } while (got < 0 && errno == EINTR);
  if (got < 0) refuse(path_, std::strerror(errno));
  buffer_.resize(static_cast<std::size_t>(got));
  offset_ += buffer_.size();
  return !buffer_.empty();
}

bool LogLines::next(LogLine& line) {
  if (at_ == buffer_.size() && !fill()) return false;
  line.text.clear();
  line.is_too_long = line.is_ended = false;
  line.offset = offset_ - buffer_.size() + at_;
  line.number = ++number_;
  while (!line.is_ended && (at_ < buffer_.size() || fill())) {
    const std::size_t end = buffer_.find('\n', at_);
    const std::size_t stop = std::min(end, buffer_.size());
    if (line.text.size() + (stop - at_) > longest_line) line.is_too_long = true;
    if (!line.is_too_long) line.text.append(buffer_, at_, stop - at_);
    line.is_ended = end != std::string::npos;
    at_ = stop + (line.is_ended ? 1 : 0);
  }
  if (line.is_too_long) line.text.clear();
  if (line.text.ends_with('\r')) line.text.pop_back();
  return true;
}

void LogLines::seek(const LogLine& line) {
  buffer_.clear();
  at_ = 0;
  offset_ = line.offset;
  number_ = line.number - 1;
}

}  // namespace tidemark::harvest
