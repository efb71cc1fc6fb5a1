#include "replay/cli/progress.hpp"

#include <doctest/doctest.h>

namespace tidemark::cli {
namespace {

using namespace std::chrono_literals;

const run::Time start = run::Time() + 1h;
const EntityId sorter{Kind::automation, "sorter"}, greeter{Kind::automation, "greeter"};
constexpr ProgressBoard::Room room{200, 3};

TEST_CASE("of one automation its trials, rate and time left are shown") {
  ProgressBoard board;
  board.hear(greeter, {0, 20, 0, 0}, start);
  CHECK(board.line(start, room) == "greeter 0/20");
  board.hear(greeter, {10, 20, 0, 0}, start + 5s);
  CHECK(board.line(start + 5s, room) == "greeter 10/20, 2/s, 5s left");
}

TEST_CASE("of several the sum comes first, and each has a pace of its own from when it began") {
  ProgressBoard board;
  board.hear(greeter, {0, 20, 0, 0}, start);
  board.hear(sorter, {0, 100, 0, 0}, start + 8s);
  board.hear(greeter, {10, 20, 2, 0.5}, start + 10s);
  board.hear(sorter, {10, 100, 1, 0.25}, start + 10s);
  CHECK(board.line(start + 10s, room) ==
        "20/120, 3 failed, USD 0.75, 2/s, 50s left; "
        "greeter 10/20, 2 failed, USD 0.50, 1/s, 10s left; "
        "sorter 10/100, 1 failed, USD 0.25, 5/s, 18s left");
}

TEST_CASE("what failed and what it cost is told when there is any") {
  ProgressBoard board;
  board.hear(sorter, {0, 30500, 0, 0}, start);
  board.hear(sorter, {500, 30500, 3, 1.239}, start + 10s);
  CHECK(board.line(start + 10s, room) == "sorter 500/30500, 3 failed, USD 1.24, 50/s, 10m left");
  board.hear(sorter, {500, 30500, 0, 0.00317}, start + 10s);
  CHECK(board.line(start + 10s, room) == "sorter 500/30500, USD 0.0032, 50/s, 10m left");
}

TEST_CASE("while nothing is in flight it is told how long, and after what") {
  ProgressBoard board;
  board.hear(greeter, {10, 20, 0, 0}, start);
  run::Standing waiting{10, 20, 1, 0};
  waiting.waits_until = start + 30s;
  waiting.again_for = "HTTP status 429\nfor now";
  board.hear(greeter, waiting, start + 5s);
  CHECK(board.line(start + 5s, room) ==
        "greeter 10/20, 1 failed, waits 25s (HTTP status 429\\x0afor now)");
  CHECK(board.line(start + 5500ms, room) ==
        "greeter 10/20, 1 failed, waits 25s (HTTP status 429\\x0afor now)");
  board.hear(sorter, {0, 5, 0, 0}, start + 6s);
  waiting.again_for = "";
  board.hear(greeter, waiting, start + 6s);
  board.hear(sorter, {0, 5, 0, 0, 0, "", start + 30s}, start + 6s);
  CHECK(board.line(start + 31s, room) ==
        "10/25, 1 failed, waits 0s; greeter 10/20, 1 failed, waits 0s; sorter 0/5, waits 0s");
  board.hear(greeter, {11, 20, 1, 0}, start + 32s);
  board.hear(sorter, {0, 5, 0, 0}, start + 32s);
  CHECK(board.line(start + 40s, room).find("waits") == std::string::npos);
}

TEST_CASE("what is to be tried again is told with the failure of the next of it") {
  ProgressBoard board;
  board.hear(greeter, {0, 20, 0, 0}, start);
  board.hear(greeter, {10, 20, 0, 0, 3, "HTTP status 503"}, start + 5s);
  CHECK(board.line(start + 5s, room) ==
        "greeter 10/20, 3 to be tried again (HTTP status 503), 2/s, 5s left");
}

TEST_CASE("a look that is over counts on, and nothing is shown when all is over") {
  ProgressBoard board;
  board.hear(sorter, {10, 10, 1, 0}, start);
  CHECK(board.line(start, room).empty());
  board.hear(sorter, {0, 30, 0, 0}, start);
  board.hear(sorter, {10, 30, 0, 0}, start + 4s);
  CHECK(board.line(start + 4s, room) ==
        "20/40, 1 failed, 5/s, 4s left; sorter 10/30, 2.5/s, 8s left");
}

TEST_CASE("of many automations three are named, and the line is never longer than the terminal") {
  ProgressBoard board;
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    board.hear({Kind::automation, name}, {1, 2, 0, 0}, start);
  }
  CHECK(board.line(start, room) == "5/10; a 1/2; b 1/2; c 1/2; and 2 more");
  CHECK(board.line(start, {9, 3}) == "5/10; a 1");
}

}  // namespace
}  // namespace tidemark::cli
