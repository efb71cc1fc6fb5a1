#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>

#include <clocale>

#include "core/base/descriptor.hpp"
#include "tests/core/host/host_kit.hpp"

namespace tidemark::host {
namespace {

using namespace kit;

/// One way to misbehave in a call and how that call must end; a `log` must be within the answer's.
struct Misbehaviour {
  std::string_view behaviour;
  FailureKind kind;
  std::string_view text;
  std::string_view log = "";
};

const std::string crashed = "the worker of plugin chaos ";

constexpr Misbehaviour misbehaviours[] = {
// The sanitizers turn these signals into an exit of their own.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    {"segfault", FailureKind::plugin_crash,
     "was killed by signal 11 (Segmentation fault) while 1 call was in flight"},
    {"divide by zero", FailureKind::plugin_crash,
     "was killed by signal 8 (Floating point exception) while 1 call was in flight"},
    {"abort", FailureKind::plugin_crash,
     "was killed by signal 6 (Aborted) while 1 call was in flight"},
    {"terminate", FailureKind::plugin_crash,
     "was killed by signal 6 (Aborted) while 1 call was in flight", "terminate called"},
    {"throw in a thread", FailureKind::plugin_crash,
     "was killed by signal 6 (Aborted) while 1 call was in flight",
     "terminate called after throwing an instance of 'int'"},
#endif
    {"exit 0", FailureKind::plugin_crash, "exited with status 0 while 1 call was in flight"},
    {"_exit 0", FailureKind::plugin_crash, "exited with status 0 while 1 call was in flight"},
    {"quick_exit 0", FailureKind::plugin_crash, "exited with status 0 while 1 call was in flight"},
    {"kill itself", FailureKind::plugin_crash,
     "was killed by signal 9 (Killed) while 1 call was in flight"},
    {"flood stderr, exit 0", FailureKind::plugin_crash,
     "exited with status 0 while 1 call was in flight", "bytes before this)\nxxx"},
    {"flood stderr, exit 0", FailureKind::plugin_crash,
     "exited with status 0 while 1 call was in flight", "last words"},
    {"daemon, exit 0", FailureKind::plugin_crash, "exited with status 0 while 1 call was in flight",
     "last words"},
    {"close everything", FailureKind::plugin_crash,
     "closed its connection while 1 call was in flight"},
    {"raw half frame, exit", FailureKind::plugin_crash,
     "exited with status 0 while 1 call was in flight"},
    {"answer unknown call", FailureKind::protocol,
     "sent an answer to call 1001, which is not in flight, so it was killed while 1 call was in "
     "flight"},
    {"unknown status", FailureKind::protocol,
     "sent the unknown status 77, so it was killed while 1 call was in flight"},
    {"raw garbage", FailureKind::protocol,
     "sent bytes that are no message, so it was killed while 1 call was in flight"},
    {"raw 4 GiB frame", FailureKind::protocol,
     "sent a message of 4294967295 bytes, more than the limit of 16842752, so it was killed while "
     "1 call was in flight"},
};

/// The same for what ends without the worker's death.
constexpr Misbehaviour survived[] = {
    {"throw", FailureKind::plugin_exception, "lost my way"},
    {"throw int", FailureKind::plugin_exception, "threw something that is not a std::exception"},
    {"huge output", FailureKind::invalid_output,
     "the output has 17825792 bytes, more than the limit of 16777216"},
    {"invalid utf-8", FailureKind::invalid_output, "the output is not UTF-8"},
};

/// Standard output and error of this process lead to a file as long as it lives.
class Redirected {
 public:
  explicit Redirected(const std::string& place) : out_(::dup(1)), error_(::dup(2)) {
    const Descriptor file(::open(place.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    ::dup2(file.get(), 1);
    ::dup2(file.get(), 2);
  }
  ~Redirected() {
    ::dup2(out_.get(), 1);
    ::dup2(error_.get(), 2);
  }
  Redirected(const Redirected&) = delete;
  Redirected& operator=(const Redirected&) = delete;

 private:
  Descriptor out_, error_;
};

void check(Host& host, const Misbehaviour& row, const std::string& text) {
  CAPTURE(row.behaviour);
  const auto worker = host.open(chaos(std::string(row.behaviour)));
  const Answer answer = run(*worker, "\"go\"");
  REQUIRE(answer.failure);
  CHECK(answer.failure->text == text);
  CHECK(answer.failure->kind == row.kind);
  CHECK(answer.output.empty());
  INFO(answer.log);
  CHECK(answer.log.find(row.log) != std::string::npos);
  CHECK_MESSAGE(run(*worker, "\"be good\"").output == "\"good\"", "the next call must be served");
}

}  // namespace

TEST_CASE("a plugin that dies or lies fails its call and the next call gets a new worker") {
  {
    Host host(settings());
    for (const Misbehaviour& row : misbehaviours) check(host, row, crashed + std::string(row.text));
  }
  CHECK(children() == 0);
}

TEST_CASE("a plugin that throws or answers badly fails its call") {
  {
    Host host(settings());
    for (const Misbehaviour& row : survived) check(host, row, std::string(row.text));
  }
  CHECK(children() == 0);
}

TEST_CASE("a plugin that hangs fails its call at the deadline, whatever it ignores") {
  for (const char* behaviour :
       {"hang", "loop", "stop itself", "ignore SIGTERM and hang", "block all signals and hang",
        "spin in a signal handler", "never answer"}) {
    CAPTURE(behaviour);
    {
      Host host(settings());
      const auto worker = host.open(chaos(behaviour));
      const Answer answer = run(*worker, "1", 100ms);
      CHECK(said(answer) ==
            "timeout: no answer within 100ms: the worker of plugin chaos did not "
            "end a call when asked, so it was killed while 1 call was in flight");
      CHECK(answer.took >= 100ms);
      CHECK(run(*worker, "\"be good\"").output == "\"good\"");
    }
    CHECK(children() == 0);
  }
}

TEST_CASE(
    "a jump out of a call into what is gone ends as a failure, whichever the frame's rest makes "
    "it") {
  Host host(settings());
  const auto worker = host.open(chaos("longjmp"));
  const std::string end = said(run(*worker, "1"));
  CAPTURE(end);
  CHECK((end.starts_with("plugin_crash: ") || end.starts_with("timeout: ")));
  CHECK(said(run(*worker, "\"be good\"")) == "\"good\"");
}

TEST_CASE("an error text of any size is cut, and the call fails as reported") {
  Host host(settings());
  const auto worker = host.open(chaos("huge error"));
  const Answer answer = run(*worker, "1");
  REQUIRE(answer.failure);
  CHECK(answer.failure->kind == FailureKind::failed);
  CHECK(answer.failure->text.size() == 32768);
}

TEST_CASE("an answer given before the worker's death counts, its exit does not") {
  Host host(settings());
  for (int i = 0; i < 20; ++i) {
    CHECK(said(run(*host.open(chaos("answer, then exit 0")), "1")) == "1");
  }
}

TEST_CASE("a second answer to one call changes nothing and kills the worker") {
  Host host(settings());
  const auto worker = host.open(chaos("answer twice"));
  CHECK(said(run(*worker, "1")) == "1");
  CHECK(said(run(*worker, "\"be good\"")) != "1");
}

TEST_CASE("what a plugin prints does not reach the output of this process") {
  const Folder folder;
  const std::string place = folder.path() / "printed";
  {
    const Redirected outputs(place);
    Host host(settings());
    const auto worker = host.open(chaos("flood stdout"));
    const Answer answer = run(*worker, "1");
    CHECK(said(answer) == "1");
    CHECK(answer.log.empty());
    CHECK(said(run(*host.open(chaos("flood stderr, exit 0")), "1")).starts_with("plugin_crash"));
    CHECK(refusal(host, chaos("in create: flood stdout, exit 0")) != "");
    ::dprintf(1, "ours");
  }
  CHECK(read_file(place, 1U << 20U) == "ours");
}

TEST_CASE("a daemon that keeps every descriptor and ignores SIGTERM holds nobody up and dies") {
  {
    Host host(settings());
    const auto worker = host.open(chaos("daemon"));
    CHECK(said(run(*worker, "1")) == "1");
  }
  CHECK(children() == 0);
}

TEST_CASE("a worker whose first thread alone has ended looks dead, and is ended") {
  {
    Host host(settings());
    const auto worker = host.open(chaos("end the first thread alone"));
    CHECK(run(*worker, "1", 300ms).failure);
  }
  CHECK(children() == 0);
}

TEST_CASE("one death fails all calls in flight, and says how many they were") {
  Host host(settings());
  const auto worker = host.open(chaos("never answer"));
  auto first = submit(*worker, "1", 100ms);
  auto second = submit(*worker, "1", 10s);
  auto third = submit(*worker, "1", 10s);
  const std::string killed =
      "the worker of plugin chaos did not end a call when asked, so it was killed while 3 calls "
      "were in flight";
  CHECK(said(first.get()) == "timeout: no answer within 100ms: " + killed);
  CHECK(said(second.get()) == "plugin_crash: " + killed);
  CHECK(said(third.get()) == "plugin_crash: " + killed);
}

TEST_CASE("a worker that dies again and again is not started for ever") {
  HostSettings chosen = settings();
  chosen.restarts = 2;
  Host host(chosen);
  const auto worker = host.open(chaos("_exit 0"));
  const std::string death =
      "the worker of plugin chaos exited with status 0 while 1 call was in flight";
  for (int i = 0; i < 3; ++i) CHECK(said(run(*worker, "1")) == "plugin_crash: " + death);
  for (int i = 0; i < 2; ++i) {
    CHECK(said(run(*worker, "1")) ==
          "load: plugin chaos is not started again after 3 deaths in a row without an answer; the "
          "last: the worker of plugin chaos exited with status 0");
  }
}

TEST_CASE("what a plugin does to its process stays there") {
  const auto own = [] {
    sigset_t blocked;
    ::sigprocmask(SIG_BLOCK, nullptr, &blocked);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return std::filesystem::current_path().string() + " " + std::to_string(mask) + " " +
           ::getenv("PATH") + " " + std::setlocale(LC_ALL, nullptr) + " " +
           std::to_string(::sigismember(&blocked, SIGTERM));
  };
  Host host(settings());
  const auto other = host.open(spec(
      "process", R"json({"command":["sh","-c","pwd; umask; echo $PATH; printf %.1f 0.5"]})json"));
  const auto worker = host.open(chaos("disturb the process"));
  const std::string before = own(), beside = said(run(*other, "1"));
  CHECK(beside.ends_with("0.5\""));
  CHECK(said(run(*worker, "1")) == "1");
  CHECK(compare(*worker, "\"0.5\"").score == 0.5);
  CHECK(compare(*worker, "\"1.5\"").failure->text ==
        "plugin chaos sent the score 1.500000, not in [0,1]");
  CHECK(said(run(*other, "1")) == beside);
  CHECK(own() == before);
}

TEST_CASE("a score that is none fails the comparison") {
  Host host(settings());
  const auto worker = host.open(chaos(""));
  CHECK(compare(*worker, "\"0.5\"").score == 0.5);
  CHECK(compare(*worker, "\"0.5\"").explanation == "because");
  const std::pair<const char*, const char*> rows[] = {{"\"NaN\"", "nan"},
                                                      {"\"infinite\"", "inf"},
                                                      {"\"1.5\"", "1.500000"},
                                                      {"\"-0.1\"", "-0.100000"}};
  for (const auto& [option, number] : rows) {
    const Comparison comparison = compare(*worker, option);
    REQUIRE(comparison.failure);
    CHECK(comparison.score == 0);
    CHECK(compare(*worker, "\"0.5\"").score == 0.5);
    CHECK(*comparison.failure ==
          Failure{FailureKind::protocol,
                  std::string("plugin chaos sent the score ") + number + ", not in [0,1]"});
  }
  CHECK(compare(*worker, "\"failed\"").failure == Failure{FailureKind::failed, "because"});
  CHECK(compare(*worker, "\"throw\"").failure ==
        Failure{FailureKind::plugin_exception, "no score today"});
}

}  // namespace tidemark::host
