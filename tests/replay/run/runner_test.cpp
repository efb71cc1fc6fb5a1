#include "tests/replay/run/runner_kit.hpp"

namespace tidemark::run {
namespace {

using namespace kit;

TEST_CASE("no trials start nothing and keep nothing") {
  Host host(settings());
  Kept kept;
  CHECK(run_trials(host, {chaos("in create: segfault"), 20s, 4}, {}, kept.keep(), {}).empty());
  CHECK(kept.calls == 0);
}

TEST_CASE("outcomes come in the order of the trials, each of them kept once") {
  std::vector<std::string> inputs;
  std::string expected;
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    inputs.push_back("\"ab " + number + "\"");
    expected += "c" + number + "/" + number + " \"AB " + number + "\"\n";
  }
  Host host(settings());
  Kept kept;
  std::vector<std::size_t> heard;
  const auto outcomes = run_trials(host, {spec("uppercase"), 20s, 3}, trials_of(inputs),
                                   kept.keep(), [&](const Standing& standing) {
                                     CHECK(standing.total == 40);
                                     CHECK(standing.done == kept.outcomes.size());
                                     heard.push_back(standing.done);
                                   });
  CHECK(said(outcomes) == expected);
  CHECK(kept.sorted() == expected);
  CHECK(std::is_sorted(heard.begin(), heard.end()));
  CHECK(heard.back() == 40);
}

TEST_CASE("outcomes are handed on together that come within a few milliseconds") {
  Host host(settings());
  Scheduler scheduler(host, {}, [](std::span<Settled>) {}, {});
  const auto trials = trials_of(std::vector<std::string>(300, "\"a\""));
  Batch batch;
  batch.worker = spec("uppercase");
  batch.timeout = 20s;
  batch.manner.concurrency = 2;
  batch.trials = trials;
  const auto begun = std::chrono::steady_clock::now();
  Running running = scheduler.run(batch);
  std::size_t outcomes = 0, times = 0;
  for (auto some = running.next(); !some.empty(); some = running.next()) {
    outcomes += some.size();
    ++times;
  }
  const auto took = std::chrono::steady_clock::now() - begun;
  CHECK(outcomes == 300);
  // All but the last may have had to wait for others.
  CHECK(times <= 1 + static_cast<std::size_t>(took / longest_hand_on));
}

TEST_CASE("a slot is free only after its trial was kept") {
  for (const int concurrency : {1, 3}) {
    CAPTURE(concurrency);
    const Folder folder;
    Host host(settings());
    const auto other = host.open(chaos(""));
    std::size_t kept = 0;
    const auto keep = [&](std::span<const Outcome> batch) {
      // A trial that was submitted before these calls has long begun when they have come back.
      for (int i = 0; i < 50; ++i) host::kit::run(*other, "1");
      CHECK(lines_of(folder.path() / "started") <= kept + static_cast<std::size_t>(concurrency));
      kept += batch.size();
    };
    const auto outcomes = run_trials(host, {noting_worker(folder), 20s, concurrency},
                                     trials_of({"0", "1", "2", "3", "4", "5", "6"}), keep, {});
    CHECK(said(outcomes) == "c0/0 1\nc1/1 1\nc2/2 1\nc3/3 1\nc4/4 1\nc5/5 1\nc6/6 1\n");
    CHECK(lines_of(folder.path() / "started") == 7);
    CHECK(kept == 7);
  }
}

TEST_CASE("each trial has its own deadline") {
  Host host(settings());
  Kept kept;
  const auto begin = std::chrono::steady_clock::now();
  const auto outcomes = run_trials(host, {chaos("never answer"), 150ms, 2},
                                   trials_of({"1", "2", "3", "4"}), kept.keep(), {});
  CHECK(std::chrono::steady_clock::now() - begin >= 300ms);
  REQUIRE(outcomes.size() == 4);
  for (const Outcome& one : outcomes) {
    REQUIRE(one.failure);
    CHECK(one.failure->kind == FailureKind::timeout);
    CHECK(one.output.empty());
  }
}

TEST_CASE("outputs are canonical, so that equal answers are equal texts") {
  const Folder folder;
  host::WorkerSpec worker =
      spec("process", R"({"command":["echo","{ \"b\" : 1.0, \"a\":[1 ,2] }"],"output":"json"})");
  worker.folder = folder.path();
  Host host(settings());
  Kept kept;
  CHECK(said(run_trials(host, {worker, 20s, 1}, trials_of({"1"}), kept.keep(), {})) ==
        "c0/0 {\"a\":[1,2],\"b\":1}\n");
}

}  // namespace
}  // namespace tidemark::run
