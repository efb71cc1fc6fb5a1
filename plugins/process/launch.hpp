#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "descriptor.hpp"

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

/// A process that runs its program.
struct Started {
  pid_t id = 0;
  Descriptor exit;  ///< readable when it ended
};

/// Starts the command as leader of a process group of its own, with these variables and nothing
/// open but `files` as its stdin, stdout and stderr, which are above 2 here. Its limits hold from
/// its program's first instruction on, which posix_spawn(3) could not do. A name without a '/' is
/// sought in this process's PATH. Throws CallFailure naming the command. [any thread]
Started start(const Launch& launch, std::vector<std::string> variables,
              const std::array<int, 3>& files);

}  // namespace tidemark::process
