#pragma once

#include <signal.h>

#include <thread>

#include "tests/core/host/host_kit.hpp"

namespace tidemark::host::kit {

/// A process plugin whose command is a shell script; `more` is the rest of the configuration.
inline WorkerSpec script(const std::string& text, const std::string& more = "") {
  std::string quoted;
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return spec("process", R"({"command":["sh","-c",")" + quoted + "\"]" + more + '}');
}

inline WorkerSpec python(const std::string& text, const std::string& more) {
  std::string quoted;
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter == '\n' ? std::string("\\n") : std::string(1, letter);
  }
  return spec("process", R"({"command":["python3","-u","-c",")" + quoted + "\"]" + more + '}');
}

/// One run of a fresh worker.
inline std::string said_by(const WorkerSpec& worker, const std::string& input,
                           std::chrono::milliseconds timeout = 20s) {
  Host host(settings());
  return said(run(*host.open(worker), input, timeout));
}

/// Whether the process ends within two seconds.
inline bool ends(pid_t id) {
  for (int i = 0; i < 400 && ::kill(id, 0) == 0; ++i) std::this_thread::sleep_for(5ms);
  return ::kill(id, 0) != 0;
}

}  // namespace tidemark::host::kit
