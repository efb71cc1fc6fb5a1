#include "core/host/undertaker.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

namespace tidemark::host {
namespace {

constexpr std::chrono::milliseconds between_looks{5};
constexpr std::chrono::milliseconds between_rounds{1000};
/// After SIGKILL only a process stuck in the kernel is left; it cannot be waited for.
constexpr std::chrono::milliseconds patience_with_kill{3000};

/// Whether nothing is left of the process then. One whose first thread alone has ended looks dead
/// and is not, and cannot be reaped.
bool reap(pid_t id) { return ::waitpid(id, nullptr, WNOHANG) != 0; }

/// What the worker's end, being the last of its session, made children of ours.
void reap_orphans_of(pid_t worker) {
  for (const Process& process : processes_of(worker)) {
    if (process.ended && process.parent == ::getpid()) reap(process.id);
  }
}

}  // namespace

Undertaker::Undertaker(EventLoop& loop, std::chrono::milliseconds grace)
    : loop_(loop), grace_(grace), round_(loop) {}

void Undertaker::watch() {
  round_.set(Clock::now() + between_rounds, [this] { look_around(); });
}

/// A command may leave children that become ours and end long before its worker does.
void Undertaker::look_around() {
  if (!std::exchange(left_is_removed_, true))
    aside(std::packaged_task<void()>(TemporaryFolders::remove_left));
  for (const Process& process : processes()) {
    if (process.ended && process.parent == ::getpid() && !spared_.contains(process.id)) {
      reap(process.id);
    }
  }
  watch();
}

void Undertaker::bury(pid_t id, TemporaryFolder folder) {
  burials_.emplace_front(loop_, id, std::move(folder));
  look(burials_.begin());
}

void Undertaker::look(Place burial) {
  const std::vector<Process> left = remains(*burial);
  for (const Process& process : left) end(*burial, process);
  const bool only_worker = std::all_of(left.begin(), left.end(), [&](const Process& process) {
    return process.id == burial->worker && process.ended;
  });
  const bool is_given_up = Clock::now() > burial->begun + grace_ + patience_with_kill;
  const bool is_gone = (only_worker || is_given_up) && reap(burial->worker);
  if (is_gone || is_given_up) {
    reap_orphans_of(burial->worker);
    spared_.erase(burial->worker);
    remove(std::move(burial->folder));
    burials_.erase(burial);
    return;
  }
  burial->timer.set(Clock::now() + between_looks, [this, burial] { look(burial); });
}

std::vector<Process> Undertaker::remains(const Burial& burial) const {
  std::vector<Process> left = processes();
  std::erase_if(left, [&](const Process& process) { return !is_remains(process, burial.worker); });
  return left;
}

/// An orphan that left every worker's session is nobody's, so it goes with the first worker to end.
bool Undertaker::is_remains(const Process& process, pid_t worker) const {
  const bool child = process.parent == ::getpid();
  if (process.session == worker) return child || !process.ended;
  return child && !spared_.contains(process.id) && !spared_.contains(process.session);
}

void Undertaker::end(Burial& burial, const Process& process) {
  // The worker itself stays a zombie to the last, which keeps its session's number from reuse.
  if (process.ended && process.id != burial.worker && reap(process.id)) return;
  if (Clock::now() >= burial.begun + grace_) {
    ::kill(process.id, SIGKILL);
  } else if (burial.asked.insert(process.id).second) {
    ::kill(process.id, SIGTERM);
    ::kill(process.id, SIGCONT);
  }
}

/// Nobody knows how much is in it.
void Undertaker::remove(TemporaryFolder folder) {
  if (folder.remove_if_empty()) return;
  aside(std::packaged_task<void()>(
      [folder = std::move(folder)]() mutable { const TemporaryFolder gone = std::move(folder); }));
}

void Undertaker::aside(std::packaged_task<void()> work) {
  std::erase_if(aside_, [](const std::future<void>& one) {
    return one.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  });
  aside_.push_back(std::async(std::launch::async, std::move(work)));
}

}  // namespace tidemark::host
