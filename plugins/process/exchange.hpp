#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "child.hpp"

namespace tidemark::process {

using Clock = std::chrono::steady_clock;

/// The largest output the host takes.
inline constexpr std::size_t output_limit = std::size_t{16} << 20U;
/// How long a process may take to end after SIGTERM.
inline constexpr std::chrono::milliseconds grace{150};

/// What a command that ended well left.
struct Ran {
  std::string output;        ///< its stdout without a trailing newline
  bool left_nobody = false;  ///< no process that it started holds its stdout or stderr any more
};

/// Runs one command, its TMPDIR `temporary`, with `input` on its stdin, then end of file. Blocks
/// until the command ended, `deadline`, or `stop` rings. Throws CallFailure when the status is not
/// 0, whatever was printed.
Ran run_once(const Launch& launch, const std::string& temporary, std::string_view input,
             Clock::time_point deadline, const Wake& stop);

}  // namespace tidemark::process
