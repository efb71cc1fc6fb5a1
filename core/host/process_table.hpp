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

  bool operator==(const Process&) const = default;
};

/// All processes now.
std::vector<Process> processes();

/// Bytes of memory that the processes of a session hold, as /proc tells: the worker that leads it
/// and whatever it started that has not left the session. Shared pages count for each of them.
std::size_t resident_bytes(pid_t session);

/// Reads the text of /proc/N/stat, in which the name may hold anything.
std::optional<Process> parse_process(std::string_view stat);

/// How a process ended, for a sentence: `exited with status 0`, `was killed by signal 11
/// (Segmentation fault)`. Leaves it to be reaped. Nothing while it runs.
std::optional<std::string> ending_of(pid_t id);

}  // namespace tidemark::host
