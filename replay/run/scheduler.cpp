#include "replay/run/scheduler.hpp"

#include <condition_variable>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/core_load.hpp"
#include "core/base/error.hpp"
#include "replay/run/inbox.hpp"
#include "replay/run/outcome.hpp"

namespace tidemark::run {

/// What the scheduler's thread hands to the one that has a batch run.
struct Running::State {
  std::function<void()> forget;

  void put(std::vector<Arrival> more) {
    if (more.empty()) return;
    const std::lock_guard lock(mutex_);
    arrived_.insert(arrived_.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
    if (waits_for_any_) news_.notify_one();
  }
  void end(const Unmade& unmade) {
    const std::lock_guard lock(mutex_);
    unmade_ = unmade;
    is_over_ = true;
    news_.notify_one();
  }
  void fail(const std::exception_ptr& why) {
    const std::lock_guard lock(mutex_);
    failure_ = why;
    news_.notify_one();
  }
  /// To tell somebody of each few that are kept costs more than it takes to keep one.
  std::vector<Arrival> take() {
    std::unique_lock lock(mutex_);
    const auto is_done = [this] { return is_over_ || failure_ != nullptr; };
    waits_for_any_ = true;
    news_.wait(lock, [&] { return !arrived_.empty() || is_done(); });
    waits_for_any_ = false;
    news_.wait_for(lock, longest_hand_on, is_done);
    if (failure_) std::rethrow_exception(failure_);
    return std::exchange(arrived_, {});
  }
  const Unmade& unmade() const { return unmade_; }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<Arrival> arrived_;
  bool waits_for_any_ = false;
  bool is_over_ = false;
  std::exception_ptr failure_;
  Unmade unmade_;
};

std::vector<Arrival> Running::next() { return state_->take(); }
void Running::forget_waiting() { state_->forget(); }
const Unmade& Running::unmade() const { return state_->unmade(); }

namespace {

using Waiting = std::shared_ptr<Running::State>;

/// A batch that is to be run or whose rest is not wanted, or a call of one that ended.
struct News {
  const Batch* batch = nullptr;
  std::shared_ptr<host::Worker> worker;  ///< null: it could not be started
  std::string why;                       ///< it could not
  Waiting waiting;
  std::optional<std::pair<Engine::Call, host::Answer>> ended;
};

constexpr Duration longest_gathering = std::chrono::milliseconds(1);
/// To keep as many costs hardly more than to keep one.
constexpr std::size_t few = 16;
constexpr Duration longest_for_few = std::chrono::milliseconds(5);
/// Of a shorter pause nobody needs to hear; of a longer one this often.
constexpr Duration shortest_told = std::chrono::seconds(2);
constexpr Duration telling = std::chrono::seconds(1);

/// What ran so far ran as pinned, and nothing else may.
void refuse_other_plugin(const host::Answer& answer) {
  if (answer.failure && answer.failure->kind == FailureKind::refused) {
    throw Error(Fault::security, answer.failure->text);
  }
}

}  // namespace

struct Scheduler::Impl {
  struct Member {
    const Batch* batch;
    std::shared_ptr<host::Worker> worker;
    Waiting waiting;
    bool asked_to_end = false;
  };

  host::Host& host;
  Engine engine;
  const KeepAll keep;
  const std::stop_token stop;
  std::stop_source aborted;
  /// The host's thread may still answer when this object is gone.
  const std::shared_ptr<Inbox<News>> inbox = std::make_shared<Inbox<News>>();
  std::map<Engine::Key, Member> members;
  /// Whatever opened since the engine was last asked has to be seen, too.
  Time asked_at = Time::clock::now();
  Duration keeping_took{};  ///< when it was done last
  Time told_until = never;  ///< of the last pause that was worth telling
  const CoreLoad cores{};
  std::jthread thread{};

  Impl(host::Host& its_host, Rules rules, KeepAll its_keep, std::stop_token its_stop)
      : host(its_host),
        engine(std::move(rules)),
        keep(std::move(its_keep)),
        stop(std::move(its_stop)) {}

