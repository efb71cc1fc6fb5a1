#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/host/host.hpp"

namespace tidemark::host {

/// A runner that is to be held to what every plugin promises (docs/plugins.md).
struct Candidate {
  WorkerSpec spec;
  std::string input;                          ///< JSON that it takes
  std::optional<std::string> output;          ///< that it gives for it; unset: any
  std::chrono::milliseconds timeout{30'000};  ///< of one call
};

/// Something that every plugin promises.
struct Promise {
  std::string text;    ///< `answers each of a hundred calls in flight once`
  std::string broken;  ///< how; "" when it is kept
};

/// Holds a plugin to its promises, in workers of its own and with about 260 calls, most of them on
/// the candidate's input. Throws as Host::open() when it cannot be started. [any thread but the
/// host's]
std::vector<Promise> conformance(Host& host, const Candidate& candidate);

}  // namespace tidemark::host
