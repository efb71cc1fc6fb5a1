#pragma once

#include <sys/types.h>

#include "core/base/descriptor.hpp"
#include "core/host/host.hpp"
#include "core/host/temporary_folder.hpp"

namespace tidemark::host {

/// A worker process just started, leader of its own session.
struct SpawnedWorker {
  pid_t id = 0;
  Descriptor exit;            ///< pidfd: readable when it ended
  Descriptor socket;          ///< our end of the frames
  Descriptor output;          ///< what it prints; does not block
  TemporaryFolder temporary;  ///< its TMPDIR, to be kept as long as anything of it lives
};

/// Starts a worker with nothing of ours but its socket and `plugin`, the plugin's file (-1: none):
/// no other descriptor, no other variable; its TMPDIR is `temporary`, if there is one. The calling
/// thread must live as long as the worker, which dies with it. Throws Error(evaluation).
SpawnedWorker spawn_worker(const std::vector<std::string>& command, const WorkerSpec& spec,
                           int plugin, TemporaryFolder temporary);

}  // namespace tidemark::host
