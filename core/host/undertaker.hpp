#pragma once

#include <sys/types.h>

#include <future>
#include <list>
#include <set>
#include <vector>

#include "core/host/event_loop.hpp"
#include "core/host/process_table.hpp"
#include "core/host/temporary_folder.hpp"

namespace tidemark::host {

/// Sees to it that nothing outlives a worker: ends the processes of its session and the orphans
/// that became children of ours, politely first, then not, and reaps them; and no temporary file.
/// Never blocks. Only for the loop's thread.
class Undertaker {
 public:
  Undertaker(EventLoop& loop, std::chrono::milliseconds grace);

  /// Processes that are children of ours and no worker's doing, and workers; both are left alone.
  void spare(pid_t id) { spared_.insert(id); }
  /// From now on reaps, every second, what living workers leave behind, until rest().
  void watch();
  void rest() { round_.clear(); }
  /// For a worker that will be buried with it.
  TemporaryFolder folder() { return folders_.next(); }
  /// Ends the worker `id` and what it left, then removes its folder. Until then its number cannot
  /// belong to another process, since we alone can reap it.
  void bury(pid_t id, TemporaryFolder folder);

 private:
  struct Burial {
    Burial(EventLoop& loop, pid_t id, TemporaryFolder its_folder)
        : worker(id), folder(std::move(its_folder)), begun(Clock::now()), timer(loop) {}
    pid_t worker;
    TemporaryFolder folder;
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
  void remove(TemporaryFolder folder);
  void aside(std::packaged_task<void()> work);

  EventLoop& loop_;
  const std::chrono::milliseconds grace_;
  std::set<pid_t> spared_;
  TemporaryFolders folders_;
  bool left_is_removed_ = false;
  std::list<Burial> burials_;
  std::vector<std::future<void>> aside_;  ///< what may take long
  Timer round_;
};

}  // namespace tidemark::host
