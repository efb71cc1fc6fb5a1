#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>

#include "core/host/host.hpp"

namespace tidemark::host {

/// What the processes of a session hold, as /proc tells: the worker that leads it and whatever it
/// started that has not left the session.
struct Usage {
  std::size_t memory = 0;       ///< resident bytes; shared pages count for each process
  std::size_t threads = 0;      ///< of all together
  std::size_t descriptors = 0;  ///< of the one that has most
};
Usage usage_of(pid_t session);

/// How it is more than a worker may have, continuing "the worker of plugin X ..."; nothing when it
/// is not.
std::optional<std::string> excess_of(const Usage& usage, const HostSettings& settings);

}  // namespace tidemark::host
