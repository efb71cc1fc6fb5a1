#include "persistent.hpp"

#include <poll.h>

#include <algorithm>
#include <array>

#include "plugins/kit/call_failure.hpp"
#include "plugins/kit/json_text.hpp"

namespace tidemark::process {

using namespace plugin;

Persistent::Persistent(sdk::Answers answers, Config config)
    : answers_(answers), config_(std::move(config)), thread_([this] { talk(); }) {}

Persistent::~Persistent() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.ring();
  thread_.join();
}

std::string Persistent::request_line(std::uint64_t call, std::string_view input) const {
  if (!is_lines()) {
    return "{\"id\":" + std::to_string(call) + ",\"input\":" + input_json(config_, input) + "}\n";
  }
  const std::string quoted = input_json(config_, input);
  if (!quoted.starts_with('"')) {
    throw CallFailure(TIDEMARK_FAILED, "mode: lines needs a string as input");
  }
  std::string line = input_text(config_, input);
  if (line.find('\n') != std::string::npos) {
    throw CallFailure(TIDEMARK_FAILED, "mode: lines needs an input without a newline");
  }
  return line + '\n';
}

void Persistent::submit(std::uint64_t call, std::string_view input,
                        std::chrono::milliseconds deadline) {
  const auto now = Clock::now();
  try {
    Request request{call, request_line(call, input), now, now + deadline};
    const std::lock_guard lock(mutex_);
    submitted_.push_back(std::move(request));
  } catch (const CallFailure& failure) {
    return answers_.fail(call, failure.status(), failure.what());
  }
  wake_.ring();
}

void Persistent::cancel(std::uint64_t call) {
  {
    const std::lock_guard lock(mutex_);
    cancelled_.push_back(call);
  }
  wake_.ring();
}

void Persistent::talk() {
  while (take_inbox()) {
    give();
    serve();
    see_deadlines();
  }
  if (child_) end_child();
}

/// A program that reads lines ends by itself when there are none.
void Persistent::end_child() {
  child_->close_in();
  pollfd exit{child_->exit(), POLLIN, 0};
  ::poll(&exit, 1, static_cast<int>(grace.count()));
  child_.reset();
}

/// False when this object ends.
bool Persistent::take_inbox() {
  std::vector<std::uint64_t> cancelled;
  {
    const std::lock_guard lock(mutex_);
    if (ending_) return false;
    std::move(submitted_.begin(), submitted_.end(), std::back_inserter(waiting_));
    submitted_.clear();
    cancelled.swap(cancelled_);
  }
  for (const std::uint64_t call : cancelled) stop_call(call);
  return true;
}

void Persistent::give() {
  while (!waiting_.empty() && (!is_lines() || in_flight_.empty())) {
    Request request = std::move(waiting_.front());
    waiting_.pop_front();
    if (!give_one(std::move(request))) continue;
  }
}

bool Persistent::give_one(Request request) {
  if (!fault_.empty()) {
    answers_.fail(request.call, TIDEMARK_FAILED, fault_);
    fault_.clear();
    return false;
  }
  try {
    std::string_view nothing;
    if (!child_) child_.emplace(config_.launch, folder_.path(), nothing);
  } catch (const CallFailure& failure) {
    answers_.fail(request.call, failure.status(), failure.what());
    return false;
  }
  outgoing_ += request.line;
  request.line.clear();
  in_flight_.emplace(request.call, std::move(request));
  return true;
}

void Persistent::serve() {
  std::array<pollfd, 5> files{
      {{wake_.get(), POLLIN, 0}, {-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}}};
  if (child_) {
    files[1] = {child_->exit(), POLLIN, 0};
    files[2] = {outgoing_.empty() ? -1 : child_->in(), POLLOUT, 0};
    files[3] = {child_->out(), POLLIN, 0};
    files[4] = {child_->error(), POLLIN, 0};
  }
  std::int64_t wait = 60'000;
  if (const auto deadline = first_deadline()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now());
    wait = std::clamp<std::int64_t>(left.count(), 0, wait);
  }
  ::poll(files.data(), files.size(), static_cast<int>(wait));
  if (files[0].revents != 0) wake_.clear();
  if (files[4].revents != 0) {
    if (!read_some(child_->error(), tail_.buffer())) child_->close_error();
    tail_.trim();
  }
  if (files[3].revents != 0) read_output();
  if (child_ && files[2].revents != 0) {
    std::string_view rest = outgoing_;
    if (!write_some(child_->in(), rest)) rest = {};  // its death is told by its exit
    outgoing_.erase(0, outgoing_.size() - rest.size());
  }
  if (child_ && files[1].revents != 0) see_death();
}

void Persistent::read_output() {
  if (!read_some(child_->out(), incoming_)) child_->close_out();
  take_lines();
}

