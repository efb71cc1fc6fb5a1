#include "launch.hpp"

namespace tidemark::process {
namespace {

/// POSIX's ulimit counts files in 512 bytes; memory in KiB is what every shell of Linux does.
std::string script_of(const Limits& limits) {
  std::string script;
  const auto add = [&](const char* what, std::optional<std::int64_t> most, std::int64_t unit) {
    if (most) script += std::string("ulimit ") + what + ' ' + std::to_string(*most * unit) + " && ";
  };
  add("-t", limits.cpu_seconds, 1);
  add("-v", limits.memory_mb, 1024);
  add("-f", limits.file_mb, 2048);
  add("-n", limits.open_files, 1);
  return script;
}

}  // namespace

std::vector<std::string> limited(const Launch& launch) {
  const std::string script = script_of(launch.limits);
  if (script.empty()) return launch.command;
  std::vector<std::string> command = {"/bin/sh", "-c", script + "exec \"$@\"", "sh"};
  command.insert(command.end(), launch.command.begin(), launch.command.end());
  return command;
}

}  // namespace tidemark::process
