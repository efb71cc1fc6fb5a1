#include "plugins/web/sockets.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

namespace tidemark::web {
namespace {

using std::chrono::milliseconds;

std::uint32_t events_of(int what) {
  std::uint32_t events = 0;
  if ((what & CURL_POLL_IN) != 0) events |= EPOLLIN;
  if ((what & CURL_POLL_OUT) != 0) events |= EPOLLOUT;
  return events;
}

/// A broken connection is found out by reading and by writing.
int actions_of(std::uint32_t events) {
  int actions = 0;
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) actions |= CURL_CSELECT_IN;
  if ((events & EPOLLOUT) != 0) actions |= CURL_CSELECT_OUT;
  if ((events & EPOLLERR) != 0) actions |= CURL_CSELECT_ERR;
  return actions;
}

}  // namespace

Sockets::Sockets(CURLM* multi)
    : multi_(multi),
      poll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (poll_ < 0 || wake_ < 0) throw std::runtime_error("no descriptor is left to wait with");
  control(EPOLL_CTL_ADD, wake_, EPOLLIN);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, static_cast<void*>(this));
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, static_cast<void*>(this));
}

Sockets::~Sockets() {
  ::close(poll_);
  ::close(wake_);
}

void Sockets::wake() {
  const std::uint64_t one = 1;
  // It fails only where so many wakes wait already.
  [[maybe_unused]] const ssize_t put = ::write(wake_, &one, sizeof one);
}

void Sockets::control(int operation, curl_socket_t socket, std::uint32_t events) const {
  epoll_event event{};
  event.events = events;
  event.data.fd = socket;
  const bool done = ::epoll_ctl(poll_, operation, socket, &event) == 0;
  if (!done && errno == EEXIST) ::epoll_ctl(poll_, EPOLL_CTL_MOD, socket, &event);
}

/// A connection that rests is waited for as it was, since the next call will want the same.
void Sockets::watch(curl_socket_t socket, int what) {
  const bool ends = what == CURL_POLL_REMOVE;
  const auto found = connections_.find(socket);
  if (found == connections_.end()) {
    return control(ends ? EPOLL_CTL_DEL : EPOLL_CTL_ADD, socket, events_of(what));
  }
  Connection& connection = found->second;
  connection.rests = ends;
  if (ends || connection.events == events_of(what)) return;
  control(connection.events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, events_of(what));
  connection.events = events_of(what);
}

int Sockets::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
  static_cast<Sockets*>(self)->watch(socket, what);
  return 0;
}

int Sockets::on_timer(CURLM*, long timeout_ms, void* self) {
  static_cast<Sockets*>(self)->due_ =
      timeout_ms < 0 ? Clock::time_point::max() : Clock::now() + milliseconds(timeout_ms);
  return 0;
}

int Sockets::wait_ms() const {
  if (due_ == Clock::time_point::max()) return -1;
  const auto left = std::chrono::ceil<milliseconds>(due_ - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void Sockets::see_time() {
  if (due_ == Clock::time_point::max() || Clock::now() < due_) return;
  due_ = Clock::time_point::max();
  int running = 0;
  curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
}

void Sockets::take(curl_socket_t socket, std::uint32_t events) {
  if (socket == wake_) {
    std::uint64_t wakes = 0;
    [[maybe_unused]] const ssize_t got = ::read(wake_, &wakes, sizeof wakes);
    return;
  }
  const auto found = connections_.find(socket);
  if (found != connections_.end() && found->second.rests) {
    // Whoever uses it next sees that it is spoiled.
    found->second.events = 0;
    return control(EPOLL_CTL_DEL, socket, 0);
  }
  int running = 0;
  curl_multi_socket_action(multi_, socket, actions_of(events), &running);
}

bool Sockets::serve_within(int ms) {
  std::array<epoll_event, 64> events;
  const int count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), ms);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    take(event.data.fd, event.events);
  }
  see_time();
  return count > 0;
}

}  // namespace tidemark::web
