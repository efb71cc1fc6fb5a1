#include "inbox.hpp"

#include <utility>

namespace tidemark::process {

void Inbox::put(Request request) {
  bool is_awaited = false;
  {
    const std::lock_guard lock(mutex_);
    is_awaited = (takes_calls_ && news_.requests.empty()) || request.deadline < next_look_;
    news_.requests.push_back(std::move(request));
  }
  // To ring costs as much as a small program's answer.
  if (is_awaited) bell_.ring();
}

void Inbox::cancel(std::uint64_t call) {
  {
    const std::lock_guard lock(mutex_);
    news_.cancelled.push_back(call);
  }
  bell_.ring();
}

void Inbox::end() {
  {
    const std::lock_guard lock(mutex_);
    news_.is_over = true;
  }
  bell_.ring();
}

Inbox::News Inbox::take(bool takes_calls, Clock::time_point next_look) {
  const std::lock_guard lock(mutex_);
  takes_calls_ = takes_calls;
  next_look_ = next_look;
  return std::exchange(news_, {});
}

}  // namespace tidemark::process
