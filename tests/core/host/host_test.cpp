#include "core/host/host.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "tests/core/host/host_kit.hpp"

namespace tidemark::host {

using namespace kit;

TEST_CASE("what a plugin holds comes at its release, all of it and in its order") {
  Host host(settings());
  const auto worker = host.open(chaos("hold until the third call"));
  std::vector<std::string> arrived;
  std::promise<void> all;
  for (int i = 0; i < 3; ++i) {
    worker->submit("\"go\"", 20s, [&](Answer answer) {
      arrived.push_back(said(answer));
      if (arrived.size() == 3) all.set_value();
    });
  }
  all.get_future().wait();
  CHECK(arrived == std::vector<std::string>{"1", "2", "3"});
}

TEST_CASE("calls that many threads submit together are answered, each once") {
  Host host(settings());
  const auto worker = host.open(spec("uppercase"));
  constexpr int threads = 4, batches = 25, calls = 16;
  std::atomic<int> right = 0, answered = 0;
  std::promise<void> all;
  const auto submit_batches = [&](int thread) {
    for (int batch = 0; batch < batches; ++batch) {
      std::vector<Submission> together;
      for (int call = 0; call < calls; ++call) {
        const std::string name = std::to_string(thread * 1'000'000 + batch * 1000 + call);
        together.push_back({'"' + name + "x\"", 20s, [&, name](const Answer& answer) {
                              right += said(answer) == '"' + name + "X\"" ? 1 : 0;
                              if (++answered == threads * batches * calls) all.set_value();
                            }});
      }
      worker->submit(std::move(together));
    }
  };
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(submit_batches, i);
  for (std::thread& one : running) one.join();
  all.get_future().get();
  CHECK(right == threads * batches * calls);
}

TEST_CASE("calls that are more together than the connection takes at once come through") {
  Host host(settings());
  const auto worker = host.open(spec("uppercase"));
  constexpr int calls = 24;
  std::promise<void> all;
  std::atomic<int> right = 0, answered = 0;
  std::vector<Submission> together;
  for (int call = 0; call < calls; ++call) {
    const std::size_t size = 400'000 + static_cast<std::size_t>(call);
    together.push_back({'"' + std::string(size, 'a') + '"', 60s, [&, size](const Answer& answer) {
                          right += said(answer) == '"' + std::string(size, 'A') + '"' ? 1 : 0;
                          if (++answered == calls) all.set_value();
                        }});
  }
  worker->submit(std::move(together));
  all.get_future().get();
  CHECK(right == calls);
}

TEST_CASE("calls submitted together that find their worker dead get another") {
  Host host(settings());
  const auto worker = host.open(chaos("exit 0"));
  CHECK(run(*worker, "1").failure);
  std::promise<void> all;
  std::atomic<int> failed = 0;
  std::vector<Submission> together;
  for (int call = 0; call < 3; ++call) {
    together.push_back({"1", 20s, [&](const Answer& answer) {
                          CHECK(answer.failure);
                          if (++failed == 3) all.set_value();
                        }});
  }
  worker->submit(std::move(together));
  all.get_future().get();
}

TEST_CASE("what a plugin holds for too long costs its own calls") {
  Host host(settings());
  const auto worker = host.open(chaos("hold for ever"));
  CHECK(said(run(*worker, "\"go\"", 100ms)) ==
        "timeout: no answer within 100ms: the worker of plugin chaos did not end a call when "
        "asked, so "
        "it was killed while 1 call was in flight");
}

TEST_CASE("a plugin says what it is without a configuration") {
  Host host(settings());
  const PluginInfo info = host.describe(chaos("refuse"));
  CHECK(info.id == "chaos");
  CHECK(info.version == "1.0.0");
  CHECK(info.summary == "Misbehaves as configured.");
  CHECK(info.capabilities ==
        std::vector<std::string>{"tidemark.runner/1", "tidemark.comparator/1"});
}

TEST_CASE("the deadline is the call's: a plugin that ends a cancelled call keeps its worker") {
  Host host(settings());
  const auto worker = host.open(spec("process", R"({"command":["sleep","100"]})"));
  const Answer answer = run(*worker, "1", 100ms);
  REQUIRE(answer.failure);
  CHECK(answer.failure->kind == FailureKind::timeout);
  CHECK(answer.took >= 100ms);
  CHECK(answer.failure->text.find("the worker of") == std::string::npos);
}

TEST_CASE("cancelling ends every call in flight as cancelled and spares the worker") {
  Host host(settings());
  const auto worker =
      host.open(spec("process", R"json({"command":["sh","-c","sleep $(cat)"]})json"));
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 20; ++i) answers.push_back(submit(*worker, "100"));
  worker->cancel_all();
  for (auto& answer : answers) {
    CHECK(said(answer.get()).starts_with("cancelled: the run was stopped"));
  }
  CHECK(said(run(*worker, "0")) == "\"\"");
}