  bool is_stopped() const { return stop.stop_requested() || aborted.stop_requested(); }

  void loop(const std::stop_token& over) {
    const std::stop_callback wake(stop, [this] { inbox->wake(); });
    const std::stop_callback wake_on_abort(aborted.get_token(), [this] { inbox->wake(); });
    const std::stop_callback wake_at_end(over, [this] { inbox->wake(); });
    while (!over.stop_requested()) {
      for (News& news : inbox->take(is_stopped() ? never : wakes_at(), gathering())) take(news);
      if (is_stopped() || engine.is_late(Time::clock::now())) ask_to_end();
      // A slot is free only when what it held is kept; and what takes it waits for nobody else.
      Kept kept = keep_settled();
      if (!is_stopped()) submit_what_may_run();
      hand_on(std::move(kept));
      hand_on(keep_settled());
      finish();
    }
    for (auto& [key, member] : members) fail(member, std::make_exception_ptr(Stopped()));
  }

  /// When there is something to do by itself. Who waits for nothing but a pause hears of it.
  Time wakes_at() {
    const Time next = engine.wakes_at(asked_at), now = Time::clock::now();
    if (engine.in_flight() != 0 || next == never || next <= now) return next;
    if (next != told_until && next - now < shortest_told) return next;
    told_until = next;
    for (const auto& [key, member] : members) report(member, engine.lane(key), next);
    return std::min(next, now + telling);
  }

  /// Half of what is in flight is kept while the other half is on its way: were it all kept at
  /// once, the runner would have nothing to do meanwhile. Nobody waits for that longer than it
  /// takes to keep something. While each core has work, a free slot would gain nothing, but a core
  /// would be busy with keeping: a few are waited for then.
  Gathering gathering() const {
    if (is_stopped()) return {};
    const std::size_t half = std::max<std::size_t>(1, (engine.in_flight() + 1) / 2);
    Gathering all{half, std::min(keeping_took, longest_gathering), half};
    if (half > 1 && cores.is_full()) {
      all.few = std::min(half, few);
      all.longest = longest_for_few;
    }
    return all;
  }

  void take(News& news) {
    if (news.batch != nullptr) {
      const Engine::Key key = engine.add(*news.batch);
      if (!news.worker) engine.lane(key).fail_all({FailureKind::load, news.why});
      const auto member =
          members.emplace(key, Member{news.batch, std::move(news.worker), std::move(news.waiting)});
      report(member.first->second, engine.lane(key));
      return;
    }
    if (!news.ended) return forget_waiting(news.waiting);
    auto& [call, answer] = *news.ended;
    const auto found = members.find(call.batch);
    // What ended because the run ends, nobody learned anything from.
    if (found == members.end() || (is_stopped() && answer.failure)) return engine.dropped(call);
    try {
      refuse_other_plugin(answer);
    } catch (...) {
      remove(found, std::current_exception());
      return engine.dropped(call);
    }
    Lane& lane = engine.lane(call.batch);
    const std::size_t ripened = lane.ripening();
    engine.ended(call, std::move(answer), Time::clock::now());
    if (lane.ripening() > ripened) report(found->second, lane);
  }

  void forget_waiting(const Waiting& waiting) {
    for (const auto& [key, member] : members) {
      if (member.waiting == waiting) engine.lane(key).forget_waiting();
    }
  }

  void ask_to_end() {
    for (auto& [key, member] : members) {
      if (member.worker && !std::exchange(member.asked_to_end, true)) member.worker->cancel_all();
    }
  }

  void submit_what_may_run() {
    std::map<Engine::Key, std::vector<host::Submission>> begun;
    while (const auto call = engine.next(asked_at = Time::clock::now())) {
      const Batch& batch = *members.at(call->batch).batch;
      begun[call->batch].push_back({batch.trials[call->trial].input, batch.timeout,
                                    [inbox = inbox, call = *call](host::Answer answer) {
                                      News news;
                                      news.ended.emplace(call, std::move(answer));
                                      inbox->put(std::move(news));
                                    }});
    }
    for (auto& [key, submissions] : begun) members.at(key).worker->submit(std::move(submissions));
  }

