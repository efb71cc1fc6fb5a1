#include "replay/cli/signals.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/base/error.hpp"

namespace tidemark::cli {
namespace {

Descriptor opened(int file) {
  if (file < 0) {
    throw Error(Fault::evaluation, std::string("cannot watch signals: ") + std::strerror(errno));
  }
  return Descriptor(file);
}

sigset_t watched() {
  sigset_t signals;
  ::sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) ::sigaddset(&signals, number);
  return signals;
}

}  // namespace

SignalWatch::SignalWatch() {
  const sigset_t signals = watched();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  signals_ = opened(::signalfd(-1, &signals, SFD_CLOEXEC));
  ended_ = opened(::eventfd(0, EFD_CLOEXEC));
  thread_ = std::thread([this] { watch(); });
}

SignalWatch::~SignalWatch() {
  ::eventfd_write(ended_.get(), 1);
  thread_.join();
}

void SignalWatch::watch() {
  for (;;) {
    std::array<pollfd, 2> files{{{signals_.get(), POLLIN, 0}, {ended_.get(), POLLIN, 0}}};
    if (::poll(files.data(), files.size(), -1) < 0) continue;
    if (files[1].revents != 0) return;
    signalfd_siginfo came{};
    if (::read(signals_.get(), &came, sizeof came) != sizeof came) continue;
    const int number = static_cast<int>(came.ssi_signo);
    if (signal_ != 0) ::_exit(128 + number);
    signal_ = number;
    source_.request_stop();
  }
}

}  // namespace tidemark::cli