TEST_CASE("the end of a worker fails its calls as cancelled") {
  Host host(settings());
  auto worker = host.open(chaos("never answer"));
  auto answer = submit(*worker, "1");
  worker.reset();
  CHECK(said(answer.get()) == "cancelled: the run was stopped");
}

TEST_CASE("the end of the host fails calls in flight and those to come, whatever they ignore") {
  std::shared_ptr<Worker> worker;
  std::future<Answer> answer;
  {
    Host host(settings());
    worker = host.open(chaos("ignore SIGTERM and hang"));
    answer = submit(*worker, "1");
  }
  CHECK(said(answer.get()) == "cancelled: the run was stopped");
  CHECK(said(run(*worker, "1")) == "cancelled: the run was stopped");
  CHECK(children() == 0);
}

TEST_CASE("a plugin that hangs or crashes in its end holds nobody up") {
  for (const char* behaviour : {"hang in destroy", "segfault in destroy"}) {
    {
      Host host(settings());
      CHECK(said(run(*host.open(chaos(behaviour)), "\"be good\"")) == "\"good\"");
    }
    CHECK(children() == 0);
  }
}

TEST_CASE("a crash costs the calls of its own plugin only") {
  Host host(settings());
  const auto bad = host.open(chaos("die on the second"));
  const auto good = host.open(spec("process", R"({"command":["cat"]})"));
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 20; ++i) {
    answers.push_back(submit(*good, "\"x\""));
    submit(*bad, "1").wait();
  }
  for (auto& answer : answers) CHECK(said(answer.get()) == "\"x\"");
}

TEST_CASE("a worker sees its own variables only") {
  ::setenv("TIDEMARK_TEST_SECRET", "s3cret", 1);
  ::setenv("TIDEMARK_TEST_NAMED", "shown", 1);
  Host host(settings());
  WorkerSpec asked = spec("process", R"({"command":["env"]})");
  asked.environment.emplace_back("TIDEMARK_TEST_NAMED");
  const std::string output = run(*host.open(asked), "1").output;
  CHECK(output.find("TIDEMARK_TEST_NAMED=shown") != std::string::npos);
  CHECK(output.find("PATH=") != std::string::npos);
  CHECK(output.find("s3cret") == std::string::npos);
}

TEST_CASE("the value of a variable that a worker is given comes back in no answer, error or log") {
  ::setenv("TIDEMARK_TEST_KEY", "sk-canary/0123", 1);
  const auto said_by = [](const std::string& command) {
    Host host(settings());
    WorkerSpec asked =
        spec("process", R"json({"command":["sh","-c",")json" + command + R"json("]})json");
    asked.environment.emplace_back("TIDEMARK_TEST_KEY");
    return said(run(*host.open(asked), "1"));
  };
  CHECK(said_by("echo the key is $TIDEMARK_TEST_KEY") == R"("the key is [TIDEMARK_TEST_KEY]")");
  CHECK(said_by("echo $TIDEMARK_TEST_KEY | base64") == R"("[TIDEMARK_TEST_KEY]MK")");
  CHECK(said_by("echo $TIDEMARK_TEST_KEY >&2; exit 1") ==
        "failed: sh exited with status 1; last lines of stderr:\n[TIDEMARK_TEST_KEY]");
}

TEST_CASE("a worker has none of our descriptors and lives in its folder") {
  const Folder folder;
  const int secret = ::open("/dev/null", O_RDONLY);  // NOLINT: inheritable on purpose
  Host host(settings());
  WorkerSpec asked = spec("process", R"({"command":["sh","-c","pwd; ls -l /proc/self/fd"]})");
  asked.folder = folder.path();
  const std::string output = run(*host.open(asked), "1").output;
  ::close(secret);
  CHECK(output.starts_with('"' + folder.path().string() + "\\n"));
  CHECK(output.find("socket:") == std::string::npos);
  CHECK(output.find("/dev/null") == std::string::npos);
}

TEST_CASE("hosts leave no descriptor behind") {
  { const Host warm(settings()); }
  const std::size_t before = descriptors();
  for (int i = 0; i < 3; ++i) {
    Host host(settings());
    CHECK(said(run(*host.open(chaos("exit 0")), "1")).starts_with("plugin_crash"));
  }
  CHECK(descriptors() == before);
}

TEST_CASE("an input too large to send fails its own call") {
  Host host(settings());
  const auto worker = host.open(chaos(""));
  CHECK(said(run(*worker, std::string(17U << 20U, 'x'))) ==
        "failed: the call is a message of 17825816 bytes, more than the limit of 16842752");
  CHECK(said(run(*worker, std::string(15U << 20U, 'x'))) == "1");
}

TEST_CASE("a second host in one process is refused") {
  const Host host(settings());
  CHECK_THROWS_WITH_AS(Host{settings()}, "a second plugin host in one process", Error);
}

}  // namespace tidemark::host
