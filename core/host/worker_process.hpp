#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/host/event_loop.hpp"
#include "core/host/frame.hpp"
#include "core/host/output_log.hpp"
#include "core/host/process_table.hpp"
#include "core/host/spawn.hpp"
#include "core/host/undertaker.hpp"
#include "core/host/usage.hpp"

namespace tidemark::host {

/// Why a worker process serves no more.
struct Death {
  std::string how;             ///< continues "the worker of plugin X ...": "exited with status 0"
  bool broke_rules = false;    ///< it sent what cannot be
  bool took_too_much = false;  ///< memory, threads, descriptors, or the size of a file
  bool of_security = false;    ///< it refused to load what is not the pinned plugin
  bool by_kill = false;        ///< by SIGKILL, and not ours
};

/// One life of a worker: frames out, frames in, death. Only for what the loop runs.
class WorkerProcess : public std::enable_shared_from_this<WorkerProcess> {
 public:
  struct Events {
    /// May throw BadFrame, which kills the worker.
    std::function<void(const Frame&)> frame;
    /// Once, and nothing after it.
    std::function<void(const Death&)> dead;
  };

  WorkerProcess(EventLoop& loop, Undertaker& undertaker, SpawnedWorker spawned,
                const HostSettings& settings);
  /// Begins to listen. Keeps itself alive until it is dead.
  void begin(Events events);
  void send(std::string_view frame);
  /// send(), but flush() is called soon.
  void add(std::string_view frame) { outgoing_ += frame; }
  void flush();
  /// Ends it at once; it dies of `how`.
  void kill(const Death& death) { die(death); }
  /// Forgets the events and lets it end by itself within the grace.
  void stop();
  const OutputLog& log() const { return log_; }
  /// What it and what it started hold.
  Usage usage() const { return usage_of(spawned_.id); }

 private:
  void read_frames();
  std::size_t read_some();
  void read_output();
  void write_frames();
  void take_frames();
  void see_exit();
  void see_end_of_stream();
  void die(const Death& death);

  EventLoop& loop_;
  Undertaker& undertaker_;
  SpawnedWorker spawned_;
  const std::chrono::milliseconds grace_;
  OutputLog log_;
  FrameBuffer buffer_;
  Events events_;
  std::string outgoing_;
  std::size_t sent_ = 0;  ///< of outgoing_
  bool writing_ = false;
  bool dead_ = false;
  Timer patience_;
  std::unique_ptr<Watch> socket_;
  std::unique_ptr<Watch> output_;
  std::unique_ptr<Watch> exit_;
};

}  // namespace tidemark::host
