#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/kit/folder.hpp"
#include "tests/plugins/process/process_kit.hpp"

namespace tidemark::host {
namespace {

using namespace kit;

const std::string lines = R"(,"mode":"lines")";
const std::string jsonl = R"(,"mode":"jsonl")";

/// A jsonl program whose loop body sees `m` (the message) and may call say(object).
std::string program(const std::string& body) {
  return "import sys, json, os, time\n"
         "def say(o): print(json.dumps(o), flush=True)\n"
         "held = []\n"
         "for line in sys.stdin:\n"
         "  m = json.loads(line); i = m['id']; x = m['input']\n" +
         body;
}

}  // namespace

TEST_CASE("lines: one process answers every call, in order") {
  Host host(settings());
  const auto worker = host.open(script("while read -r x; do echo \"$$ $x\"; done", lines));
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 50; ++i) answers.push_back(submit(*worker, '"' + std::to_string(i) + '"'));
  const std::string first = said(answers[0].get());
  const std::string process = first.substr(0, first.find(' '));
  for (int i = 1; i < 50; ++i) {
    CHECK(said(answers[static_cast<std::size_t>(i)].get()) ==
          process + ' ' + std::to_string(i) + '"');
  }
}

TEST_CASE("lines: an input that is no line is refused before it is sent") {
  CHECK(said_by(script("cat", lines), "5") == "failed: mode: lines needs a string as input");
  CHECK(said_by(script("cat", lines), R"("a\nb")") ==
        "failed: mode: lines needs an input without a newline");
}

TEST_CASE("lines: the death of the process fails its call, and the next call starts another") {
  Host host(settings());
  const auto worker = host.open(script(
      "while read -r x; do [ $x = die ] && { echo oops >&2; exit 4; }; echo $x; done", lines));
  auto first = submit(*worker, R"("a")");
  auto second = submit(*worker, R"("die")");
  auto third = submit(*worker, R"("b")");
  CHECK(said(first.get()) == R"("a")");
  CHECK(said(second.get()) == "failed: sh exited with status 4; last lines of stderr:\noops");
  CHECK(said(third.get()) == R"("b")");
}

TEST_CASE("lines: a timeout kills the process, so that no later answer is out of step") {
  Host host(settings());
  const auto worker =
      host.open(script("while read -r x; do [ $x = slow ] && sleep 100; echo $x; done", lines));
  CHECK(said(run(*worker, R"("slow")", 200ms)).starts_with("timeout: no answer within 200ms"));
  CHECK(said(run(*worker, R"("a")")) == R"("a")");
}

TEST_CASE("lines: two lines at once answer no call") {
  Host host(settings());
  const auto worker = host.open(script("while read -r x; do printf 'a\\nb\\n'; done", lines));
  CHECK(said(run(*worker, R"("1")")) == "failed: sh printed a line nobody asked for");
  CHECK(said(run(*worker, R"("2")")) == "failed: sh printed a line nobody asked for");
}

TEST_CASE("lines: a line that comes when nobody asks fails the next call") {
  const test::Folder folder;
  const std::string asked = folder / "asked", id = folder / "id";
  REQUIRE(::mkfifo(asked.c_str(), 0600) == 0);
  Host host(settings());
  const auto worker = host.open(script(
      "echo $$ > " + id + "; read -r x; echo a; read -r x < " + asked + "; echo b; read -r x",
      lines));
  CHECK(said(run(*worker, R"("1")")) == R"("a")");
  std::ofstream(asked) << "go\n";
  // As soon as the line is there the process is killed, so that it can tell nobody.
  const pid_t process = std::stoi(read_file(id, 100));
  bool has_ended = false;
  for (int i = 0; i < 10 && !has_ended; ++i) has_ended = ends(process);
  REQUIRE(has_ended);
  CHECK(said(run(*worker, R"("2")")) == "failed: sh printed a line nobody asked for");
}

TEST_CASE("jsonl: answers may come in any order") {
  Host host(settings());
  const auto worker =
      host.open(python(program("  held.append((i, x))\n"
                               "  if len(held) == 5:\n"
                               "    for i, x in reversed(held): say({'id': i, 'output': x})\n"
                               "    held = []\n"),
                       jsonl));
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 10; ++i) answers.push_back(submit(*worker, std::to_string(i)));
  for (int i = 0; i < 10; ++i) {
    CHECK(said(answers[static_cast<std::size_t>(i)].get()) == std::to_string(i));
  }
}

TEST_CASE("jsonl: an error answer fails its call in the automation's words") {
  CHECK(said_by(python(program("  say({'id': i, 'error': 'no model'})\n"), jsonl), "1") ==
        "failed: no model");
}

