#include "core/host/worker_process.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "core/host/message.hpp"

namespace tidemark::host {
namespace {

constexpr std::size_t chunk_size = 65536;
/// So that one worker that floods does not keep the others waiting.
constexpr int chunks_per_turn = 16;

}  // namespace

WorkerProcess::WorkerProcess(EventLoop& loop, Undertaker& undertaker, SpawnedWorker spawned,
                             const HostSettings& settings)
    : loop_(loop),
      undertaker_(undertaker),
      spawned_(std::move(spawned)),
      grace_(settings.stop_grace),
      log_(settings.stderr_limit),
      patience_(loop) {
  undertaker_.spare(spawned_.id);
}

void WorkerProcess::begin(Events events) {
  events_ = std::move(events);
  const auto self = shared_from_this();
  socket_ = std::make_unique<Watch>(loop_, spawned_.socket.get(), [self] { self->read_frames(); });
  output_ = std::make_unique<Watch>(loop_, spawned_.output.get(), [self] { self->read_output(); });
  exit_ = std::make_unique<Watch>(loop_, spawned_.exit.get(), [self] { self->see_exit(); });
}

/// What other tasks that wait already have to send goes along with it.
void WorkerProcess::send(std::string_view frame) {
  if (!socket_) return;
  outgoing_ += frame;
  if (writing_) return;
  writing_ = true;
  if (!loop_.post([self = shared_from_this()] { self->write_frames(); })) write_frames();
}

void WorkerProcess::flush() {
  if (!writing_) write_frames();
}

void WorkerProcess::write_frames() {
  writing_ = false;
  while (sent_ < outgoing_.size() && socket_) {
    const ssize_t put = ::send(spawned_.socket.get(), outgoing_.data() + sent_,
                               outgoing_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (put < 0 && errno == EAGAIN) {
      writing_ = true;
      return socket_->when_writable([self = shared_from_this()] { self->write_frames(); });
    }
    if (put < 0) break;  // its death is told by what we read
    sent_ += static_cast<std::size_t>(put);
  }
  outgoing_.clear();
  sent_ = 0;
}

/// How many bytes came.
std::size_t WorkerProcess::read_some() {
  std::array<char, chunk_size> bytes;
  const ssize_t got = ::recv(spawned_.socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (got == 0) see_end_of_stream();
  if (got <= 0) return 0;
  buffer_.add({bytes.data(), static_cast<std::size_t>(got)});
  take_frames();
  return static_cast<std::size_t>(got);
}

void WorkerProcess::read_frames() {
  for (int i = 0; i < chunks_per_turn && !dead_ && read_some() == chunk_size; ++i) {
  }
}

void WorkerProcess::take_frames() {
  try {
    while (!dead_) {
      const auto frame = buffer_.next();
      if (!frame) return;
      if (events_.frame) events_.frame(*frame);
    }
  } catch (const BadFrame& bad) {
    die({std::string("sent ") + bad.what() + ", so it was killed", true, false});
  }
}

void WorkerProcess::read_output() {
  std::array<char, chunk_size> bytes;
  for (int i = 0; i < chunks_per_turn; ++i) {
    const ssize_t got = ::read(spawned_.output.get(), bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return;
    if (got == 0) return output_.reset();
    log_.add({bytes.data(), static_cast<std::size_t>(got)});
  }
}

/// What it said before it died still counts.
void WorkerProcess::see_exit() {
  const auto end = ending_of(spawned_.id);
  if (!end) return;
  while (!dead_ && socket_ && read_some() != 0) {
  }
  die({end->how, false, end->by_a_limit, false, end->by_kill});
}

/// A process that ends closes its socket first; one that does not end within the grace only
/// pretends.
void WorkerProcess::see_end_of_stream() {
  socket_.reset();
  if (dead_ || ending_of(spawned_.id)) return;  // see_exit() is due
  patience_.set(Clock::now() + grace_,
                [self = shared_from_this()] { self->die({"closed its connection"}); });
}

void WorkerProcess::stop() {
  events_ = {};
  send(encode(Stop{}));
  patience_.set(Clock::now() + grace_, [self = shared_from_this()] { self->die({""}); });
}

void WorkerProcess::die(const Death& death) {
  if (dead_) return;
  const auto self = shared_from_this();
  dead_ = true;
  if (output_) read_output();
  socket_.reset();
  output_.reset();
  exit_.reset();
  patience_.clear();
  spawned_.socket.reset();
  undertaker_.bury(spawned_.id, std::move(spawned_.temporary));
  if (const auto told = std::exchange(events_, {}).dead) told(death);
}

}  // namespace tidemark::host
