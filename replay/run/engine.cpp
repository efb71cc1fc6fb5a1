#include "replay/run/engine.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/base/clock.hpp"

namespace tidemark::run {
namespace {

bool may_begin(const std::vector<Throttle*>& shares, Time now) {
  return std::all_of(shares.begin(), shares.end(),
                     [&](const Throttle* one) { return one->is_open(now); });
}

double tokens_of(const Facts& facts) {
  return static_cast<double>(facts.input_tokens) + static_cast<double>(facts.output_tokens);
}

std::string sentence_of(std::chrono::milliseconds asked, const Failure& failure) {
  return "the service asks to wait for " + duration_text(asked) + " (" +
         std::string(to_string(failure.kind)) + ')';
}

}  // namespace

Engine::Key Engine::add(const Batch& batch) {
  Member member{std::make_unique<Lane>(batch.manner, batch.trials),
                {},
                batch.urgent,
                batch.manner.may_retry,
                batch.manner.must_tell_cost};
  for (const Share& share : batch.shares) member.shares.push_back(throttle(share));
  if (!spent_.empty()) member.lane->leave_unmade(spent_);
  lanes_.emplace(++last_, std::move(member));
  return last_;
}

void Engine::remove(Key batch) { lanes_.erase(batch); }

/// The widest bounds hold that anybody who shares it allows.
Throttle* Engine::throttle(const Share& share) {
  Throttle& one = throttles_.try_emplace(share.name, share.bounds).first->second;
  one.widen(share.bounds);
  return &one;
}

/// What the next trial brings the cost to, when it and all in flight cost what others did.
double Engine::expected_cost() const {
  if (priced_ == 0) return cost_;
  const auto more = static_cast<double>(in_flight_.size() + 1);
  return cost_ + cost_ / static_cast<double>(priced_) * more;
}

void Engine::see_budget(Time now) {
  if (!spent_.empty()) return;
  if (is_late(now)) {
    spent_ = "the time budget is spent";
  } else if (expected_cost() > rules_.budget.cost) {
    spent_ = "the cost budget is spent";
  } else {
    return;
  }
  for (auto& [key, member] : lanes_) member.lane->leave_unmade(spent_);
}

std::optional<Engine::Call> Engine::next(Time now) {
  see_budget(now);
  Key best = 0;
  std::tuple<int, bool, double> place;
  for (auto& [key, member] : lanes_) {
    if (!member.lane->has_next(now) || !may_begin(member.shares, now)) continue;
    const auto [run, begun] = member.lane->place();
    const std::tuple<int, bool, double> its(run, !member.urgent, begun);
    if (best != 0 && !(its < place)) continue;
    best = key;
    place = its;
  }
  if (best == 0) return std::nullopt;
  const Member& member = lanes_.at(best);
  const Call call{best, member.lane->next(now)};
  std::vector<Ticket>& tickets = in_flight_[call];
  for (Throttle* one : member.shares) tickets.push_back({one, one->begin(now)});
  return call;
}

Time Engine::wakes_at(Time now) const {
  Time at = spent_.empty() || !in_flight_.empty() ? rules_.budget.ends : never;
  if (is_late(now)) at = never;
  for (const auto& [key, member] : lanes_) {
    // What is ripe and does not begin waits for something else.
    const Time ripens = member.lane->ripens_at();
    if (ripens > now) at = std::min(at, ripens);
  }
  for (const auto& [name, one] : throttles_) {
    const Time opens = one.opens_at(now);
    if (opens > now) at = std::min(at, opens);
  }
  return at;
}

void Engine::release(const Call& call, const host::Answer* answer, Time now) {
  const auto found = in_flight_.find(call);
  if (found == in_flight_.end()) return;
  const double tokens = answer != nullptr ? tokens_of(answer->facts) : 0;
  for (const auto& [throttle, number] : found->second) {
    if (tokens > 0) throttle->took(tokens, now);
    if (answer != nullptr && !answer->failure) {
      throttle->end_well();
    } else if (answer != nullptr && is_refusal_of_load(*answer->failure)) {
      const auto asked = answer->facts.retry_after.value_or(std::chrono::milliseconds(0));
      throttle->end_refused(number, asked > rules_.retry.patience ? now : now + asked);
    } else {
      throttle->end();
    }
  }
  in_flight_.erase(found);
}

/// What the other side asks for that is not to be waited for, or 0.
std::chrono::milliseconds Engine::wait_beyond_patience(const host::Answer& answer) const {
  const auto asked = answer.facts.retry_after.value_or(std::chrono::milliseconds(0));
  return !answer.failure || asked <= rules_.retry.patience ? std::chrono::milliseconds(0) : asked;
}

/// A budget that nobody can count against is spent.
void Engine::count_cost(const Call& call, const host::Answer& answer) {
  cost_ += answer.facts.cost.value_or(0);
  if (answer.facts.cost) ++priced_;
  const auto found = lanes_.find(call.batch);
  if (found == lanes_.end() || !found->second.must_tell_cost || !spent_.empty()) return;
  if (answer.failure || answer.facts.cost || std::isinf(rules_.budget.cost)) return;
  spent_ =
      "an answer does not say what it cost, so the cost budget cannot be kept (--max-time bounds a "
      "run too)";
  for (auto& [key, member] : lanes_) member.lane->leave_unmade(spent_);
}

void Engine::ended(const Call& call, host::Answer answer, Time now) {
  release(call, &answer, now);
  count_cost(call, answer);
  const auto found = lanes_.find(call.batch);
  if (found == lanes_.end()) return;
  Lane& lane = *found->second.lane;
  if (is_late(now) && answer.failure && answer.failure->kind == FailureKind::cancelled) {
    see_budget(now);
    return lane.cut_off(call.trial, spent_);
  }
  const auto asked = wait_beyond_patience(answer);
  const std::string wait = asked.count() == 0 ? "" : sentence_of(asked, *answer.failure);
  // What may be asked again is not settled by it, so that whoever goes on from here asks again.
  if (!wait.empty() && answer.facts.retry && found->second.may_retry) {
    lane.cut_off(call.trial, wait, asked);
  } else {
    lane.ended(call.trial, std::move(answer), now, rules_.retry, rules_.random());
  }
  if (!wait.empty()) lane.leave_unmade(wait, asked);
  // What would be tried again after the budget is spent is not.
  if (!spent_.empty()) lane.leave_unmade(spent_);
}

void Engine::dropped(const Call& call) {
  release(call, nullptr, {});
  const auto found = lanes_.find(call.batch);
  if (found != lanes_.end()) found->second.lane->dropped();
}

}  // namespace tidemark::run
