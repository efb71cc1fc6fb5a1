#pragma once

#include <doctest/doctest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>

#include "core/json/json.hpp"
#include "tests/kit/folder.hpp"

namespace tidemark::test {

/// tests/kit/bad_server.py or h2_server.py as long as this lives: a server on loopback that
/// misbehaves as asked.
class BadServer {
 public:
  explicit BadServer(const std::string& name = "bad_server.py") {
    int to[2], from[2];
    REQUIRE(::pipe2(to, O_CLOEXEC) == 0);
    REQUIRE(::pipe2(from, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, to[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, from[1], 1);
    std::string program = TIDEMARK_TEST_PYTHON, script = TIDEMARK_TEST_SERVERS "/" + name,
                place = folder_.path();
    char* arguments[] = {program.data(), script.data(), place.data(), nullptr};
    REQUIRE(::posix_spawn(&id_, program.c_str(), &actions, nullptr, arguments, environ) == 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(to[0]);
    ::close(from[1]);
    in_ = ::fdopen(to[1], "w");
    out_ = ::fdopen(from[0], "r");
    ports_ = json::parse(line(), "ports");
  }
  ~BadServer() {
    ::fclose(in_);
    ::fclose(out_);
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }
  BadServer(const BadServer&) = delete;
  BadServer& operator=(const BadServer&) = delete;

  /// `http://127.0.0.1:PORT` of one of its ports by name; those of TLS are https.
  std::string origin(const std::string& name = "plain") const {
    const bool plain = name == "plain" || name == "other" || name == "deaf" || name == "closed";
    return (plain ? "http://127.0.0.1:" : "https://127.0.0.1:") +
           std::to_string(*ports_.find(name)->integer());
  }
  std::string ca_file() const { return (folder_.path() / "ca.pem").string(); }
  /// Requests of that name since last asked.
  int count(const std::string& name) { return std::stoi(ask("count " + name)); }
  /// What `later` holds back is sent now.
  void release() { ask("release all"); }
  /// The newest request of that name: {method, path, headers, body}.
  json::Value last(const std::string& name) { return json::parse(ask("last " + name), "last"); }

 private:
  std::string ask(const std::string& question) {
    std::fputs((question + '\n').c_str(), in_);
    std::fflush(in_);
    return line();
  }
  std::string line() {
    std::string text;
    for (int c = std::fgetc(out_); c != EOF && c != '\n'; c = std::fgetc(out_)) {
      text += static_cast<char>(c);
    }
    REQUIRE(!text.empty());
    return text;
  }

  const Folder folder_;
  pid_t id_ = 0;
  FILE* in_ = nullptr;
  FILE* out_ = nullptr;
  json::Value ports_;
};

}  // namespace tidemark::test
