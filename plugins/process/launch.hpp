#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidemark::process {

/// What one process may take, by setrlimit(2); nothing is limited that is not named.
struct Limits {
  std::optional<std::int64_t> cpu_seconds, memory_mb, file_mb, open_files;
};

/// How a command is started.
struct Launch {
  std::vector<std::string> command;  ///< argv; the first with a '/' is relative to the folder
  std::string folder;                ///< the working directory; "" is the plugin's own
  Limits limits;
};

/// The command with the limits. They are set by a shell that becomes the command, since
/// posix_spawn() cannot set them and a process must not run one instruction without them.
std::vector<std::string> limited(const Launch& launch);

}  // namespace tidemark::process
