#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstdint>

namespace tidemark::web {

/// What libcurl's transfers wait for: their sockets, their time, and whoever wakes them. What has
/// nothing to do costs nothing. Only for the client's thread, but for wake().
class Sockets {
 public:
  /// Must outlive the handle, which tells it what to wait for. Throws std::runtime_error when no
  /// descriptor is left.
  explicit Sockets(CURLM* multi);
  ~Sockets();
  Sockets(const Sockets&) = delete;
  Sockets& operator=(const Sockets&) = delete;

  /// Waits until there is something to do, and has libcurl do it.
  void serve();
  /// Ends one serve(), also one that begins later. [any thread]
  void wake();

 private:
  using Clock = std::chrono::steady_clock;

  void watch(curl_socket_t socket, int what);
  int wait_ms() const;
  void take(int socket, std::uint32_t events);
  void see_time();
  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*);
  static int on_timer(CURLM*, long timeout_ms, void* self);

  CURLM* const multi_;
  const int poll_, wake_;
  Clock::time_point due_ = Clock::time_point::max();  ///< when a transfer's time has come
};

}  // namespace tidemark::web
