#include "core/host/channel.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace tidemark::host {
namespace {

constexpr std::size_t most_held = std::size_t{256} << 10U;

}  // namespace

std::optional<Frame> Channel::receive() {
  for (;;) {
    if (const auto frame = buffer_.next()) return frame;
    const ssize_t got = ::read(descriptor_, bytes_.data(), bytes_.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    buffer_.add({bytes_.data(), static_cast<std::size_t>(got)});
  }
}

void Channel::send(std::string_view frame) {
  const std::lock_guard lock(mutex_);
  if (holders_ == 0) return put(frame);
  held_ += frame;
  if (held_.size() > most_held) put_held();
}

void Channel::hold() {
  const std::lock_guard lock(mutex_);
  ++holders_;
}

void Channel::release() {
  const std::lock_guard lock(mutex_);
  if (--holders_ == 0) put_held();
}

void Channel::put_held() {
  put(held_);
  held_.clear();
}

void Channel::put(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

}  // namespace tidemark::host
