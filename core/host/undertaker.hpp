#pragma once

#include <sys/types.h>

#include <list>
#include <set>

#include "core/host/event_loop.hpp"
#include "core/host/process_table.hpp"

namespace tidemark::host {

/// Sees to it that nothing outlives a worker: ends the processes of its session and the orphans
/// that became children of ours, politely first, then not, and reaps them. Never blocks. Only for
/// the loop's thread.
class Undertaker {
 public:
  Undertaker(EventLoop& loop, std::chrono::milliseconds grace);

  /// Processes that are children of ours and no worker's doing, and workers; both are left alone.
  void spare(pid_t id) { spared_.insert(id); }
  /// From now on reaps, every second, what living workers leave behind, until rest().
  void watch();
  void rest() { round_.clear(); }
  /// Ends the worker `id` and what it left. Until then its number cannot belong to another process,
  /// since we alone can reap it.
  void bury(pid_t id);

 private:
  struct Burial {
    Burial(EventLoop& loop, pid_t id) : worker(id), begun(Clock::now()), timer(loop) {}
    pid_t worker;
    Clock::time_point begun;
    std::set<pid_t> asked;  ///< got their SIGTERM
    Timer timer;
  };
  using Place = std::list<Burial>::iterator;

  void look_around();
  void look(Place burial);
  std::vector<Process> remains(const Burial& burial) const;
  bool is_remains(const Process& process, pid_t worker) const;
  void end(Burial& burial, const Process& process);

  EventLoop& loop_;
  const std::chrono::milliseconds grace_;
  std::set<pid_t> spared_;
  std::list<Burial> burials_;
  Timer round_;
};

}  // namespace tidemark::host
