#include "core/host/calls.hpp"

#include <utility>

#include "core/base/clock.hpp"

namespace tidemark::host {
namespace {

/// A call that was asked to end fails for that reason, whatever came after it.
Failure late(FailureKind why, std::chrono::milliseconds timeout,
             const std::optional<Failure>& reported) {
  std::string text = why == FailureKind::timeout ? "no answer within " + duration_text(timeout)
                                                 : std::string("the run was stopped");
  if (reported && !reported->text.empty()) text += ": " + reported->text;
  return {why, text};
}

/// The ending with what the call had told before.
void add_told(Ending& ending, Told told) {
  ending.facts = std::move(told.facts);
  if (!told.failure) return;
  if (ending.failure) {
    ending.failure->kind = *told.failure;
  } else {
    ending.failure = {FailureKind::protocol, "the plugin sent an output and told of a failure"};
  }
}

}  // namespace

Calls::Calls(EventLoop& loop, std::chrono::milliseconds grace, Events events)
    : grace_(grace), events_(std::move(events)), timer_(loop) {}

std::uint64_t Calls::begin(Role role, std::chrono::milliseconds timeout,
                           std::function<void(Ending)> done) {
  const Clock::time_point now = Clock::now();
  const std::uint64_t call = ++last_;
  calls_[call] = {role, timeout, now, now + timeout, std::move(done), std::nullopt, std::nullopt};
  deadlines_.emplace(now + timeout, call);
  arm();
  return call;
}

bool Calls::expects(std::uint64_t call, Role role) const {
  const auto found = calls_.find(call);
  return found != calls_.end() && found->second.role == role;
}

bool Calls::note(std::uint64_t call, Told told) {
  std::optional<Told>& noted = calls_.at(call).told;
  if (noted) return false;
  noted = std::move(told);
  return true;
}

void Calls::end(std::uint64_t call, Ending ending) {
  auto node = calls_.extract(call);
  if (node.empty()) return;
  Call& ended = node.mapped();
  deadlines_.erase({ended.deadline, call});
  const auto now = Clock::now();
  if (!ended.asked && now >= ended.deadline) ended.asked = FailureKind::timeout;
  if (ended.told) add_told(ending, *std::move(ended.told));
  if (ended.asked) ending.failure = late(*ended.asked, ended.timeout, ending.failure);
  if (ending.failure) ending.text.clear();
  ending.took = std::chrono::duration_cast<std::chrono::microseconds>(now - ended.begun);
  ended.done(std::move(ending));
}

/// Calls that begin while others are told of their end are not among those that end.
void Calls::end_all(const Failure& failure, const std::string& log) {
  const std::uint64_t last = last_;
  while (!calls_.empty() && calls_.begin()->first <= last) {
    end(calls_.begin()->first, {{}, 0, failure, log, {}});
  }
}

void Calls::cancel_all() {
  for (Entry& entry : calls_) {
    if (!entry.second.asked) ask(entry, FailureKind::cancelled);
  }
  arm();
}

void Calls::ask(Entry& entry, FailureKind why) {
  entry.second.asked = why;
  move_deadline(entry, Clock::now() + grace_);
  events_.ask(entry.first);
}

void Calls::move_deadline(Entry& entry, Clock::time_point deadline) {
  deadlines_.erase({entry.second.deadline, entry.first});
  entry.second.deadline = deadline;
  deadlines_.emplace(deadline, entry.first);
}

/// The timer is set at or before the first deadline; one that rings early only looks.
void Calls::arm() {
  if (deadlines_.empty() || deadlines_.begin()->first >= armed_) return;
  armed_ = deadlines_.begin()->first;
  timer_.set(armed_, [this] {
    armed_ = Clock::time_point::max();
    see_deadlines();
    arm();
  });
}

void Calls::see_deadlines() {
  const Clock::time_point now = Clock::now();
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    Entry& entry = *calls_.find(deadlines_.begin()->second);
    if (entry.second.asked) return events_.stubborn();
    ask(entry, FailureKind::timeout);
  }
}

}  // namespace tidemark::host
