#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "tests/plugins/process/process_kit.hpp"

/// Lines are asked one at a time or together, and nothing is mistaken for an answer.
namespace tidemark::host {
namespace {

using namespace kit;

const std::string together = R"(,"mode":"lines","lines_at_once":32)";

/// Of a program: waits until the file `gate` is in its folder.
const std::string at_gate = "    while not os.path.exists('gate'): time.sleep(0.001)\n";

/// Answers all lines that one read gives in one write; `body` may change `said`, what it writes,
/// and sees `asked`, the lines.
WorkerSpec reader(const Folder& gate, const std::string& body, const std::string& mode = together) {
  WorkerSpec program = python(
      "import os, sys, time\n"
      "while True:\n"
      "  asked = os.read(0, 65536).decode().splitlines()\n"
      "  if not asked: break\n"
      "  if '0' in asked:\n" +
          at_gate + "  said = asked[:]\n" + body +
          "  os.write(1, ''.join(x + '\\n' for x in said).encode())\n",
      mode);
  program.folder = gate.path();
  return program;
}

/// What came of 200 calls, of which one asks `odd` and the others their number. The program waits
/// at the first one until all are made.
std::vector<Answer> answers_of_200(const Folder& gate, Worker& worker,
                                   const std::string& odd = "150") {
  std::filesystem::remove(gate.path() / "gate");
  std::vector<std::future<Answer>> begun;
  for (int i = 0; i < 200; ++i) {
    begun.push_back(submit(worker, '"' + (i == 150 ? odd : std::to_string(i)) + '"'));
  }
  std::ofstream(gate.path() / "gate").flush();
  std::vector<Answer> answers;
  for (auto& one : begun) answers.push_back(one.get());
  return answers;
}

TEST_CASE("as many lines as the runner says are asked together, and never more") {
  const Folder gate;
  Host host(settings());
  const auto worker = host.open(reader(gate, "  said = [str(len(asked))] * len(asked)\n"));
  int most = 0;
  for (const Answer& answer : answers_of_200(gate, *worker)) {
    REQUIRE_FALSE(answer.failure);
    most = std::max(most, std::stoi(answer.output.substr(1)));
  }
  CHECK(most > 1);
  CHECK(most <= 32);
}

TEST_CASE("a program is asked one line at a time until it proved quick") {
  const Folder gate;
  Host host(settings());
  const auto worker =
      host.open(reader(gate, "  said = [str(len(asked))] * len(asked)\n", R"(,"mode":"lines")"));
  const auto answers = answers_of_200(gate, *worker);
  for (std::size_t i = 0; i < 64; ++i) CHECK(said(answers[i]) == R"("1")");
}

TEST_CASE("what cannot be started fails every call, not only the first of those that wait") {
  const Folder gate;
  Host host(settings());
  const auto worker =
      host.open(spec("process", R"({"command":["no-such-program-anywhere"],"mode":"lines"})"));
  for (const Answer& answer : answers_of_200(gate, *worker)) {
    CHECK(said(answer) ==
          "failed: cannot start no-such-program-anywhere: No such file or directory");
  }
}

TEST_CASE("a slow program is asked one line at a time") {
  const Folder gate;
  Host host(settings());
  const auto worker = host.open(reader(gate,
                                       "  import time; time.sleep(0.002)\n"
                                       "  said = [str(len(asked))] * len(asked)\n",
                                       R"(,"mode":"lines")"));
  for (const Answer& answer : answers_of_200(gate, *worker)) CHECK(said(answer) == R"("1")");
}

TEST_CASE("lines that were asked together are answered each by its own") {
  const Folder gate;
  Host host(settings());
  const auto worker = host.open(reader(gate, ""));
  const auto answers = answers_of_200(gate, *worker);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CHECK(said(answers[i]) == '"' + std::to_string(i) + '"');
  }
}

TEST_CASE("the line at which a program dies fails, and those behind it may be tried again") {
  const Folder gate;
  Host host(settings());
  const auto worker = host.open(reader(gate,
                                       "  if 'die' in asked:\n"
                                       "    os.write(1, ''.join(x + '\\n' for x in "
                                       "asked[:asked.index('die')]).encode())\n"
                                       "    sys.exit(3)\n"));
  const auto answers = answers_of_200(gate, *worker, "die");
  std::size_t behind = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CAPTURE(i);
    if (i == 150) {
      CHECK(said(answers[i]) == "failed: python3 exited with status 3");
      CHECK_FALSE(answers[i].facts.retry);
    } else if (answers[i].failure) {
      CHECK(said(answers[i]) ==
            "failed: python3 exited with status 3 (at the line of a case before this one)");
      CHECK(answers[i].facts.retry);
      CHECK(i > 150);
      ++behind;
    } else {
      CHECK(said(answers[i]) == '"' + std::to_string(i) + '"');
    }
  }
  CHECK(behind > 0);
  CHECK(behind < 32);
}

TEST_CASE("those that wait behind a line at which the program hangs may be tried again") {
  const Folder gate;
  Host host(settings());
  for (const std::string& mode : {together, std::string(R"(,"mode":"lines","lines_at_once":1)")}) {
    CAPTURE(mode);
    const auto worker = host.open(reader(gate, "  if 'hang' in asked: time.sleep(100)\n", mode));
    std::vector<std::future<Answer>> begun;
    for (const char* line : {R"("hang")", R"("a")", R"("b")"}) {
      begun.push_back(submit(*worker, line, 1500ms));
    }
    const Answer hung = begun[0].get();
    CHECK(said(hung).starts_with("timeout: no answer within 1500ms: "));
    CHECK_FALSE(hung.facts.retry);
    for (std::size_t i : {1, 2}) {
      const Answer behind = begun[i].get();
      CHECK(said(behind).starts_with("timeout: no answer within 1500ms: "));
      CHECK(behind.facts.retry);
    }
    CHECK(said(run(*worker, R"("c")")) == R"("c")");
  }
}

TEST_CASE("a line too many fails all that were asked together, since any may be another's") {
  const Folder gate;
  Host host(settings());
  const auto worker = host.open(reader(gate, "  if 'warn' in asked: said.insert(0, 'warning')\n"));
  const auto answers = answers_of_200(gate, *worker, "warn");
  std::size_t failed = 0;
  CHECK(said(answers[150]) == "failed: python3 printed a line nobody asked for");
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CAPTURE(i);
    if (!answers[i].failure) CHECK(said(answers[i]) == '"' + std::to_string(i) + '"');
    failed += answers[i].failure ? 1 : 0;
  }
  CHECK(failed > 1);
}

TEST_CASE(
    "a line too many is heard before more is asked, though it was not printed with the others") {
  const Folder gate;
  Host host(settings());
  WorkerSpec program = python(
      "import os, sys, time\n"
      "for x in sys.stdin:\n"
      "  x = x.strip()\n"
      "  if x == '0':\n" +
          at_gate +
          "  if x == 'before': print('warning', flush=True)\n"
          "  print(x, flush=True)\n"
          "  if x == 'after': print('warning', flush=True)\n",
      together);
  program.folder = gate.path();
  const auto worker = host.open(program);
  for (const std::string odd : {"before", "after"}) {
    CAPTURE(odd);
    const auto answers = answers_of_200(gate, *worker, odd);
    std::size_t failed = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      CAPTURE(i);
      failed += answers[i].failure ? 1 : 0;
      if (answers[i].failure) continue;
      CHECK(said(answers[i]) == '"' + (i == 150 ? odd : std::to_string(i)) + '"');
    }
    CHECK(failed > 0);
  }
}

}  // namespace
}  // namespace tidemark::host
