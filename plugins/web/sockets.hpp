#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstdint>
#include <unordered_map>

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
  void serve() { serve_within(wait_ms()); }
  /// Has libcurl do what there is to do now. False when no socket had something.
  bool serve_now() { return serve_within(0); }
  /// Of a connection that was opened with these.
  void opened(curl_socket_t socket) { connections_[socket] = {}; }
  void closes(curl_socket_t socket) { connections_.erase(socket); }
  /// Ends one serve(), also one that begins later. [any thread]
  void wake();

 private:
  using Clock = std::chrono::steady_clock;

  struct Connection {
    std::uint32_t events = 0;  ///< that are waited for
    bool rests = false;        ///< between two calls
  };

  void watch(curl_socket_t socket, int what);
  void control(int operation, curl_socket_t socket, std::uint32_t events) const;
  int wait_ms() const;
  bool serve_within(int ms);
  void take(curl_socket_t socket, std::uint32_t events);
  void see_time();
  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*);
  static int on_timer(CURLM*, long timeout_ms, void* self);

  CURLM* const multi_;
  const int poll_, wake_;
  std::unordered_map<curl_socket_t, Connection> connections_;  ///< that are open
  Clock::time_point due_ = Clock::time_point::max();           ///< when a transfer's time has come
};

}  // namespace tidemark::web
