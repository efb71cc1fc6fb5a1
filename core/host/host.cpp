#include "core/host/host.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <utility>

#include "core/base/error.hpp"
#include "core/host/supervisor.hpp"

namespace tidemark::host {
namespace {

std::atomic<bool> host_exists = false;

/// What close() may take beyond the graces before a process stuck in the kernel is given up.
constexpr std::chrono::milliseconds patience{5000};

Failure stopped() { return {FailureKind::cancelled, "the run was stopped"}; }

}  // namespace

struct Worker::Impl {
  std::shared_ptr<EventLoop> loop;
  std::shared_ptr<Supervisor> supervisor;
};

Worker::Worker(std::shared_ptr<Impl> impl, PluginInfo info)
    : impl_(std::move(impl)), info_(std::move(info)) {}

Worker::~Worker() {
  // The last reference goes to the loop's thread, which alone may destroy a supervisor.
  const std::shared_ptr<EventLoop> loop = impl_->loop;
  loop->post([impl = std::move(impl_)] { impl->supervisor->close(); });
}

void Worker::submit(std::vector<Submission> all) {
  bool given = false;
  impl_->loop->run_here([&] { given = impl_->supervisor->submit_at_once(all); });
  if (given) return;
  const auto shared = std::make_shared<std::vector<Submission>>(std::move(all));
  const bool posted = impl_->loop->post([supervisor = impl_->supervisor, shared] {
    for (Submission& one : *shared) {
      supervisor->submit(one.input.str(), one.timeout, std::move(one.done));
    }
  });
  if (posted) return;
  for (const Submission& one : *shared) one.done({{}, stopped(), {}, {}});
}

void Worker::compare(std::string reference, std::string output, std::string options,
                     std::chrono::milliseconds timeout, std::function<void(Comparison)> done) {
  const bool posted =
      impl_->loop->post([supervisor = impl_->supervisor, reference = std::move(reference),
                         output = std::move(output), options = std::move(options), timeout, done] {
        supervisor->compare({0, reference, output, options}, timeout, done);
      });
  if (!posted) done({0, {}, stopped()});
}

void Worker::cancel_all() {
  impl_->loop->post([supervisor = impl_->supervisor] { supervisor->cancel_all(); });
}

struct Host::Impl {
  explicit Impl(HostSettings chosen)
      : settings(std::move(chosen)),
        loop(std::make_shared<EventLoop>()),
        undertaker(*loop, settings.stop_grace) {
    if (has_children()) spare_children();
    loop->post([this] { undertaker.watch(); });
  }

  void spare_children() {
    for (const Process& process : processes()) {
      if (process.parent == ::getpid()) undertaker.spare(process.id);
    }
  }

  void close_all() {
    undertaker.rest();
    for (const auto& supervisor : supervisors) {
      if (const auto alive = supervisor.lock()) alive->close();
    }
  }

  /// Starts the plugin and waits for what it says of itself.
  std::pair<std::shared_ptr<Supervisor>, PluginInfo> start(const WorkerSpec& spec, bool create) {
    if (loop->is_current_thread()) {
      throw Error(Fault::internal, "a worker is opened on the host's own thread");
    }
    check_plugin_file(spec.plugin);
    const auto promise = std::make_shared<std::promise<Started>>();
    std::shared_ptr<Supervisor> supervisor;
    loop->post([&] {
      supervisor = std::make_shared<Supervisor>(*loop, undertaker, settings, spec);
      std::erase_if(supervisors, [](const auto& known) { return known.expired(); });
      supervisors.push_back(supervisor);
      supervisor->start(create,
                        [promise](Started started) { promise->set_value(std::move(started)); });
    });
    const Started started = promise->get_future().get();
    if (started.refusal) {
      end(std::move(supervisor));
      throw *started.refusal;
    }
    return {supervisor, started.info};
  }

  /// The last reference goes to the loop's thread, which alone may destroy a supervisor.
  void end(std::shared_ptr<Supervisor> supervisor) {
    loop->post([supervisor = std::move(supervisor)] { supervisor->close(); });
  }

  const HostSettings settings;
  const std::shared_ptr<EventLoop> loop;
  Undertaker undertaker;
  std::vector<std::weak_ptr<Supervisor>> supervisors;
};

Host::Host(HostSettings settings) {
  if (host_exists.exchange(true)) {
    throw Error(Fault::internal, "a second plugin host in one process");
  }
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  impl_ = std::make_unique<Impl>(std::move(settings));
}

Host::~Host() {
  impl_->loop->close([this] { impl_->close_all(); }, 3 * impl_->settings.stop_grace + patience);
  host_exists = false;
}

PluginInfo Host::describe(const WorkerSpec& spec) {
  auto [supervisor, info] = impl_->start(spec, false);
  impl_->end(std::move(supervisor));
  return info;
}

std::shared_ptr<Worker> Host::open(const WorkerSpec& spec) {
  auto [supervisor, info] = impl_->start(spec, true);
  return std::make_shared<Worker>(
      std::make_shared<Worker::Impl>(Worker::Impl{impl_->loop, std::move(supervisor)}),
      std::move(info));
}

}  // namespace tidemark::host
