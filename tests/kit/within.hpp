#pragma once

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <fstream>
#include <string>

namespace tidemark::test {

/// What a piece of work may use. Limits, not clocks: a busy machine changes nothing.
struct Limits {
  rlim_t cpu_seconds = 10;
  rlim_t memory = 0;  ///< bytes on top of what the test holds already; 0 is no limit
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/// A sanitizer reserves more address space than any limit, and computes some ten times as long.
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

inline rlim_t address_space() {
  rlim_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

inline void limit(int resource, rlim_t most) {
  const rlimit both{most, most};
  ::setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

/// What the work, which answers with a bool, comes to in a process of its own: "true", "false",
/// "threw", or the name of the signal that ended it.
template <typename Work>
std::string within(const Limits& limits, const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, limits.cpu_seconds * (is_sanitized ? 10 : 1));
    if (limits.memory != 0 && !is_sanitized) limit(RLIMIT_AS, address_space() + limits.memory);
    try {
      ::_exit(work() ? 0 : 1);
    } catch (...) {
      ::_exit(2);
    }
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) return "not started";
  if (WIFSIGNALED(status)) return ::sigabbrev_np(WTERMSIG(status));
  return WEXITSTATUS(status) == 0 ? "true" : WEXITSTATUS(status) == 1 ? "false" : "threw";
}

}  // namespace tidemark::test
