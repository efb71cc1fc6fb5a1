#include "exchange.hpp"

#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <optional>

#include "plugins/kit/call_failure.hpp"

namespace tidemark::process {

using namespace plugin;
namespace {

/// One run of a command: the pipes are served until it ends or must end.
class Exchange {
 public:
  Exchange(const Launch& launch, const std::string& temporary, std::string_view input,
           Clock::time_point deadline, const Wake& stop)
      : name_(launch.command[0]),
        input_(input),
        child_(launch, temporary, input_),
        deadline_(deadline),
        stop_(stop) {
    if (input_.empty()) child_.close_in();
  }

  Ran result() {
    while (!ending_) serve();
    drain();
    if (why_) throw *why_;
    if (!ending_->good) throw failure(TIDEMARK_FAILED, ending_->text);
    if (output_.ends_with('\n')) output_.pop_back();
    return {std::move(output_), child_.out() < 0 && child_.error() < 0};
  }

 private:
  CallFailure failure(tidemark_status status, const std::string& fact) const {
    return {status, name_ + ' ' + fact + tail_.sentence_end()};
  }

  void serve() {
    std::array<pollfd, 5> files{{{child_.exit(), POLLIN, 0},
                                 {why_ ? -1 : stop_.get(), POLLIN, 0},
                                 {child_.in(), POLLOUT, 0},
                                 {child_.out(), POLLIN, 0},
                                 {child_.error(), POLLIN, 0}}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
    const auto wait = std::clamp<std::int64_t>(left.count(), 0, 60'000);
    ::poll(files.data(), files.size(), static_cast<int>(wait));
    if (files[1].revents != 0) end(failure(TIDEMARK_CANCELLED, "was cancelled"));
    if (files[2].revents != 0) write();
    if (files[3].revents != 0) read_output();
    if (files[4].revents != 0) read_error();
    if (files[0].revents != 0) ending_ = child_.ending();
    if (Clock::now() >= deadline_) see_deadline();
  }

  void write() {
    if (!write_some(child_.in(), input_) || input_.empty()) child_.close_in();
  }

  void read_output() {
    if (!read_some(child_.out(), output_)) child_.close_out();
    if (output_.size() <= output_limit || why_) return;
    end(failure(TIDEMARK_INVALID_OUTPUT,
                "printed more than " + std::to_string(output_limit) + " bytes and was killed"));
  }

  void read_error() {
    if (!read_some(child_.error(), tail_.buffer())) child_.close_error();
    tail_.trim();
  }

  /// Asks the group to end and gives it the grace.
  void end(CallFailure why) {
    why_ = std::move(why);
    deadline_ = Clock::now() + grace;
    child_.close_in();
    child_.close_out();
    child_.signal_group(SIGTERM);
  }

  void see_deadline() {
    if (why_) {
      child_.signal_group(SIGKILL);
      deadline_ = Clock::now() + std::chrono::minutes(1);
    } else {
      end(failure(TIDEMARK_TIMEOUT, "did not end in time and was killed"));
    }
  }

  /// The pipes' ends are not waited for: whoever the command left behind may hold them.
  void drain() {
    if (child_.out() >= 0 && !read_rest(child_.out(), output_, output_limit)) child_.close_out();
    const std::size_t most = tail_.buffer().size() + tail_limit;
    if (child_.error() >= 0 && !read_rest(child_.error(), tail_.buffer(), most)) {
      child_.close_error();
    }
    if (output_.size() > output_limit && !why_) {
      why_ = failure(TIDEMARK_INVALID_OUTPUT,
                     "printed more than " + std::to_string(output_limit) + " bytes");
    }
  }

  const std::string name_;
  std::string_view input_;
  Child child_;
  Clock::time_point deadline_;
  const Wake& stop_;
  std::string output_;
  Tail tail_;
  std::optional<ProcessEnding> ending_;
  std::optional<CallFailure> why_;  ///< set when it must end
};

}  // namespace

Ran run_once(const Launch& launch, const std::string& temporary, std::string_view input,
             Clock::time_point deadline, const Wake& stop) {
  return Exchange(launch, temporary, input, deadline, stop).result();
}

}  // namespace tidemark::process
