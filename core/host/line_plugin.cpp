#include "core/host/line_plugin.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>

#include "core/host/abi_text.hpp"
#include "core/host/line_frame.hpp"
#include "core/host/line_program.hpp"

namespace tidemark::host {
namespace {

constexpr std::size_t longest_line = body_limit;

/// The program and what it said. The ABI's functions below are this object's.
class LinePlugin {
 public:
  LinePlugin(const Load& load, const Descriptor& file, std::string first)
      : path_(load.path),
        program_(file.get(), load.path, longest_line,
                 {[this](std::string_view line) { hear(line); },
                  [this](const std::string& why) { end(why); }}) {
    program_.say(std::move(first));
  }

  /// The first thing it says: hello or refused.
  LineFrame introduction() { return answer_to(0); }

  void serve(const tidemark_host* host) { host_ = host; }

  void submit(std::uint64_t call, tidemark_text input, std::uint32_t deadline_ms) {
    program_.say(line_of(Submit{call, deadline_ms, view(input)}));
  }
  void cancel(std::uint64_t call) { program_.say(line_of(Cancel{call})); }

  LineFrame compare(tidemark_text reference, tidemark_text output, tidemark_text options) {
    const std::uint64_t call = ++comparisons_;
    program_.say(line_of(Compare{call, view(reference), view(output), view(options)}));
    return answer_to(call);
  }

  void stop() {
    is_stopping_ = true;
    program_.say(line_of(Stop{}));
  }

 private:
  void hear(std::string_view line) {
    try {
      take(frame_of(line));
    } catch (const BadFrame& fault) {
      end(std::string("wrote ") + fault.what() + ": " + std::string(line.substr(0, 200)) +
          (line.size() > 200 ? "..." : ""));
    }
  }

  void take(LineFrame frame) {
    if (frame.kind == FrameKind::done) return finish(frame);
    // It ends by itself then, and sooner than anybody may have read why.
    if (frame.kind == FrameKind::refused && host_ == nullptr) is_stopping_ = true;
    const std::lock_guard lock(mutex_);
    answer_ = std::move(frame);
    answered_.notify_one();
  }

  /// The host, too, knows which calls are in flight, and does not take an answer to another.
  void finish(const LineFrame& frame) const {
    const tidemark_host* host = host_;
    if (host == nullptr) throw BadFrame("an answer before it was asked");
    if (!frame.facts.empty()) host->report(host->self, frame.call, borrowed(frame.facts));
    const bool succeeded = frame.status == TIDEMARK_OK;
    host->done(host->self, frame.call, frame.status, borrowed(succeeded ? frame.text : ""),
               borrowed(succeeded ? "" : frame.text));
  }

  /// As a library would have it that crashed: the host hears of it by this process's end.
  void end(const std::string& why) const {
    if (is_stopping_) return;
    std::fprintf(stderr, "%s %s\n", path_.c_str(), why.c_str());
    ::_exit(1);
  }

  LineFrame answer_to(std::uint64_t call) {
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [this] { return answer_.has_value(); });
    LineFrame answer = std::move(*answer_);
    answer_.reset();
    lock.unlock();
    if (answer.call != call) end("answered another comparison than it was asked for");
    return answer;
  }

  const std::string path_;
  std::mutex mutex_;
  std::condition_variable answered_;
  std::optional<LineFrame> answer_;
  std::atomic<const tidemark_host*> host_ = nullptr;
  std::atomic<bool> is_stopping_ = false;
  std::uint64_t comparisons_ = 0;
  LineProgram program_;  // last: its thread uses all of the above
};

/// A worker has one plugin, and the ABI's functions are told nothing of which it is.
std::unique_ptr<LinePlugin> the_plugin;
Hello the_hello;

void* create(const tidemark_host* host, tidemark_text, tidemark_sink) {
  the_plugin->serve(host);
  return the_plugin.get();
}

void destroy(void*) {
  the_plugin->stop();
  the_plugin.reset();
}

void submit(void* self, std::uint64_t call, tidemark_text input, std::uint32_t deadline_ms) {
  static_cast<LinePlugin*>(self)->submit(call, input, deadline_ms);
}

void cancel(void* self, std::uint64_t call) { static_cast<LinePlugin*>(self)->cancel(call); }

tidemark_status compare(void* self, tidemark_text reference, tidemark_text output,
                        tidemark_text options, double* score, tidemark_sink explanation) {
  const LineFrame answer = static_cast<LinePlugin*>(self)->compare(reference, output, options);
  *score = answer.score;
  explanation.write(explanation.self, borrowed(answer.text));
  return answer.status;
}

const void* capability(const char* id) {
  static constexpr tidemark_runner runner{submit, cancel};
  static constexpr tidemark_comparator comparator{compare};
  const auto& known = the_hello.capabilities;
  if (std::find(known.begin(), known.end(), id) == known.end()) return nullptr;
  if (std::string_view(id) == TIDEMARK_RUNNER) return &runner;
  return std::string_view(id) == TIDEMARK_COMPARATOR ? &comparator : nullptr;
}

[[noreturn]] void refuse(const Load& load, const std::string& fact) {
  throw Error(Fault::configuration, "plugin " + load.id + ": " + fact);
}

/// Whoever wrote it by hand may have forgotten either.
std::string way_out(int error) {
  if (error == EACCES) return " (chmod +x it)";
  if (error == ENOEXEC) return " (begin it with #! and its interpreter)";
  return "";
}

std::string first_line(const Load& load) {
  try {
    return line_of(load);
  } catch (const Error& error) {
    refuse(load, error.what());
  }
}

}  // namespace

const tidemark_plugin& start_plugin(const Load& load, const Descriptor& file) {
  std::string first = first_line(load);
  try {
    the_plugin = std::make_unique<LinePlugin>(load, file, std::move(first));
  } catch (const std::system_error& failure) {
    refuse(load, load.path + ": cannot be started: " + failure.code().message() +
                     way_out(failure.code().value()));
  }
  const LineFrame answer = the_plugin->introduction();
  if (answer.kind == FrameKind::refused) {
    the_plugin->stop();
    the_plugin.reset();
    refuse(load, answer.text.empty() ? "refuses its configuration" : answer.text);
  }
  the_hello = answer.hello;
  static const tidemark_plugin plugin = {TIDEMARK_ABI_MAJOR,
                                         TIDEMARK_ABI_MINOR,
                                         the_hello.id.c_str(),
                                         the_hello.version.c_str(),
                                         the_hello.summary.c_str(),
                                         create,
                                         destroy,
                                         capability};
  return plugin;
}

}  // namespace tidemark::host
