#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/error.hpp"
#include "core/host/calls.hpp"
#include "core/host/host.hpp"
#include "core/host/message.hpp"
#include "core/host/worker_process.hpp"

namespace tidemark::host {

/// What became of starting a worker: what the plugin is, or why it did not start.
struct Started {
  PluginInfo info;
  std::optional<Error> refusal;
};

/// Keeps one worker process alive for its calls: starts it, gives it calls, judges its answers, and
/// starts it again after a death, within bounds. Only for what the loop runs; but for
/// submit_at_once() on the loop's thread, since a worker dies with the thread that started it.
class Supervisor : public std::enable_shared_from_this<Supervisor> {
 public:
  Supervisor(EventLoop& loop, Undertaker& undertaker, const HostSettings& settings,
             WorkerSpec spec);

  /// `create` false: the plugin only says what it is, then the worker ends.
  void start(bool create, std::function<void(Started)> started);
  void submit(std::string_view input, std::chrono::milliseconds timeout,
              std::function<void(Answer)> done);
  /// Gives all of them to the process that serves. False, and nothing happens, when none does.
  bool submit_at_once(std::vector<Submission>& all);
  void compare(Compare texts, std::chrono::milliseconds timeout,
               std::function<void(Comparison)> done);
  void cancel_all();
  /// Fails every call in flight and to come as cancelled, and ends the process.
  void close();

 private:
  /// A call that waits for the others to end, so that the process can be replaced.
  struct Held {
    std::function<void()> begin;
    std::function<void(const Failure&)> fail;
  };

  void start_process(bool create);
  void try_to_start();
  std::optional<Failure> running();
  void call(Calls::Role role, std::chrono::milliseconds timeout,
            const std::function<std::string(std::uint64_t)>& frame,
            std::function<void(Ending)> done);
  void take(const Frame& frame);
  void take_hello(const Frame& frame);
  void take_refusal(const Frame& frame);
  void take_done(const Done& done);
  void take_facts(const Reported& reported);
  void take_compared(const Compared& compared);
  void end_well(std::uint64_t call, Ending ending);
  void tell_started(std::optional<Error> refusal);
  void see_death(const Death& death);
  void kill(const Death& death);
  void watch_usage();
  bool is_worn_out() const;
  bool must_wait();
  void hold(Held call) { held_.push_back(std::move(call)); }
  void begin_held();
  void fail_held();
  Failure failure_after(const Death& death) const;
  /// What a worker says, without secrets and safe to show.
  std::string clean(std::string_view text) const {
    return printable_lines(redactor_.redacted(std::string(text)));
  }
  std::string worker_name() const { return "the worker of plugin " + spec_.plugin.id; }

  EventLoop& loop_;
  Undertaker& undertaker_;
  const HostSettings settings_;
  const WorkerSpec spec_;
  const text::Redactor redactor_;
  Descriptor plugin_file_;  ///< of the first start; it serves the later ones if the path is gone
  Calls calls_;
  std::shared_ptr<WorkerProcess> process_;
  bool ready_ = false;
  bool gathers_ = false;  ///< what is sent: somebody flushes it
  bool closed_ = false;
  bool create_ = false;
  bool is_second_start_ = false;
  int deaths_ = 0;  ///< in a row, without an answer between
  std::string last_death_;
  PluginInfo info_;
  std::function<void(Started)> started_;
  Timer start_timer_;
  Timer usage_timer_;
  std::size_t answered_ = 0;  ///< by this process
  std::size_t memory_ = 0;    ///< bytes, when last looked at
  std::vector<Held> held_;
};

}  // namespace tidemark::host
