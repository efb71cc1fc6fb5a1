#include "replay/run/lane.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/error.hpp"
#include "core/json/json.hpp"
#include "replay/run/outcome.hpp"

namespace tidemark::run {
namespace {

Outcome outcome_of(const Trial& trial, host::Answer answer) {
  if (is_crash(answer.failure) && !answer.log.empty()) {
    answer.failure->text += "; it printed:\n" + answer.log;
  }
  Outcome outcome{trial.case_id,          trial.run, "", std::move(answer.failure), answer.took,
                  std::move(answer.facts)};
  if (outcome.failure) return outcome;
  try {
    outcome.output = json::canonical_text(answer.output, "the output");
  } catch (const Error& error) {
    outcome.failure = Failure{FailureKind::invalid_output, error.what()};
  }
  return outcome;
}

}  // namespace

Outcome failed(const Trial& trial, Failure failure) {
  return {trial.case_id, trial.run, "", std::move(failure), {}, {}};
}

bool is_crash(const std::optional<Failure>& failure) {
  return failure &&
         (failure->kind == FailureKind::plugin_crash || failure->kind == FailureKind::resource);
}

Lane::Lane(const Manner& manner, std::span<const Trial> trials)
    : manner_(manner), trials_(trials), waiting_(trials.size()), courses_(trials.size()) {
  std::iota(waiting_.begin(), waiting_.end(), std::size_t{0});
}

bool Lane::has_next(Time now) {
  settle_hopeless();
  // Alone, so that a trial that kills the worker again takes no other with it.
  if (!suspects_.empty()) return in_flight_ == 0;
  if (in_flight_ >= static_cast<std::size_t>(manner_.concurrency)) return false;
  return !waiting_.empty() || ripens_at() <= now;
}

std::size_t Lane::next(Time now) {
  std::size_t position = 0;
  if (!suspects_.empty()) {
    position = pop(suspects_);
  } else if (ripens_at() <= now) {
    position = paused_.begin()->second;
    paused_.erase(paused_.begin());
  } else {
    position = pop(waiting_);
    ++begun_;
  }
  Course& course = courses_[position];
  if (course.tries++ == 0) {
    course.begun = now;
  } else {
    Again& again = again_[position];
    ++again.made[again.why];
  }
  ++in_flight_;
  return position;
}

std::size_t Lane::pop(std::deque<std::size_t>& positions) {
  const std::size_t position = positions.front();
  positions.pop_front();
  return position;
}

Time Lane::ripens_at() const { return paused_.empty() ? never : paused_.begin()->first; }

std::string Lane::ripens_after() const {
  return paused_.empty() ? "" : again_.at(paused_.begin()->second).text;
}

std::pair<int, double> Lane::place() const {
  const double begun = static_cast<double>(begun_) / static_cast<double>(trials_.size());
  return {waiting_.empty() ? 0 : trials_[waiting_.front()].run, begun};
}

void Lane::settle_hopeless() {
  if (failures_ > manner_.most_failures) give_up();
  while (!waiting_.empty()) {
    const auto found = quarantined_.find(trials_[waiting_.front()].case_id);
    if (found == quarantined_.end()) return;
    const std::size_t position = pop(waiting_);
    settle(position, failed(trials_[position], found->second));
  }
}

std::vector<std::size_t> Lane::take_waiting() {
  std::vector<std::size_t> positions(suspects_.begin(), suspects_.end());
  for (const auto& [when, position] : paused_) positions.push_back(position);
  positions.insert(positions.end(), waiting_.begin(), waiting_.end());
  suspects_.clear();
  paused_.clear();
  waiting_.clear();
  return positions;
}

void Lane::fail_all(const Failure& failure) {
  for (const std::size_t position : take_waiting()) {
    settle(position, failed(trials_[position], failure));
  }
}

void Lane::give_up() {
  fail_all({FailureKind::cancelled, std::string(not_run) + "too many others failed"});
}

void Lane::put_unmade(std::size_t position, const std::string& why,
                      std::chrono::milliseconds asked) {
  std::string told = std::string(not_run) + why;
  // What it was to be tried again for is more than that nobody had the time.
  if (const auto again = again_.find(position);
      again != again_.end() && !again->second.text.empty()) {
    told += "; its last try: " + again->second.text;
  }
  unmade_.push_back(
      {position, failed(trials_[position], {FailureKind::cancelled, std::move(told)})});
  unmade_.back().outcome.retries = take_retries(position);
  ++lacking_.trials;
  lacking_.why = why;
  lacking_.asked = std::max(lacking_.asked, asked);
  ++done_;
}

void Lane::leave_unmade(const std::string& why, std::chrono::milliseconds asked) {
  for (const std::size_t position : take_waiting()) put_unmade(position, why, asked);
}

void Lane::forget_waiting() {
  is_unwanted_ = true;
  done_ += take_waiting().size();
}

void Lane::cut_off(std::size_t position, const std::string& why, std::chrono::milliseconds asked) {
  --in_flight_;
  put_unmade(position, why, asked);
}

/// A case at which the worker dies alone, too, or that twice in a row gave no answer in time, must
/// not cost that for each of its runs.
bool Lane::quarantine(std::size_t position, const host::Answer& answer) {
  const std::string& id = trials_[position].case_id;
  if (is_crash(answer.failure)) {
    if (++courses_[position].crashes == 1 && !is_unwanted_) {
      suspects_.push_back(position);
      again_[position].why = answer.failure->kind;
      return false;
    }
    quarantined_.insert(
        {id,
         {FailureKind::plugin_crash, std::string(not_run) + "its case killed the worker twice"}});
  }
  if (!answer.failure || answer.failure->kind != FailureKind::timeout) {
    silent_.erase(id);
  } else if (++silent_[id] == 2) {
    quarantined_.insert(
        {id,
         {FailureKind::timeout,
          std::string(not_run) + "its case gave no answer in time, twice in a row"}});
  }
  return true;
}

bool Lane::will_retry(std::size_t position, const host::Answer& answer, Time now,
                      const RetryRule& rule, double random) {
  if (!answer.failure || !answer.facts.retry || !manner_.may_retry) return false;
  if (failures_ > manner_.most_failures || is_unwanted_) return false;
  const Course& course = courses_[position];
  const auto pause =
      pause_before_next(rule, {course.tries, now - course.begun, answer.facts.retry_after}, random);
  if (!pause) return false;
  paused_.emplace(now + *pause, position);
  Again& again = again_[position];
  again.why = answer.failure->kind;
  again.text = answer.failure->text;
  return true;
}

void Lane::ended(std::size_t position, host::Answer answer, Time now, const RetryRule& rule,
                 double random) {
  --in_flight_;
  cost_ += answer.facts.cost.value_or(0);
  if (!quarantine(position, answer)) return;
  if (will_retry(position, answer, now, rule, random)) return;
  settle(position, outcome_of(trials_[position], std::move(answer)));
}

void Lane::settle(std::size_t position, Outcome outcome) {
  if (outcome.failure) ++failures_;
  outcome.retries = take_retries(position);
  settled_.push_back({position, std::move(outcome)});
}

Retries Lane::take_retries(std::size_t position) {
  const auto again = again_.extract(position);
  return again ? std::move(again.mapped().made) : Retries{};
}

std::vector<Arrival> Lane::take_settled() {
  done_ += settled_.size();
  return std::exchange(settled_, {});
}

}  // namespace tidemark::run
