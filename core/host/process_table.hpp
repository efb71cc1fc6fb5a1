#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::host {

/// One process of the machine, as /proc tells.
struct Process {
  pid_t id = 0;
  pid_t parent = 0;
  pid_t session = 0;
  bool ended = false;  ///< a zombie: only waits to be reaped
  std::size_t threads = 0;

  bool operator==(const Process&) const = default;
};

/// All processes now.
std::vector<Process> processes();
/// Whether this process has any child, a zombie included.
bool has_children();
/// Those of one session, at a small part of the cost.
std::vector<Process> processes_of(pid_t session);

/// Reads the text of /proc/N/stat, in which the name may hold anything.
std::optional<Process> parse_process(std::string_view stat);

/// How a process ended.
struct ProcessEnd {
  std::string how;  ///< `exited with status 0`, `was killed by signal 11 (Segmentation fault)`
  bool by_a_limit = false;  ///< of the size of a file or of processor time
  bool by_kill = false;     ///< SIGKILL, as the system sends it where memory ends
};

/// Leaves the process to be reaped. Nothing while it runs.
std::optional<ProcessEnd> ending_of(pid_t id);

}  // namespace tidemark::host
