#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/host/plugin_file.hpp"
#include "core/model/shared_text.hpp"
#include "core/model/trial.hpp"

namespace tidemark::host {

/// One plugin with one configuration, as its worker process is to run it.
struct WorkerSpec {
  PluginFile plugin;
  std::string config = "{}";             ///< JSON object
  std::vector<std::string> environment;  ///< names passed on, beside `harmless_variables`
  std::filesystem::path folder;          ///< working directory; empty means this process's

  bool operator==(const WorkerSpec&) const = default;
};

struct HostSettings {
  /// Absolute program and arguments that end in worker_main(worker_descriptor).
  std::vector<std::string> worker_command;
  std::chrono::milliseconds start_deadline{5000};
  /// How long something may take to end after it was asked to, before it is killed.
  std::chrono::milliseconds stop_grace{500};
  std::size_t output_limit = std::size_t{16} << 20U;  ///< bytes of one output, at most 16 MiB
  std::size_t stderr_limit = std::size_t{1} << 20U;   ///< last bytes kept of what a worker prints
  int restarts = 3;                                   ///< in a row, without one good answer between
  /// A worker that holds more, with what it started, is killed and its calls fail as `resource`.
  std::size_t memory_limit = std::size_t{4} << 30U;
  /// The same for threads, counting those of what it started.
  std::size_t thread_limit = 4096;
  /// A worker that holds more, or has answered so many calls, is replaced by a fresh one between
  /// two calls; none fails for it.
  std::size_t recycle_memory = std::size_t{1} << 30U;
  std::size_t recycle_after = 10'000;
};

struct PluginInfo {
  std::string id;
  std::string version;
  std::string summary;
  std::vector<std::string> capabilities;
};

/// How one run of a plugin ended: `output`, UTF-8 that should be JSON, or a failure.
struct Answer {
  std::string output;
  std::optional<Failure> failure;
  std::string log;  ///< with a failure: the last lines the worker printed, made printable
  std::chrono::microseconds took{};
  Facts facts{};
};

/// How one comparison ended: a score in [0,1], or a failure.
struct Comparison {
  double score = 0;
  std::string explanation;
  std::optional<Failure> failure;
};

/// One input that a plugin is to run on, JSON text, and who hears what came of it.
struct Submission {
  SharedText input;
  std::chrono::milliseconds timeout{};
  std::function<void(Answer)> done;
};

/// A plugin in a worker process. When the process dies, calls in flight fail and the next call
/// starts another. Destroying it fails calls in flight as cancelled and ends the process. [any
/// thread]
class Worker {
 public:
  struct Impl;
  explicit Worker(std::shared_ptr<Impl> impl, PluginInfo info);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  const PluginInfo& info() const { return info_; }
  /// Runs the plugin on each input; what is submitted together crosses to the worker together.
  /// Each `done` is called exactly once, on the host's thread or in submit(); it must not throw,
  /// not block, and not come back to the host.
  void submit(std::vector<Submission> all);
  void submit(SharedText input, std::chrono::milliseconds timeout,
              std::function<void(Answer)> done) {
    submit({{std::move(input), timeout, std::move(done)}});
  }
  /// Scores an output; `done` as for submit().
  void compare(std::string reference, std::string output, std::string options,
               std::chrono::milliseconds timeout, std::function<void(Comparison)> done);
  /// Asks every call in flight to end; each fails as cancelled within the stop grace.
  void cancel_all();

 private:
  std::shared_ptr<Impl> impl_;
  PluginInfo info_;
};

/// Runs plugins in worker processes, never in this one. Makes this process the reaper of everything
/// workers leave behind: whatever becomes its child and is no worker is killed when a worker ends,
/// unless it was a child before. At most one Host lives in a process.
class Host {
 public:
  explicit Host(HostSettings settings);
  /// Fails calls in flight as cancelled, ends every worker and all that descends from them. Takes
  /// at most a few stop graces.
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  /// Loads the plugin in a worker, only to ask what it is; `spec.config` is not looked at. Throws
  /// as open() does. [any thread but the host's]
  PluginInfo describe(const WorkerSpec& spec);
  /// A started worker. Throws Error: security when the file may not be used, configuration when it
  /// is no plugin or refuses its configuration, evaluation when it crashes or hangs at load.
  /// [any thread but the host's]
  std::shared_ptr<Worker> open(const WorkerSpec& spec);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidemark::host
