#include <poll.h>

#include <algorithm>

#include "talk.hpp"

/// How a call ends that gets no answer, and the process with it.
namespace tidemark::process {

/// A program that reads lines ends by itself when there are none.
void Talk::end_child() {
  child_->close_in();
  pollfd exit{child_->exit(), POLLIN, 0};
  ::poll(&exit, 1, static_cast<int>(grace.count()));
  child_.reset();
}

/// What it printed before it ended still counts.
void Talk::see_death() {
  const auto ending = child_->ending();
  if (!ending) return;
  if (child_->out() >= 0 && !read_rest(child_->out(), incoming_, incoming_.size() + output_limit)) {
    child_->close_out();
  }
  if (child_->error() >= 0) read_some(child_->error(), tail_.buffer());
  take_lines();
  if (child_) break_off(ending->text);
}

std::string Talk::sentence_of(const std::string& fact) const {
  return config_.launch.command[0] + ' ' + fact + tail_.sentence_end();
}

/// A line more than were asked together: which of the others answers which call, nobody knows.
void Talk::take_surplus() {
  const std::string fact = "printed a line nobody asked for";
  if (answered_of_asked_ == 0) return object(fact);
  const std::string sentence = sentence_of(fact);
  for (; answered_of_asked_ > 0; --answered_of_asked_) {
    answers_.fail(answered_.back().first, TIDEMARK_FAILED, sentence);
    answered_.pop_back();
  }
  break_off(fact);
}

/// It said what cannot be. With no call in flight the next one is told, so that it does not pass
/// unseen.
void Talk::object(const std::string& fact) {
  if (in_flight_.empty()) fault_ = config_.launch.command[0] + ' ' + fact;
  break_off(fact);
}

/// Ends the process and fails what it was asked; the next call starts it again.
void Talk::break_off(const std::string& fact) {
  const std::string sentence = sentence_of(fact);
  child_.reset();
  outgoing_.clear();
  incoming_.clear();
  abandoned_.clear();
  tail_ = {};
  pace_.forget();
  fail_in_flight(sentence);
}

/// It may be tried again: another one was to blame.
void Talk::fail_blameless(std::uint64_t call, int status, const std::string& sentence) {
  sdk::Facts facts;
  facts.retry = true;
  answers_.report(call, facts);
  answers_.fail(call, status, sentence);
}

void Talk::fail_behind(std::uint64_t call, const std::string& sentence) {
  fail_blameless(call, TIDEMARK_FAILED, sentence + " (at the line of a case before this one)");
}

/// Whose turn has not come while the process hung have no time left for another one.
void Talk::fail_waiting(const std::string& fact) {
  for (const Request& request : std::exchange(waiting_, {})) {
    fail_behind(request.call, sentence_of(fact));
  }
}

/// In mode lines the first one's line ended the process; those of others waited behind it, if that
/// one has not been told already.
void Talk::fail_in_flight(const std::string& sentence) {
  const auto failed = std::exchange(in_flight_, {});
  const auto asked = std::exchange(asked_, {});
  for (const auto& [call, request] : failed) {
    if (!is_lines() || call == asked.front()) {
      answers_.fail(call, TIDEMARK_FAILED, sentence);
    } else {
      fail_behind(call, sentence);
    }
  }
}

void Talk::see_deadlines() {
  const auto now = Clock::now();
  if (now < next_look_) return;
  std::vector<std::uint64_t> late;
  for (const auto& [call, request] : in_flight_) {
    if (request.deadline <= now) late.push_back(call);
  }
  for (const std::uint64_t call : late) give_up(call, TIDEMARK_TIMEOUT, "did not answer in time");
  std::erase_if(waiting_, [&](const Request& request) {
    if (request.deadline > now) return false;
    fail_blameless(request.call, TIDEMARK_TIMEOUT, "its turn did not come in time");
    return true;
  });
  next_look_ = Clock::time_point::max();
  for (const auto& [call, one] : in_flight_) next_look_ = std::min(next_look_, one.deadline);
  for (const Request& one : waiting_) next_look_ = std::min(next_look_, one.deadline);
}

/// The end of a call that got no answer. In mode lines answers would go out of step; in mode jsonl
/// a process that has said nothing since may hang, and the next call must not meet it.
void Talk::give_up(std::uint64_t call, int status, const std::string& fact) {
  auto node = in_flight_.extract(call);
  if (node.empty()) return;
  const bool kills = is_lines() || last_line_ < node.mapped().begun;
  answers_.fail(call, status,
                config_.launch.command[0] + ' ' + fact + (kills ? " and was killed" : "") +
                    tail_.sentence_end());
  if (kills) {
    const std::string silence = "was silent and was killed";
    break_off(silence);
    if (is_lines()) fail_waiting(silence);
    return;
  }
  abandoned_.insert(std::move(node));
}

void Talk::stop_call(std::uint64_t call) {
  const auto waits = [call](const Request& request) { return request.call == call; };
  if (std::erase_if(waiting_, waits) != 0) {
    return fail_blameless(call, TIDEMARK_CANCELLED, "cancelled before it ran");
  }
  give_up(call, TIDEMARK_CANCELLED, "was cancelled");
}

}  // namespace tidemark::process
