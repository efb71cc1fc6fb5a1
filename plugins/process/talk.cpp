#include "talk.hpp"

#include <poll.h>

#include <algorithm>
#include <array>

#include "plugins/kit/call_failure.hpp"
#include "plugins/kit/json_text.hpp"

namespace tidemark::process {

using namespace plugin;
namespace {

/// As long as an answer may wait for others.
constexpr std::chrono::milliseconds longest_hold{1};
/// So many are handed on together.
constexpr std::size_t together = 32;
/// For a line too many: to a process that waits, and to one that still works.
constexpr std::chrono::microseconds shortest_listening{50}, longest_listening{1000};
/// So often at most the latter is listened to again, 100 ms in all. Counted, since a machine that
/// stood still gave it no time to speak.
constexpr int listenings = 2000;

}  // namespace

void Talk::run() {
  for (;;) {
    const bool takes = takes_calls();
    if (!take_news(takes)) break;
    give();
    push();
    hand_on();
    // Nobody rings for a call that comes now.
    if (takes_calls() && !takes) continue;
    serve();
    see_deadlines();
  }
  if (child_) end_child();
}

/// False when it is over.
bool Talk::take_news(bool takes) {
  Inbox::News news = inbox_.take(takes, next_look_);
  if (news.is_over) return false;
  for (Request& request : news.requests) {
    next_look_ = std::min(next_look_, request.deadline);
    waiting_.push_back(std::move(request));
  }
  for (const std::uint64_t call : news.cancelled) stop_call(call);
  return true;
}

void Talk::give() {
  if (!is_lines()) return give_some(waiting_.size());
  while (asked_.empty() && !waiting_.empty()) {
    asked_since_ = Clock::now();
    answered_of_asked_ = 0;
    give_some(std::min(waiting_.size(), pace_.lines_at_once()));
  }
}

void Talk::give_some(std::size_t count) {
  for (; count > 0; --count) {
    Request request = std::move(waiting_.front());
    waiting_.pop_front();
    give_one(std::move(request));
  }
}

void Talk::give_one(Request request) {
  if (!fault_.empty()) {
    answers_.fail(request.call, TIDEMARK_FAILED, fault_);
    fault_.clear();
    return;
  }
  try {
    std::string_view nothing;
    if (!child_) child_.emplace(config_.launch, folder_.path(), nothing);
  } catch (const CallFailure& failure) {
    return answers_.fail(request.call, failure.status(), failure.what());
  }
  outgoing_ += request.line;
  request.line.clear();
  if (is_lines()) asked_.push_back(request.call);
  in_flight_.emplace(request.call, std::move(request));
}

/// What the process does not take at once waits until it does.
void Talk::push() {
  if (!child_ || outgoing_.empty() || child_->in() < 0) return;
  std::string_view rest = outgoing_;
  if (!write_some(child_->in(), rest)) rest = {};  // its death is told by its exit
  outgoing_.erase(0, outgoing_.size() - rest.size());
}

/// The process works on the next lines meanwhile. While there are more to come answers are handed
/// on together, since to tell the host takes longer than a quick line; and lines that were asked
/// together only when all are answered, or take too long.
void Talk::hand_on() {
  if (answered_.empty()) return;
  const bool more = !waiting_.empty() || !asked_.empty();
  const bool is_late = Clock::now() - answered_since_ >= longest_hold;
  const std::size_t sure = answered_.size() - (asked_.empty() ? 0 : answered_of_asked_);
  if (more && !is_late && sure < together) return;
  hand_on(is_late ? answered_.size() : sure);
}

void Talk::hand_on(std::size_t count) {
  const sdk::Answers::Together all(answers_);
  const auto end = answered_.begin() + static_cast<std::ptrdiff_t>(count);
  for (auto one = answered_.begin(); one != end; ++one) answer(one->first, one->second);
  answered_.erase(answered_.begin(), end);
  answered_of_asked_ = std::min(answered_of_asked_, answered_.size());
  answered_since_ = last_line_;
}

int Talk::poll_timeout() const {
  constexpr std::int64_t longest = 60'000;
  if (!answered_.empty()) return static_cast<int>(longest_hold.count());
  if (next_look_ == Clock::time_point::max()) return longest;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_look_ - Clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, longest));
}

