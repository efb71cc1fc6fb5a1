#include "replay/run/runner.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "tests/core/host/host_kit.hpp"

namespace tidemark::run {
namespace {

using namespace host::kit;
using host::Host;

std::vector<Trial> trials_of(const std::vector<std::string>& inputs) {
  std::vector<Trial> trials;
  for (const std::string& input : inputs) {
    trials.push_back({"c" + std::to_string(trials.size()), static_cast<int>(trials.size()), input});
  }
  return trials;
}

/// `case/run output` or `case/run kind: text`, one outcome a line.
std::string said(std::span<const Outcome> outcomes) {
  std::string text;
  for (const Outcome& one : outcomes) {
    text += one.case_id + "/" + std::to_string(one.run) + " ";
    text += one.failure ? std::string(to_string(one.failure->kind)) + ": " + one.failure->text
                        : one.output;
    text += "\n";
  }
  return text;
}

/// What the ledger would have, in the order it came.
struct Kept {
  std::vector<Outcome> outcomes;
  std::size_t calls = 0;

  Keep keep() {
    return [this](std::span<const Outcome> batch) {
      ++calls;
      CHECK_FALSE(batch.empty());
      outcomes.insert(outcomes.end(), batch.begin(), batch.end());
    };
  }
  std::string sorted() {
    std::sort(outcomes.begin(), outcomes.end(),
              [](const Outcome& a, const Outcome& b) { return a.run < b.run; });
    return said(outcomes);
  }
};

/// Chaos that writes every input into `started` before it answers it.
host::WorkerSpec noting_worker(const Folder& folder) {
  host::WorkerSpec worker = chaos("note calls");
  worker.folder = folder.path();
  return worker;
}

std::size_t lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::size_t count = 0;
  for (std::string line; std::getline(file, line);) ++count;
  return count;
}

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

TEST_CASE("an automation that fails has an outcome for every trial") {
  Host host(settings());
  Kept kept;
  const auto outcomes = run_trials(host, {spec("uppercase"), 20s, 2},
                                   trials_of({"\"a\"", "7", "\"b\""}), kept.keep(), {});
  const std::string expected =
      "c0/0 \"A\"\nc1/1 failed: the input is not a JSON string\nc2/2 \"B\"\n";
  CHECK(said(outcomes) == expected);
  CHECK(kept.sorted() == expected);
}

TEST_CASE("a plugin that crashes costs its own trials and no others") {
  Host host(settings());
  Kept kept;
  const auto outcomes = run_trials(host, {chaos("exit 0"), 20s, 1},
                                   trials_of({"\"be good\"", "1", "\"be good\""}), kept.keep(), {});
  CHECK(said(outcomes) ==
        "c0/0 \"good\"\n"
        "c1/1 plugin_crash: the worker of plugin chaos exited with status 0 while 1 call was in "
        "flight\n"
        "c2/2 \"good\"\n");
  CHECK(kept.outcomes.size() == 3);
}

TEST_CASE(
    "a trial at which the worker dies is run once more, alone; then its case is quarantined") {
  const Folder folder;
  host::WorkerSpec worker = chaos("exit 0");
  // A trial may be submitted between a death and the news of it, and die in a worker of its own.
  host::HostSettings patient = settings();
  patient.restarts = 20;
  Host host(patient);
  Kept kept;
  std::vector<Trial> trials = trials_of({"\"be good\"", "1", "1", "\"be good\"", "1"});
  trials[1].case_id = trials[2].case_id = "bad";
  Setting setting{worker, 20s, 4};
  const auto outcomes = run_trials(host, setting, trials, kept.keep(), {});
  const std::string death =
      "plugin_crash: the worker of plugin chaos exited with status 0 while 1 call was in flight\n";
  CHECK(outcomes[0].output == "\"good\"");
  CHECK(outcomes[3].output == "\"good\"");
  CHECK(said({&outcomes[4], 1}) == "c4/4 " + death);
  // Both were in flight at the first death, so each had its own second try.
  CHECK(said({&outcomes[1], 1}) == "bad/1 " + death);
  CHECK(said({&outcomes[2], 1}) == "bad/2 " + death);
  CHECK(kept.sorted() == said(outcomes));
}

TEST_CASE("the other trials of a quarantined case are not run") {
  Host host(settings());
  Kept kept;
  std::vector<Trial> trials = trials_of({"1", "\"be good\"", "1"});
  trials[2].case_id = trials[0].case_id;
  const auto outcomes = run_trials(host, {chaos("exit 0"), 20s, 1}, trials, kept.keep(), {});
  CHECK(said(outcomes) ==
        "c0/0 plugin_crash: the worker of plugin chaos exited with status 0 while 1 call was in "
        "flight\n"
        "c1/1 \"good\"\n"
        "c0/2 plugin_crash: not run: its case killed the worker twice\n");
  CHECK(kept.sorted() == said(outcomes));
  CHECK(is_quarantined(outcomes[0]));
  CHECK_FALSE(is_quarantined(outcomes[1]));
  CHECK(is_quarantined(outcomes[2]));
}

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

TEST_CASE("a plugin that cannot be started fails every trial, and all are kept") {
  Host host(settings());
  Kept kept;
  const auto outcomes = run_trials(host, {chaos("in create: exit 0"), 20s, 2},
                                   trials_of({"1", "2", "3"}), kept.keep(), {});
  REQUIRE(outcomes.size() == 3);
  for (const Outcome& one : outcomes) {
    REQUIRE(one.failure);
    CHECK(one.failure->kind == FailureKind::load);
    CHECK(one.failure->text.find("chaos") != std::string::npos);
  }
  CHECK(kept.sorted() == said(outcomes));
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

TEST_CASE("what the plugin says may pass is tried again") {
  Host host(settings());
  Kept kept;
  Setting setting{chaos("facts on failure: {'retry': true}"), 20s, 2};
  setting.rules.retry.base = 1ms;
  const auto outcomes = run_trials(host, setting, trials_of({"1", "2"}), kept.keep(), {});
  CHECK(said(outcomes) == "c0/0 failed: no luck\nc1/1 failed: no luck\n");
  CHECK(kept.outcomes.size() == 2);
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

TEST_CASE("after too many failures the other trials are not run, but are outcomes and kept") {
  Host host(settings());
  Kept kept;
  Setting setting{spec("uppercase"), 20s, 1, 1};
  const auto outcomes =
      run_trials(host, setting, trials_of({"\"a\"", "1", "2", "\"b\"", "3"}), kept.keep(), {});
  const std::string expected =
      "c0/0 \"A\"\nc1/1 failed: the input is not a JSON string\n"
      "c2/2 failed: the input is not a JSON string\n"
      "c3/3 cancelled: not run: too many before it failed\n"
      "c4/4 cancelled: not run: too many before it failed\n";
  CHECK(said(outcomes) == expected);
  CHECK(kept.sorted() == expected);
  setting.most_failures = 3;
  CHECK(run_trials(host, setting, trials_of({"1", "2", "3", "\"b\""}), kept.keep(), {})
            .back()
            .output == "\"B\"");
}

TEST_CASE("a plugin that is replaced while it runs ends the run as a security refusal") {
  const Folder folder;
  host::WorkerSpec worker = chaos("");
  const auto place = folder.path() / "plugin.so";
  std::filesystem::copy(worker.plugin.path, place);
  worker.plugin.path = place;
  worker.config = R"({"behaviour":"replace the plugin )" + place.string() + "\"}";
  Host host(settings());
  Kept kept;
  try {
    run_trials(host, {worker, 20s, 1}, trials_of({"\"be good\"", "1"}), kept.keep(), {});
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::security);
  }
  CHECK(said(kept.outcomes) == "c0/0 \"good\"\n");
}

TEST_CASE("an output with a zero byte is no JSON") {
  Host host(settings());
  Kept kept;
  const auto outcomes =
      run_trials(host, {chaos("nul in output"), 20s, 1}, trials_of({"1"}), kept.keep(), {});
  REQUIRE(outcomes[0].failure);
  CHECK(outcomes[0].failure->kind == FailureKind::invalid_output);
}

TEST_CASE("a refused plugin is no outcome but an Error, and nothing is kept") {
  Host host(settings());
  Kept kept;
  const auto trials = trials_of({"1"});
  const Setting refusing{chaos("refuse"), 20s, 1};
  try {
    run_trials(host, refusing, trials, kept.keep(), {});
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::configuration);
    CHECK(std::string(error.what()).find("chaos does not like its configuration") !=
          std::string::npos);
  }
  Setting forged{spec("uppercase"), 20s, 1};
  forged.worker.plugin.sha256 = std::string(64, '0');
  try {
    run_trials(host, forged, trials, kept.keep(), {});
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::security);
  }
  CHECK(kept.calls == 0);
}

TEST_CASE("output that is no JSON is a failure of its trial") {
  Host host(settings());
  Kept kept;
  const auto outcomes = run_trials(host, {spec("uppercase"), 20s, 1},
                                   trials_of({"\"not closed", "\"be good\""}), kept.keep(), {});
  REQUIRE(outcomes.size() == 2);
  REQUIRE(outcomes[0].failure);
  CHECK(outcomes[0].failure->kind == FailureKind::invalid_output);
  CHECK(outcomes[0].failure->text.starts_with("the output"));
  CHECK(outcomes[0].output.empty());
  CHECK(outcomes[1].output == "\"BE GOOD\"");
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
