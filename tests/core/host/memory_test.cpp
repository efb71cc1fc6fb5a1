#include <doctest/doctest.h>

#include <unistd.h>

#include <fstream>
#include <set>

#include "tests/core/host/host_kit.hpp"

namespace tidemark::host {
namespace {

using namespace kit;

/// Sanitizers hold memory of their own.
constexpr std::size_t much = std::size_t{600} << 20U;

/// Resident bytes of this very process.
std::size_t own_memory() {
  std::size_t all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// How the worker of a behaviour ends, `kind: text`; the next call must be served.
std::string end_of(Host& host, const std::string& behaviour) {
  const auto worker = host.open(chaos(behaviour));
  const std::string end = said(run(*worker, "1"));
  CHECK(run(*worker, "\"be good\"").output == "\"good\"");
  return end;
}

}  // namespace

TEST_CASE("a worker that takes memory without end is killed, and only its own calls fail") {
  HostSettings chosen = settings();
  chosen.memory_limit = much;
  Host host(chosen);
  const auto worker = host.open(chaos("allocate"));
  const auto other = host.open(chaos("process id"));
  const std::string id = run(*other, "1").output;
  const std::size_t before = own_memory();
  const Answer answer = run(*worker, "1");
  REQUIRE(answer.failure);
  CHECK(answer.failure->kind == FailureKind::resource);
  CHECK(answer.failure->text ==
        "the worker of plugin chaos held more than 600 MiB of memory, so it was killed while 1 "
        "call was in flight");
  CHECK(own_memory() < before + (std::size_t{20} << 20U));
  CHECK(run(*worker, "\"be good\"").output == "\"good\"");
  CHECK(run(*other, "1").output == id);
}

TEST_CASE("a worker that leaks a little at each call is replaced before it is too much") {
  HostSettings chosen = settings();
  chosen.recycle_memory = much / 2;
  Host host(chosen);
  const auto worker = host.open(chaos("leak"));
  std::set<std::string> processes;
  for (int i = 0; i < 200; ++i) {
    const Answer answer = run(*worker, "1");
    REQUIRE_FALSE(answer.failure);
    processes.insert(answer.output);
  }
  CHECK(processes.size() > 1);
}

TEST_CASE("a worker that takes threads, descriptors or disk without end fails as a resource") {
  HostSettings chosen = settings();
  chosen.thread_limit = 500;
  {
    Host host(chosen);
    CHECK(
        end_of(host, "start 100000 threads") ==
        "resource: the worker of plugin chaos ran more than 500 threads, so it was killed while 1 "
        "call was in flight");
    CHECK(end_of(host, "open 100000 descriptors") ==
          "resource: the worker of plugin chaos opened all 4096 descriptors that it may, so it was "
          "killed while 1 call was in flight");
    CHECK(end_of(host, "write a 10 GB file") ==
          "resource: the worker of plugin chaos was killed by signal 25 (File size limit exceeded) "
          "while 1 call was in flight");
  }
  CHECK(children() == 0);
}

TEST_CASE("what a worker started counts with it") {
  HostSettings chosen = settings();
  chosen.thread_limit = 20;
  Host host(chosen);
  const auto worker = host.open(
      spec("process",
           R"json({"command":["sh","-c","for i in $(seq 40); do sleep 100 & done; wait"]})json"));
  CHECK(said(run(*worker, "1"))
            .starts_with("resource: the worker of plugin process ran more than 20 threads"));
}

TEST_CASE("a worker is replaced after so many calls, and no call fails for it") {
  HostSettings chosen = settings();
  chosen.recycle_after = 5;
  for (const std::size_t in_flight : {1U, 3U}) {
    CAPTURE(in_flight);
    Host host(chosen);
    const auto worker = host.open(chaos("process id"));
    std::set<std::string> processes;
    for (int round = 0; round < 10; ++round) {
      std::vector<std::future<Answer>> answers;
      for (std::size_t i = 0; i < in_flight; ++i) answers.push_back(submit(*worker, "1"));
      for (auto& answer : answers) processes.insert(said(answer.get()));
    }
    CHECK(processes.size() >= 10 * in_flight / 8);
    CHECK(processes.size() > 1);
    for (const std::string& process : processes) {
      CHECK(process.find_first_not_of("0123456789") == std::string::npos);
    }
  }
}

TEST_CASE("calls that wait for a fresh worker are cancelled like any other") {
  HostSettings chosen = settings();
  chosen.recycle_after = 1;
  Host host(chosen);
  const auto worker = host.open(chaos("never answer"));
  CHECK(said(run(*worker, "\"be good\"")) == "\"good\"");
  auto first = submit(*worker, "1");
  CHECK(said(submit(*worker, "\"be good\"").get()) == "\"good\"");
  auto waiting = submit(*worker, "\"be good\"");
  worker->cancel_all();
  CHECK(said(first.get()).starts_with("cancelled: the run was stopped"));
  CHECK(said(waiting.get()).starts_with("cancelled: the run was stopped"));
  CHECK(said(run(*worker, "\"be good\"")) == "\"good\"");
}

}  // namespace tidemark::host