void Talk::serve() {
  std::array<pollfd, 5> files{
      {{inbox_.bell().get(), POLLIN, 0}, {-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}}};
  if (child_) {
    files[1] = {child_->exit(), POLLIN, 0};
    files[2] = {outgoing_.empty() ? -1 : child_->in(), POLLOUT, 0};
    files[3] = {child_->out(), POLLIN, 0};
    files[4] = {child_->error(), POLLIN, 0};
  }
  ::poll(files.data(), files.size(), poll_timeout());
  if (files[0].revents != 0) inbox_.bell().clear();
  if (files[4].revents != 0) {
    if (!read_some(child_->error(), tail_.buffer())) child_->close_error();
    tail_.trim();
  }
  if (files[3].revents != 0) {
    read_output();
    listen_for_surplus();
  }
  if (files[2].revents != 0) push();
  if (child_ && files[1].revents != 0) see_death();
}

void Talk::read_output() {
  if (!read_some(child_->out(), incoming_)) child_->close_out();
  take_lines();
}

/// Before anything more is asked: a line too many comes with the answers, or as soon as the next
/// one would, or before the process waits for more. Once more is asked it would be taken for an
/// answer, and each answer from then on for the one before.
void Talk::listen_for_surplus() {
  if (!is_lines() || !asked_.empty() || answered_of_asked_ == 0) return;
  if (!child_ || child_->out() < 0) return;
  const auto a_line = (last_line_ - asked_since_) / static_cast<std::int64_t>(answered_of_asked_);
  const auto patience =
      std::clamp<Clock::duration>(2 * a_line, shortest_listening, longest_listening);
  bool heard = hears(patience);
  for (int i = 0; i < listenings && !heard && child_->is_working(); ++i) {
    heard = hears(shortest_listening);
  }
  // What it printed just before it began to wait.
  if (heard || hears({})) read_output();
}

bool Talk::hears(Clock::duration patience) const {
  pollfd out{child_->out(), POLLIN, 0};
  const auto wait = std::chrono::nanoseconds(patience);
  const timespec most{0, static_cast<long>(wait.count())};
  return out.fd >= 0 && ::ppoll(&out, 1, &most, nullptr) > 0;
}

void Talk::take_lines() {
  std::size_t start = 0;
  for (;;) {
    const std::size_t end = incoming_.find('\n', start);
    if (end == std::string::npos) break;
    std::string line = incoming_.substr(start, end - start);
    start = end + 1;
    take_line(std::move(line));
    if (!child_) return;
  }
  incoming_.erase(0, start);
  if (incoming_.size() > output_limit) {
    object("printed a line of more than " + std::to_string(output_limit) + " bytes");
  }
}

void Talk::take_line(std::string line) {
  last_line_ = Clock::now();
  if (!is_lines()) return take_json_line(line);
  if (asked_.empty()) return take_surplus();
  if (answered_.empty()) answered_since_ = last_line_;
  answered_.emplace_back(asked_.front(), std::move(line));
  ++answered_of_asked_;
  in_flight_.erase(asked_.front());
  asked_.pop_front();
  if (asked_.empty()) pace_.took(answered_of_asked_, last_line_ - asked_since_);
}

void Talk::take_json_line(std::string_view line) {
  Json answer;
  try {
    answer = parse_json(line);
  } catch (const std::runtime_error& error) {
    return object(std::string("printed a line that is ") + error.what());
  }
  const bool shaped = answer.is_object() && answer.contains("id") &&
                      answer["id"].is_number_unsigned() &&
                      answer.contains("output") != answer.contains("error") &&
                      (!answer.contains("error") || answer["error"].is_string());
  if (!shaped) return object("printed a line without an id and either an output or an error");
  const auto call = answer["id"].get<std::uint64_t>();
  if (abandoned_.erase(call) != 0) return;
  if (in_flight_.erase(call) == 0) {
    return object("answered id " + std::to_string(call) + ", which is not in flight");
  }
  if (answer.contains("output")) return answers_.succeed(call, answer["output"].dump());
  answers_.fail(call, TIDEMARK_FAILED, answer["error"].get<std::string>());
}

void Talk::answer(std::uint64_t call, std::string_view output) {
  try {
    answers_.succeed(call, output_json(config_, output));
  } catch (const CallFailure& failure) {
    answers_.fail(call, failure.status(), failure.what());
  }
}

}  // namespace tidemark::process
