#pragma once

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/hash.hpp"
#include "core/host/host.hpp"
#include "core/host/process_table.hpp"

/// What tests of plugins share: the worker program, plugins as built, calls that wait.
namespace tidemark::host::kit {

using namespace std::chrono_literals;

inline HostSettings settings() {
  HostSettings chosen;
  chosen.worker_command = {TIDEMARK_TEST_WORKER};
  chosen.stop_grace = 300ms;
  return chosen;
}

inline PluginFile plugin_file(const std::string& id, const std::filesystem::path& path) {
  return {id, path, sha256_hex(read_file(path, std::size_t{1} << 30U)), true};
}

/// Sanitizers are told through the environment.
inline WorkerSpec spec(const std::string& id, const std::string& config = "{}") {
  return {plugin_file(id, TIDEMARK_TEST_PLUGINS "/tidemark_" + id + ".so"),
          config,
          {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"},
          {}};
}

/// The misbehaving plugin (tests/plugins/chaos), or a library beside it.
inline WorkerSpec chaos(const std::string& behaviour, const std::string& library = "chaos") {
  return {plugin_file("chaos", TIDEMARK_TEST_CHAOS "/tidemark_" + library + ".so"),
          R"({"behaviour":")" + behaviour + "\"}",
          {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"},
          {}};
}

inline std::future<Answer> submit(Worker& worker, std::string input,
                                  std::chrono::milliseconds timeout = 20s) {
  const auto promise = std::make_shared<std::promise<Answer>>();
  worker.submit(std::move(input), timeout,
                [promise](Answer answer) { promise->set_value(std::move(answer)); });
  return promise->get_future();
}

inline Answer run(Worker& worker, std::string input, std::chrono::milliseconds timeout = 20s) {
  return submit(worker, std::move(input), timeout).get();
}

inline Comparison compare(Worker& worker, std::string options) {
  const auto promise = std::make_shared<std::promise<Comparison>>();
  worker.compare("1", "2", std::move(options), 20s,
                 [promise](Comparison comparison) { promise->set_value(std::move(comparison)); });
  return promise->get_future().get();
}

/// `kind: text`, or the output.
inline std::string said(const Answer& answer) {
  if (!answer.failure) return answer.output;
  return std::string(to_string(answer.failure->kind)) + ": " + answer.failure->text;
}

/// Children of this process, which after a Host must be none.
inline std::size_t children() {
  std::size_t count = 0;
  for (const Process& process : processes()) count += process.parent == ::getpid() ? 1 : 0;
  return count;
}

inline std::size_t descriptors() {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    count += entry.path().empty() ? 0 : 1;
  }
  return count;
}

/// A new folder, removed with all in it at the end of the test.
class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "tidemark-host.XXXXXX";
    path_ = std::filesystem::canonical(::mkdtemp(name.data()));
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// `fault: text` of what opening the worker throws, or "".
inline std::string refusal(Host& host, const WorkerSpec& worker) {
  try {
    host.open(worker);
    return "";
  } catch (const Error& error) {
    return std::to_string(static_cast<int>(error.fault())) + ": " + error.what();
  }
}

}  // namespace tidemark::host::kit
