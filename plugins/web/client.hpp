#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugins/kit/call_failure.hpp"

/// HTTP as plugins need it: many calls in flight, each bounded in time and size, none of them
/// repeated, and nothing contacted but the origin that the settings name.
namespace tidemark::web {

struct Header {
  std::string name;
  std::string value;
  bool secret = false;  ///< goes to the first address only, never along with a redirect

  bool operator==(const Header&) const = default;
};

struct Request {
  std::string method;
  std::string url;
  std::vector<Header> headers;
  std::string body;
};

/// What all calls of a client have in common.
struct Rules {
  std::string ca_file;                           ///< certificates to trust; "" means the system's
  std::chrono::seconds stall{60};                ///< given up when nothing came for so long
  std::size_t body = std::size_t{16} << 20U;     ///< bytes of one decoded body
  std::size_t headers = std::size_t{64} << 10U;  ///< bytes of all headers of one call
  int header_lines = 256;                        ///< of one call, all its responses together
  bool keep_alive = true;                        ///< false: each call has a connection of its own
};

/// What a server answered.
struct Reply {
  int status = 0;
  std::string body;  ///< decoded
  std::optional<std::int64_t> retry_after_ms;
};

/// How one call ended: a reply of whatever status, or why there is none.
using Ended = std::function<void(Reply reply, const plugin::CallFailure* failure)>;

/// Has something done that tells the ends of all calls which ended at one time.
using Telling = std::function<void(const std::function<void()>& tell)>;

/// Makes calls, all of them on one thread. Destroying it leaves calls in flight without an answer.
class Client {
 public:
  /// `telling` is called on the client's thread, and must do what it is given before it returns.
  explicit Client(Rules rules, Telling telling);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Starts a call; `ended` is told once, on the client's thread, within the deadline. [any thread]
  void start(std::uint64_t call, Request request, std::chrono::milliseconds deadline, Ended ended);
  /// Ends a call as cancelled, if it is still in flight. [any thread]
  void cancel(std::uint64_t call);

 private:
  struct Impl;  // libcurl stays in the .cpp
  std::unique_ptr<Impl> impl_;
};

}  // namespace tidemark::web
