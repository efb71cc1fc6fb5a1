#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "tests/plugins/process/process_kit.hpp"

/// Lines of a program that proved quick are asked together.
namespace tidemark::host {
namespace {

using namespace kit;

/// Answers all lines that one read gives in one write; `body` may change `said`, what it writes,
/// and sees `asked`, the lines.
WorkerSpec quick_python(const std::string& body) {
  return python(
      "import os, sys\n"
      "while True:\n"
      "  asked = os.read(0, 65536).decode().splitlines()\n"
      "  if not asked: break\n"
      "  said = asked[:]\n" +
          body + "  os.write(1, ''.join(x + '\\n' for x in said).encode())\n",
      R"(,"mode":"lines")");
}

/// What came of 200 calls, of which one asks `odd` and the others their number.
std::vector<Answer> answers_of_200(Worker& worker, const std::string& odd = "150") {
  std::vector<std::future<Answer>> begun;
  for (int i = 0; i < 200; ++i) {
    begun.push_back(submit(worker, '"' + (i == 150 ? odd : std::to_string(i)) + '"'));
  }
  std::vector<Answer> answers;
  for (auto& one : begun) answers.push_back(one.get());
  return answers;
}

/// A machine that is busy makes no program quick: tried again until `seen` holds.
void eventually(const std::function<bool()>& seen) {
  const auto late = std::chrono::steady_clock::now() + 40s;
  while (!seen()) REQUIRE(std::chrono::steady_clock::now() < late);
}

TEST_CASE("a program is asked one line at a time until it proved quick, then up to 32") {
  Host host(settings());
  const auto worker = host.open(quick_python("  said = [str(len(asked))] * len(asked)\n"));
  const auto first = answers_of_200(*worker);
  for (std::size_t i = 0; i < 64; ++i) CHECK(said(first[i]) == R"("1")");
  int most = 0;
  eventually([&] {
    for (const Answer& answer : answers_of_200(*worker)) {
      REQUIRE_FALSE(answer.failure);
      most = std::max(most, std::stoi(answer.output.substr(1)));
    }
    return most > 1;
  });
  CHECK(most <= 32);
}

TEST_CASE("what cannot be started fails every call, not only the first of those that wait") {
  Host host(settings());
  const auto worker =
      host.open(spec("process", R"({"command":["no-such-program-anywhere"],"mode":"lines"})"));
  for (const Answer& answer : answers_of_200(*worker)) {
    CHECK(said(answer) ==
          "failed: cannot start no-such-program-anywhere: No such file or directory");
  }
}

TEST_CASE("a slow program is asked one line at a time") {
  Host host(settings());
  const auto worker =
      host.open(quick_python("  import time; time.sleep(0.002)\n"
                             "  said = [str(len(asked))] * len(asked)\n"));
  for (const Answer& answer : answers_of_200(*worker)) CHECK(said(answer) == R"("1")");
}

TEST_CASE("lines that were asked together are answered each by its own") {
  Host host(settings());
  const auto worker = host.open(quick_python(""));
  const auto answers = answers_of_200(*worker);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CHECK(said(answers[i]) == '"' + std::to_string(i) + '"');
  }
}

TEST_CASE("the line at which a quick program dies fails, and those behind it may be tried again") {
  Host host(settings());
  const auto worker =
      host.open(quick_python("  if 'die' in asked:\n"
                             "    os.write(1, ''.join(x + '\\n' for x in "
                             "asked[:asked.index('die')]).encode())\n"
                             "    sys.exit(3)\n"));
  eventually([&] {
    const auto answers = answers_of_200(*worker, "die");
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
    CHECK(behind < 32);
    return behind > 0;
  });
}

TEST_CASE("a line too many fails all that were asked together, since any may be another's") {
  Host host(settings());
  const auto worker = host.open(quick_python("  if 'warn' in asked: said.insert(0, 'warning')\n"));
  eventually([&] {
    const auto answers = answers_of_200(*worker, "warn");
    std::size_t failed = 0;
    CHECK(said(answers[150]) == "failed: python3 printed a line nobody asked for");
    for (std::size_t i = 0; i < answers.size(); ++i) {
      CAPTURE(i);
      if (!answers[i].failure) CHECK(said(answers[i]) == '"' + std::to_string(i) + '"');
      failed += answers[i].failure ? 1 : 0;
    }
    return failed > 1;
  });
}

TEST_CASE(
    "a line too many is heard before more is asked, though it was not printed with the others") {
  Host host(settings());
  const auto worker =
      host.open(python("import sys\n"
                       "for x in sys.stdin:\n"
                       "  x = x.strip()\n"
                       "  if x == 'before': print('warning', flush=True)\n"
                       "  print(x, flush=True)\n"
                       "  if x == 'after': print('warning', flush=True)\n",
                       R"(,"mode":"lines")"));
  for (const char* odd : {"before", "after"}) {
    CAPTURE(odd);
    eventually([&] {
      const auto answers = answers_of_200(*worker, odd);
      std::size_t failed = 0, wrong = 0;
      for (std::size_t i = 0; i < answers.size(); ++i) {
        failed += answers[i].failure ? 1 : 0;
        if (answers[i].failure || i == 150) continue;
        wrong += said(answers[i]) == '"' + std::to_string(i) + '"' ? 0 : 1;
      }
      return failed > 0 && wrong == 0;
    });
  }
}

}  // namespace
}  // namespace tidemark::host
