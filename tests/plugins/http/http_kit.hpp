#pragma once

#include <doctest/doctest.h>

#include "tests/core/host/host_kit.hpp"
#include "tests/kit/bad_server.hpp"

namespace tidemark::host::kit {

/// One server, one host and what a test asks of them.
class Web {
 public:
  /// Made before the host, so that the host spares it.
  test::BadServer server;
  explicit Web(const std::string& script = "bad_server.py") : server(script) {}
  Host host{settings()};

  /// The http plugin calling a server's path, `${/do}` unless the test says otherwise; `more` is
  /// the rest of the configuration.
  WorkerSpec http(const std::string& port = "plain", const std::string& path = "/${/do}",
                  const std::string& more = "") const {
    return spec("http", R"({"url":")" + server.origin(port) + path + '"' + more + '}');
  }
  Answer ask(const WorkerSpec& worker, const std::string& input,
             std::chrono::milliseconds timeout = 20s) {
    return run(*host.open(worker), input, timeout);
  }
};

/// `failure: text`, and ` (again)` when the same call may succeed later.
inline std::string told(const Answer& answer) {
  return said(answer) + (answer.facts.retry ? " (again)" : "");
}

}  // namespace tidemark::host::kit
