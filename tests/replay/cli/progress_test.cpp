#include "replay/cli/progress.hpp"

#include <doctest/doctest.h>

namespace tidemark::cli {
namespace {

using namespace std::chrono_literals;

const run::Time start = run::Time() + 1h;
const EntityId sorter{Kind::automation, "sorter"}, greeter{Kind::automation, "greeter"};

TEST_CASE("each automation under way is shown, and what is left at the pace so far") {
  ProgressBoard board;
  board.hear(greeter, {0, 20, 0, 0}, start);
  CHECK(board.line(start, 200) == "greeter 0/20");
  board.hear(sorter, {10, 100, 0, 0}, start + 2s);
  CHECK(board.line(start + 2s, 200) == "greeter 0/20, sorter 10/100, 5/s, 22s left");
}

TEST_CASE("what failed and what it cost is told when there is any") {
  ProgressBoard board;
  board.hear(sorter, {500, 30500, 3, 1.239}, start);
  CHECK(board.line(start + 10s, 200) == "sorter 500/30500, 3 failed, USD 1.24, 50/s, 10m left");
}

TEST_CASE("a look that is over counts on, and nothing is shown when all is over") {
  ProgressBoard board;
  board.hear(sorter, {10, 10, 1, 0}, start);
  CHECK(board.line(start, 200).empty());
  board.hear(sorter, {10, 30, 0, 0}, start + 4s);
  CHECK(board.line(start + 4s, 200) == "sorter 10/30, 1 failed, 5/s, 4s left");
}

TEST_CASE("of many automations three are named, and the line is never longer than the terminal") {
  ProgressBoard board;
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    board.hear({Kind::automation, name}, {1, 2, 0, 0}, start);
  }
  CHECK(board.line(start, 200) == "a 1/2, b 1/2, c 1/2 and 2 more");
  CHECK(board.line(start, 9) == "a 1/2, b ");
}

}  // namespace
}  // namespace tidemark::cli