TEST_CASE("jsonl: what cannot be an answer fails all in flight, and the next call starts anew") {
  const std::pair<const char*, const char*> rows[] = {
      {"say({'id': i + 999, 'output': 1})", "answered id 1001, which is not in flight"},
      {"print('loading model...', flush=True)", "printed a line that is not JSON"},
      {"say({'output': 1})", "printed a line without an id and either an output or an error"},
      {"say({'id': i})", "printed a line without an id and either an output or an error"},
      {"say({'id': i, 'output': 1, 'error': 'x'})",
       "printed a line without an id and either an output or an error"},
      {"say([i])", "printed a line without an id and either an output or an error"},
      {"print('[' * 1000, flush=True)", "printed a line that is nested too deep"},
  };
  Host host(settings());
  for (const auto& [statement, fact] : rows) {
    CAPTURE(statement);
    const auto worker = host.open(python(
        program(std::string("  if x == 'good': say({'id': i, 'output': x})\n  elif x == 1: ") +
                statement + '\n'),
        jsonl));
    auto other = submit(*worker, "0");
    CHECK(said(run(*worker, "1")) == std::string("failed: python3 ") + fact);
    CHECK(said(other.get()) == std::string("failed: python3 ") + fact);
    CHECK(said(run(*worker, "\"good\"")) == "\"good\"");
  }
}

TEST_CASE("jsonl: a second answer to one id is told") {
  Host host(settings());
  const auto worker = host.open(
      python(program("  say({'id': i, 'output': x}); say({'id': i, 'output': x})\n"), jsonl));
  CHECK(said(run(*worker, "1")) == "1");
  CHECK(said(run(*worker, "2")) == "failed: python3 answered id 1, which is not in flight");
}

TEST_CASE("jsonl: a slow call times out alone and its late answer is nobody's") {
  Host host(settings());
  const auto worker =
      host.open(python(program("  if x == 'slow': held.append(i)\n"
                               "  else:\n"
                               "    if x == 'release': say({'id': held.pop(), 'output': 0})\n"
                               "    say({'id': i, 'output': os.getpid()})\n"),
                       jsonl));
  const std::string process = said(run(*worker, "1"));
  auto slow = submit(*worker, "\"slow\"", 500ms);
  CHECK(said(run(*worker, "2")) == process);
  // Whether the plugin's own clock or the host's word came first, it has not been killed.
  const std::string end = said(slow.get());
  CHECK(end.starts_with("timeout: no answer within 500ms: python3 "));
  CHECK(end.find("killed") == std::string::npos);
  CHECK(said(run(*worker, "\"release\"")) == process);
}

TEST_CASE("jsonl: a process that says nothing at all is killed at the deadline") {
  Host host(settings());
  const auto worker = host.open(
      python(program("  if x == 'hang': time.sleep(100)\n  say({'id': i, 'output': x})\n"), jsonl));
  CHECK(said(run(*worker, "\"hang\"", 300ms)).starts_with("timeout: no answer within 300ms"));
  CHECK(said(run(*worker, "1")) == "1");
}

TEST_CASE("jsonl: a process that says nothing at all is killed when its call is cancelled") {
  const test::Folder folder;
  const std::string pipe = folder / "reached";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  Host host(settings());
  const auto worker = host.open(python(program("  if x != 1:\n"
                                               "    open(x, 'w').close()\n"
                                               "    time.sleep(100)\n"
                                               "  say({'id': i, 'output': x})\n"),
                                       jsonl));
  auto hanging = submit(*worker, '"' + pipe + '"');
  const std::ifstream opened_when_it_hangs(pipe);
  worker->cancel_all();
  CHECK(said(hanging.get()) ==
        "cancelled: the run was stopped: python3 was cancelled and was killed");
  CHECK(said(run(*worker, "1")) == "1");
}

TEST_CASE("jsonl: the death of the process fails all in flight with its last words") {
  Host host(settings());
  const auto worker = host.open(python(
      program("  if x == 'die': sys.stderr.write('out of memory\\n'); sys.exit(0)\n"), jsonl));
  auto first = submit(*worker, "1");
  auto second = submit(*worker, "\"die\"");
  const std::string death =
      "failed: python3 exited with status 0; last lines of stderr:\nout of memory";
  CHECK(said(first.get()) == death);
  CHECK(said(second.get()) == death);
}

TEST_CASE("no persistent process outlives its worker") {
  {
    Host host(settings());
    const auto kept = host.open(script("cat", lines));
    CHECK(said(run(*kept, R"("a")")) == R"("a")");
  }
  CHECK(children() == 0);
}

}  // namespace tidemark::host