void Persistent::take_lines() {
  std::size_t start = 0;
  for (;;) {
    const std::size_t end = incoming_.find('\n', start);
    if (end == std::string::npos) break;
    const std::string line = incoming_.substr(start, end - start);
    start = end + 1;
    take_line(line);
    if (!child_) return;
  }
  incoming_.erase(0, start);
  if (incoming_.size() > output_limit) {
    object("printed a line of more than " + std::to_string(output_limit) + " bytes");
  }
}

void Persistent::take_line(std::string_view line) {
  last_line_ = Clock::now();
  if (!is_lines()) return take_json_line(line);
  if (in_flight_.empty()) return object("printed a line nobody asked for");
  finish(in_flight_.begin()->first, line);
}

void Persistent::take_json_line(std::string_view line) {
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
  if (!in_flight_.contains(call)) {
    return object("answered id " + std::to_string(call) + ", which is not in flight");
  }
  if (answer.contains("output")) return answer_json(call, nullptr, answer["output"].dump());
  const auto error = answer["error"].get<std::string>();
  answer_json(call, &error, {});
}

void Persistent::answer_json(std::uint64_t call, const std::string* error,
                             const std::string& output) {
  in_flight_.erase(call);
  if (error != nullptr) return answers_.fail(call, TIDEMARK_FAILED, *error);
  answers_.succeed(call, output);
}

void Persistent::finish(std::uint64_t call, std::string_view output) {
  in_flight_.erase(call);
  try {
    answers_.succeed(call, output_json(config_, output));
  } catch (const CallFailure& failure) {
    answers_.fail(call, failure.status(), failure.what());
  }
}

/// What it printed before it ended still counts.
void Persistent::see_death() {
  const auto ending = child_->ending();
  if (!ending) return;
  for (std::size_t before = incoming_.size() + 1;
       child_ && child_->out() >= 0 && incoming_.size() != before;) {
    before = incoming_.size();
    if (!read_some(child_->out(), incoming_)) child_->close_out();
  }
  if (child_->error() >= 0) read_some(child_->error(), tail_.buffer());
  take_lines();
  if (child_) break_off(ending->text);
}

/// It said what cannot be. With no call in flight the next one is told, so that it does not pass
/// unseen.
void Persistent::object(const std::string& fact) {
  if (in_flight_.empty()) fault_ = config_.launch.command[0] + ' ' + fact;
  break_off(fact);
}

/// Ends the process and fails what it was asked; the next call starts it again.
void Persistent::break_off(const std::string& fact) {
  const std::string sentence = config_.launch.command[0] + ' ' + fact + tail_.sentence_end();
  child_.reset();
  outgoing_.clear();
  incoming_.clear();
  abandoned_.clear();
  tail_ = {};
  const auto failed = std::exchange(in_flight_, {});
  for (const auto& [call, request] : failed) answers_.fail(call, TIDEMARK_FAILED, sentence);
}

std::optional<Clock::time_point> Persistent::first_deadline() const {
  std::optional<Clock::time_point> first;
  const auto see = [&first](const Request& request) {
    if (!first || request.deadline < *first) first = request.deadline;
  };
  for (const Request& request : waiting_) see(request);
  for (const auto& [call, request] : in_flight_) see(request);
  return first;
}

void Persistent::see_deadlines() {
  const auto now = Clock::now();
  std::vector<std::uint64_t> late;
  for (const auto& [call, request] : in_flight_) {
    if (request.deadline <= now) late.push_back(call);
  }
  for (const std::uint64_t call : late) give_up(call, TIDEMARK_TIMEOUT, "did not answer in time");
  std::erase_if(waiting_, [&](const Request& request) {
    if (request.deadline > now) return false;
    answers_.fail(request.call, TIDEMARK_TIMEOUT, "its turn did not come in time");
    return true;
  });
}

/// The end of a call that got no answer. In mode lines answers would go out of step; in mode jsonl
/// a process that has said nothing since may hang, and the next call must not meet it.
void Persistent::give_up(std::uint64_t call, int status, const std::string& fact) {
  auto node = in_flight_.extract(call);
  if (node.empty()) return;
  const bool kills = is_lines() || last_line_ < node.mapped().begun;
  answers_.fail(call, status,
                config_.launch.command[0] + ' ' + fact + (kills ? " and was killed" : "") +
                    tail_.sentence_end());
  if (kills) return break_off("was silent and was killed");
  abandoned_.insert(std::move(node));
}

void Persistent::stop_call(std::uint64_t call) {
  const auto waits = [call](const Request& request) { return request.call == call; };
  if (std::erase_if(waiting_, waits) != 0) {
    return answers_.fail(call, TIDEMARK_CANCELLED, "cancelled before it ran");
  }
  give_up(call, TIDEMARK_CANCELLED, "was cancelled");
}

}  // namespace tidemark::process
