#include "tests/replay/run/runner_kit.hpp"

#include <stdexcept>

namespace tidemark::run {
namespace {

using namespace kit;

TEST_CASE("a run that is stopped keeps what has ended, and nothing of what was cancelled") {
  Host host(settings());
  Kept kept;
  std::stop_source stop;
  Setting setting{chaos("never answer"), 20s, 2};
  setting.stop = stop.get_token();
  const auto keep = [&](std::span<const Outcome> batch) {
    kept.keep()(batch);
    stop.request_stop();
  };
  CHECK_THROWS_AS(
      run_trials(host, setting, trials_of({"\"be good\"", "1", "1", "\"be good\""}), keep, {}),
      Stopped);
  CHECK(said(kept.outcomes) == "c0/0 \"good\"\n");
}

TEST_CASE("a run that is stopped before it begins runs nothing") {
  Host host(settings());
  Kept kept;
  std::stop_source stop;
  stop.request_stop();
  Setting setting{spec("uppercase"), 20s, 2};
  setting.stop = stop.get_token();
  CHECK_THROWS_AS(run_trials(host, setting, trials_of({"\"a\""}), kept.keep(), {}), Stopped);
  CHECK(kept.calls == 0);
}

TEST_CASE("money that calls cost is counted, and what it does not do for is not run and not kept") {
  Host host(settings());
  Kept kept;
  Setting setting{chaos("facts: {'cost': 0.25}"), 20s, 1};
  setting.rules.budget.cost = 0.8;
  const auto outcomes =
      run_trials(host, setting, trials_of({"1", "2", "3", "4", "5"}), kept.keep(), {});
  CHECK(said(outcomes) ==
        "c0/0 1\nc1/1 1\nc2/2 1\nc3/3 cancelled: not run: the cost budget is spent\n"
        "c4/4 cancelled: not run: the cost budget is spent\n");
  CHECK(kept.sorted() == "c0/0 1\nc1/1 1\nc2/2 1\n");
}

TEST_CASE("at the end of the time budget what is in flight ends, and is not kept") {
  Host host(settings());
  Kept kept;
  Setting setting{chaos("never answer"), 60s, 2};
  setting.rules.budget.ends = Time::clock::now() + 400ms;
  const auto outcomes = run_trials(host, setting, trials_of({"1", "2", "3"}), kept.keep(), {});
  CHECK(said(outcomes) ==
        "c0/0 cancelled: not run: the time budget is spent\n"
        "c1/1 cancelled: not run: the time budget is spent\n"
        "c2/2 cancelled: not run: the time budget is spent\n");
  CHECK(kept.calls == 0);
}

TEST_CASE("what keep throws ends the run, and nothing hangs or stays behind") {
  {
    Host host(settings());
    const auto refuse = [](std::span<const Outcome>) { throw std::runtime_error("disk full"); };
    const auto trials = trials_of({"\"a\"", "\"b\"", "\"c\"", "\"d\""});
    const Setting setting{spec("uppercase"), 20s, 4};
    CHECK_THROWS_WITH(run_trials(host, setting, trials, refuse, {}), "disk full");
    const Setting broken{chaos("in create: exit 0"), 20s, 4};
    CHECK_THROWS_WITH(run_trials(host, broken, trials, refuse, {}), "disk full");
    Kept kept;
    CHECK(said(run_trials(host, setting, trials_of({"\"z\""}), kept.keep(), {})) == "c0/0 \"Z\"\n");
  }
  CHECK(children() == 0);
}

TEST_CASE("calls in flight end with the run that keep broke off") {
  {
    Host host(settings());
    const auto refuse = [](std::span<const Outcome>) { throw std::runtime_error("disk full"); };
    const auto trials = trials_of({"\"be good\"", "1", "2"});
    const Setting setting{chaos("never answer"), 60s, 3};
    CHECK_THROWS_WITH(run_trials(host, setting, trials, refuse, {}), "disk full");
  }
  CHECK(children() == 0);
}

TEST_CASE("no run leaves a process behind") {
  {
    Host host(settings());
    Kept kept;
    run_trials(host, {chaos("daemon, exit 0"), 20s, 2}, trials_of({"1", "2"}), kept.keep(), {});
    CHECK(kept.outcomes.size() == 2);
  }
  CHECK(children() == 0);
}

}  // namespace
}  // namespace tidemark::run
