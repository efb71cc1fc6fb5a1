#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "plugins/web/client.hpp"
#include "plugins/web/connections.hpp"
#include "plugins/web/handles.hpp"
#include "plugins/web/sockets.hpp"

namespace tidemark::web {

using Clock = std::chrono::steady_clock;

/// What the calls of a client share, which must outlive them.
struct Means {
  const Rules& rules;
  Handles& handles;
  Connections& connections;
  Sockets& sockets;
};

/// One call on its way, over at most three redirects. Only for the client's thread.
class Transfer {
 public:
  /// The means must outlive every connection that is made with them.
  Transfer(const Means& means, std::uint64_t call, Request request, Clock::time_point deadline,
           Ended ended);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  std::uint64_t call() const { return call_; }
  CURL* easy() const { return handle_->easy(); }
  /// Sees how an exchange went. True when another one follows, for which the handle is prepared.
  bool goes_on(CURLcode code);
  /// Tells how the call ended.
  void tell();
  void tell_cancelled();

 private:
  void prepare();
  void prepare_method();
  /// Takes the next step of a redirect; false, with a failure, when it may not be taken.
  bool follow_redirect();
  /// Whether the connection had served before and was given up by the other side, which HTTP/1 has
  /// libcurl find out by itself. Once in a call.
  bool was_left(CURLcode code);
  void fail(tidemark_status status, const std::string& sentence, sdk::Facts facts = {});
  void see_failure(CURLcode code);
  bool take_header(std::string_view line);
  bool take_body(std::string_view bytes);
  static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int on_close(void* means, curl_socket_t socket);
  static int on_connection(void* self, char* far, char* near, int far_port, int near_port);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);

  const Means& means_;
  const std::uint64_t call_;
  Request request_;
  const Clock::time_point deadline_;
  const Ended ended_;
  std::unique_ptr<Handle> handle_;
  char trouble_[CURL_ERROR_SIZE] = {};
  Reply reply_;
  std::optional<plugin::CallFailure> failure_;
  std::size_t header_bytes_ = 0;
  int header_lines_ = 0;
  bool headers_ended_ = false;
  int redirects_ = 0;
  bool strayed_ = false;  ///< an address lay in another network
  bool crowded_ = false;  ///< no descriptor was left
  bool spoiled_ = false;  ///< the kept connection could not be used
  bool renewed_ = false;  ///< a connection that was left has been replaced
};

}  // namespace tidemark::web
