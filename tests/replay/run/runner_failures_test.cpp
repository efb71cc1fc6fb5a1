#include "tests/replay/run/runner_kit.hpp"

namespace tidemark::run {
namespace {

using namespace kit;

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
  CHECK(outcomes[4].retries == Retries{{FailureKind::plugin_crash, 1}});
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

TEST_CASE("what the plugin says may pass is tried again") {
  Host host(settings());
  Kept kept;
  Setting setting{chaos("facts on failure: {'retry': true}"), 20s, 2};
  setting.rules.retry.base = 1ms;
  const auto outcomes = run_trials(host, setting, trials_of({"1", "2"}), kept.keep(), {});
  CHECK(said(outcomes) == "c0/0 failed: no luck\nc1/1 failed: no luck\n");
  REQUIRE(kept.outcomes.size() == 2);
  for (const Outcome& outcome : kept.outcomes) {
    CHECK(outcome.retries == Retries{{FailureKind::failed, 5}});
  }
}

TEST_CASE("while nothing but a pause is waited for, it is told until when and after what") {
  Host host(settings());
  Kept kept;
  Setting setting{chaos("facts on failure: {'retry': true, 'retry_after_ms': 2500}"), 20s, 1};
  setting.rules.retry.most = 1;
  std::vector<Standing> told;
  run_trials(host, setting, trials_of({"1"}), kept.keep(), [&](const Standing& standing) {
    if (standing.waits_until != never) told.push_back(standing);
  });
  REQUIRE(told.size() >= 1);
  CHECK(told.front().again_for == "no luck");
  CHECK(told.front().done == 0);
  CHECK(told.back().waits_until == told.front().waits_until);
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
      "c3/3 cancelled: not run: too many others failed\n"
      "c4/4 cancelled: not run: too many others failed\n";
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

}  // namespace
}  // namespace tidemark::run
