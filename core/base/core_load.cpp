#include "core/base/core_load.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tidemark {

std::size_t runnable_in(std::string_view loadavg) {
  const std::string_view before = loadavg.substr(0, loadavg.find('/'));
  if (before.size() == loadavg.size()) return 0;
  const std::string_view number = before.substr(before.rfind(' ') + 1);
  std::size_t runnable = 0;
  std::from_chars(number.data(), number.data() + number.size(), runnable);
  return runnable;
}

CoreLoad::CoreLoad()
    : loadavg_(::open("/proc/loadavg", O_RDONLY | O_CLOEXEC)),
      cores_(static_cast<std::size_t>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)))) {}

bool CoreLoad::is_full() const {
  std::array<char, 64> text;
  const ssize_t got = ::pread(loadavg_.get(), text.data(), text.size(), 0);
  return got > 0 && runnable_in({text.data(), static_cast<std::size_t>(got)}) > cores_;
}

}  // namespace tidemark