  /// What came of members and is durable.
  struct Kept {
    std::vector<Engine::Key> keys;
    std::vector<Settled> settled;  ///< of each
  };

  Kept keep_settled() {
    Kept kept;
    for (auto& [key, member] : members) {
      auto arrivals = engine.lane(key).take_settled();
      if (arrivals.empty()) continue;
      kept.settled.push_back({*member.batch, std::move(arrivals)});
      kept.keys.push_back(key);
    }
    if (kept.settled.empty()) return {};
    const Time begun = Time::clock::now();
    try {
      keep(kept.settled);
      keeping_took = Time::clock::now() - begun;
    } catch (...) {
      // Without a ledger no batch can go on.
      while (!members.empty()) remove(members.begin(), std::current_exception());
      return {};
    }
    return kept;
  }

  void hand_on(Kept kept) {
    for (std::size_t i = 0; i < kept.keys.size(); ++i) {
      Member& member = members.at(kept.keys[i]);
      member.waiting->put(std::move(kept.settled[i].arrivals));
      report(member, engine.lane(kept.keys[i]));
    }
  }

  static void report(const Member& member, const Lane& lane, Time waits_until = never) {
    if (!member.batch->progress) return;
    member.batch->progress({lane.done(), lane.size(), lane.failures(), lane.cost(), lane.ripening(),
                            lane.ripens_after(), waits_until});
  }

  void finish() {
    for (auto next = members.begin(); next != members.end();) {
      const auto member = next++;
      Lane& lane = engine.lane(member->first);
      if (lane.is_over() && lane.in_flight() == 0) {
        if (lane.unmade().trials != 0) report(member->second, lane);
        const Waiting waiting = member->second.waiting;
        const Unmade unmade = lane.unmade();
        waiting->put(lane.take_unmade());
        engine.remove(member->first);
        members.erase(member);
        waiting->end(unmade);
      } else if (is_stopped() && lane.in_flight() == 0) {
        remove(member, std::make_exception_ptr(Stopped()));
      }
    }
  }

  static void fail(Member& member, const std::exception_ptr& why) {
    member.worker.reset();
    member.waiting->fail(why);
  }

  void remove(std::map<Engine::Key, Member>::iterator member, const std::exception_ptr& why) {
    engine.remove(member->first);
    fail(member->second, why);
    members.erase(member);
  }

  /// Starts the worker; nothing, and why, when it cannot be started but trying again may help.
  std::shared_ptr<host::Worker> started(const Batch& batch, std::string& why) const {
    try {
      return host.open(batch.worker);
    } catch (const Error& error) {
      if (error.fault() != Fault::evaluation) {
        throw Error(error.fault(), to_string(batch.automation) + ": " + error.what());
      }
      why = error.what();
      return nullptr;
    }
  }
};

Scheduler::Scheduler(host::Host& host, Rules rules, KeepAll keep, std::stop_token stop)
    : impl_(std::make_unique<Impl>(host, std::move(rules), std::move(keep), std::move(stop))) {
  impl_->thread =
      std::jthread([impl = impl_.get()](const std::stop_token& over) { impl->loop(over); });
}

Scheduler::~Scheduler() = default;

Running Scheduler::run(const Batch& batch, std::shared_ptr<host::Worker> worker) {
  News news;
  news.batch = &batch;
  news.worker = std::move(worker);
  if (impl_->is_stopped()) throw Stopped();
  if (!news.worker) news.worker = impl_->started(batch, news.why);
  if (impl_->is_stopped()) throw Stopped();
  const auto waiting = std::make_shared<Running::State>();
  waiting->forget = [inbox = impl_->inbox, its = std::weak_ptr(waiting)] {
    News unwanted;
    unwanted.waiting = its.lock();
    inbox->put(std::move(unwanted));
    inbox->wake();
  };
  news.waiting = waiting;
  impl_->inbox->put(std::move(news));
  impl_->inbox->wake();
  return Running(waiting);
}

void Scheduler::abort() { impl_->aborted.request_stop(); }

}  // namespace tidemark::run
