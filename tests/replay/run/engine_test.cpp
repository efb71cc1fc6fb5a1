#include "replay/run/engine.hpp"

#include <doctest/doctest.h>

#include "tests/replay/run/run_kit.hpp"

namespace tidemark::run {
namespace {

using namespace kit;
using namespace std::chrono_literals;

/// A batch of an automation with that many cases and runs.
struct Asked {
  std::vector<Trial> trials;
  Batch batch;

  Asked(const std::string& name, const std::vector<std::string>& cases, int runs,
        std::vector<Share> shares = {}, int concurrency = 1) {
    trials = trials_of(cases, runs);
    batch.automation = {Kind::automation, name};
    batch.manner.concurrency = concurrency;
    batch.shares = std::move(shares);
    batch.trials = trials;
  }
};

/// Every call that may begin now: `batch:case/run ...`.
std::string sent(Engine& engine, std::vector<Engine::Call>& calls,
                 const std::vector<const Asked*>& batches, Time now = start) {
  std::string text;
  while (const auto call = engine.next(now)) {
    const Asked& batch = *batches.at(call->batch - 1);
    const Trial& trial = batch.trials[call->trial];
    text += (text.empty() ? "" : " ") + batch.batch.automation.name + ":" + trial.case_id + "/" +
            std::to_string(trial.run);
    calls.push_back(*call);
  }
  return text;
}

/// One after the other, each answered at once.
std::string order(Engine& engine, const std::vector<const Asked*>& batches) {
  std::string text;
  std::vector<Engine::Call> calls;
  while (const auto call = engine.next(start)) {
    const Asked& batch = *batches.at(call->batch - 1);
    const Trial& trial = batch.trials[call->trial];
    text += (text.empty() ? "" : " ") + batch.batch.automation.name + ":" + trial.case_id + "/" +
            std::to_string(trial.run);
    engine.ended(*call, good(), start);
  }
  return text;
}

TEST_CASE("every case of every automation is run once before any is run twice") {
  Engine engine({});
  const Asked x("x", {"a", "b"}, 2), y("y", {"c"}, 2);
  engine.add(x.batch);
  engine.add(y.batch);
  CHECK(order(engine, {&x, &y}) == "x:a/0 y:c/0 x:b/0 x:a/1 y:c/1 x:b/1");
}

TEST_CASE("automations of different size advance together") {
  Engine engine({});
  const Asked big("big", {"a", "b", "c", "d"}, 1), small("small", {"e", "f"}, 1);
  engine.add(big.batch);
  engine.add(small.batch);
  CHECK(order(engine, {&big, &small}) == "big:a/0 small:e/0 big:b/0 big:c/0 small:f/0 big:d/0");
}

TEST_CASE("a first look goes before another automation's second, and urgent ones go first") {
  Engine engine({});
  Asked late("late", {"a"}, 1), first("first", {"b"}, 1);
  late.trials[0].run = 3;
  first.batch.urgent = true;
  const Asked plain("plain", {"c"}, 1);
  engine.add(late.batch);
  engine.add(plain.batch);
  engine.add(first.batch);
  CHECK(order(engine, {&late, &plain, &first}) == "first:b/0 plain:c/0 late:a/3");
}

TEST_CASE("what runners share bounds them together, each runner's own bound holds beside it") {
  Engine engine({});
  const Share machine{"this machine", {2, 0}};
  const Asked x("x", {"a", "b", "c"}, 1, {machine}, 2), y("y", {"d", "e"}, 1, {machine}, 1);
  const Asked free("free", {"f", "g", "h"}, 1, {}, 2);
  engine.add(x.batch);
  engine.add(y.batch);
  engine.add(free.batch);
  std::vector<Engine::Call> calls;
  CHECK(sent(engine, calls, {&x, &y, &free}) == "x:a/0 y:d/0 free:f/0 free:g/0");
  engine.ended(calls[1], good(), start);
  CHECK(sent(engine, calls, {&x, &y, &free}) == "x:b/0");
}

TEST_CASE("a vendor that refuses is spared by all that share it, for as long as it asks") {
  Engine engine({});
  const Share vendor{"vendor:v", {}};
  const Asked x("x", {"a", "b", "c", "d"}, 1, {vendor}, 2), y("y", {"e", "f"}, 1, {vendor}, 2);
  engine.add(x.batch);
  engine.add(y.batch);
  std::vector<Engine::Call> calls;
  CHECK(sent(engine, calls, {&x, &y}) == "x:a/0 y:e/0 x:b/0 y:f/0");
  engine.ended(calls[0], passing(FailureKind::rate_limited, 10s), start);
  engine.ended(calls[1], good(), start);
  engine.ended(calls[2], good(), start);
  engine.ended(calls[3], good(), start);
  CHECK(sent(engine, calls, {&x, &y}).empty());
  CHECK(engine.wakes_at(start) == start + 10s);
  CHECK(sent(engine, calls, {&x, &y}, start + 10s) == "x:a/0 x:c/0");
}

TEST_CASE("who waits for a vendor looks again when that opens, not before") {
  Engine engine({});
  const Share vendor{"vendor:v", {}};
  const Asked x("x", {"a"}, 1, {vendor}), y("y", {"b"}, 1, {vendor});
  engine.add(x.batch);
  engine.add(y.batch);
  std::vector<Engine::Call> calls;
  sent(engine, calls, {&x, &y});
  engine.ended(calls[0], passing(FailureKind::unavailable), start);
  engine.ended(calls[1], passing(FailureKind::rate_limited, 10s), start);
  CHECK(engine.wakes_at(start) == start + 1s);
  CHECK(sent(engine, calls, {&x, &y}, start + 1s).empty());
  CHECK(engine.wakes_at(start + 1s) == start + 10s);
}

TEST_CASE("what a vendor asks for beyond all patience ends what waits for it") {
  Engine engine({});
  const Asked x("x", {"a", "b", "c"}, 1, {{"vendor:v", {}}});
  const auto key = engine.add(x.batch);
  std::vector<Engine::Call> calls;
  sent(engine, calls, {&x});
  engine.ended(calls[0], passing(FailureKind::rate_limited, 3600s), start);
  Lane& lane = engine.lane(key);
  std::vector<Outcome> outcomes(3);
  put(lane.take_settled(), outcomes);
  put(lane.take_unmade(), outcomes);
  CHECK(lane.is_over());
  // The one that was refused is as unmade as those that wait.
  CHECK(lane.unmade().trials == 3);
  CHECK(lane.unmade().asked == 3600s);
  const std::string why = " cancelled: not run: the service asks to wait for 1h (rate_limited)";
  CHECK(said(outcomes[0]) == "a/0" + why);
  CHECK(said(outcomes[1]) == "b/0" + why);
}

TEST_CASE("what must not be sent twice is settled by whatever it was told") {
  Engine engine({});
  Asked x("x", {"a", "b"}, 1, {{"vendor:v", {}}});
  x.batch.manner.may_retry = false;
  const auto key = engine.add(x.batch);
  std::vector<Engine::Call> calls;
  sent(engine, calls, {&x});
  engine.ended(calls[0], passing(FailureKind::rate_limited, 3600s), start);
  Lane& lane = engine.lane(key);
  CHECK(lane.take_settled().size() == 1);
  CHECK(lane.unmade().trials == 1);
}

TEST_CASE("when the time budget ends nothing more is sent, and what is cut off is not made") {
  Rules rules;
  rules.budget.ends = start + 60s;
  Engine engine(rules);
  const Asked x("x", {"a", "b", "c"}, 1);
  const auto key = engine.add(x.batch);
  std::vector<Engine::Call> calls;
  CHECK(sent(engine, calls, {&x}) == "x:a/0");
  CHECK(engine.wakes_at(start) == start + 60s);
  CHECK(sent(engine, calls, {&x}, start + 60s).empty());
  CHECK(engine.spent() == "the time budget is spent");
  CHECK(engine.is_late(start + 60s));
  engine.ended(calls[0], bad(FailureKind::cancelled), start + 61s);
  CHECK(engine.lane(key).unmade().trials == 3);
  CHECK(engine.lane(key).is_over());
  CHECK(engine.lane(key).take_settled().empty());
  const Asked late("late", {"d"}, 1);
  CHECK(engine.lane(engine.add(late.batch)).unmade().trials == 1);
}

TEST_CASE("a call is begun only when the money will do for it and all in flight") {
  Rules rules;
  rules.budget.cost = 1.0;
  Engine engine(rules);
  const Asked x("x", {"a", "b", "c", "d", "e"}, 1, {}, 2);
  const auto key = engine.add(x.batch);
  std::vector<Engine::Call> calls;
  CHECK(sent(engine, calls, {&x}) == "x:a/0 x:b/0");
  engine.ended(calls[0], good(0.3), start);
  CHECK(sent(engine, calls, {&x}) == "x:c/0");
  engine.ended(calls[1], good(0.3), start);
  CHECK(sent(engine, calls, {&x}).empty());
  CHECK(engine.spent() == "the cost budget is spent");
  engine.ended(calls[2], good(0.3), start);
  engine.lane(key).take_settled();
  CHECK(engine.lane(key).is_over());
  CHECK(engine.lane(key).unmade().trials == 2);
  CHECK(engine.cost() == doctest::Approx(0.9));
}

TEST_CASE("a cost budget ends with the first output whose cost should be told and is not") {
  Rules rules;
  rules.budget.cost = 1.0;
  Engine engine(rules);
  Asked x("x", {"a", "b", "c"}, 1, {}, 1);
  host::Answer silent = good();
  silent.facts.cost.reset();
  const auto key = engine.add(x.batch);
  std::vector<Engine::Call> calls;
  CHECK(sent(engine, calls, {&x}) == "x:a/0");
  engine.ended(calls[0], silent, start);
  CHECK(sent(engine, calls, {&x}) == "x:b/0");
  Asked y("y", {"d", "e", "f"}, 1, {}, 1);
  y.batch.manner.must_tell_cost = true;
  engine.add(y.batch);
  CHECK(sent(engine, calls, {&x, &y}) == "y:d/0");
  engine.ended(calls[2], bad(FailureKind::unavailable), start);
  CHECK(sent(engine, calls, {&x, &y}) == "y:e/0");
  engine.ended(calls[3], silent, start);
  CHECK(engine.spent() ==
        "an answer does not say what it cost, so the cost budget cannot be kept (--max-time bounds "
        "a run too)");
  CHECK(sent(engine, calls, {&x, &y}).empty());
  CHECK(engine.lane(key).unmade().trials == 1);
}

TEST_CASE("what may pass is not tried again when the budget is spent") {
  Rules rules;
  rules.budget.ends = start + 2s;
  Engine engine(rules);
  const Asked x("x", {"a"}, 1);
  const auto key = engine.add(x.batch);
  std::vector<Engine::Call> calls;
  sent(engine, calls, {&x});
  engine.ended(calls[0], passing(FailureKind::unavailable), start);
  CHECK(sent(engine, calls, {&x}, start + 2s).empty());
  CHECK(engine.lane(key).unmade().trials == 1);
}

TEST_CASE("answers of a batch that is gone free what it held") {
  Engine engine({});
  const Share machine{"this machine", {1, 0}};
  const Asked x("x", {"a"}, 1, {machine}), y("y", {"b"}, 1, {machine});
  const auto key = engine.add(x.batch);
  engine.add(y.batch);
  std::vector<Engine::Call> calls;
  CHECK(sent(engine, calls, {&x, &y}) == "x:a/0");
  engine.remove(key);
  CHECK(sent(engine, calls, {&x, &y}).empty());
  engine.dropped(calls[0]);
  CHECK(sent(engine, calls, {&x, &y}) == "y:b/0");
}

}  // namespace
}  // namespace tidemark::run
