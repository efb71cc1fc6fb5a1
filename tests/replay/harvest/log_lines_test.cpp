#include "replay/harvest/log_lines.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "core/base/error.hpp"
#include "tests/kit/folder.hpp"

namespace tidemark::harvest {
namespace {

std::vector<LogLine> lines_of(const std::string& text) {
  const test::Folder folder;
  folder.write("log", text);
  LogLines lines(folder / "log");
  std::vector<LogLine> all;
  for (LogLine line; lines.next(line);) all.push_back(line);
  return all;
}

TEST_CASE("lines have their numbers, places and ends") {
  const auto lines = lines_of("one\n\ntwo\r\nthree");
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].text == "one");
  CHECK(lines[1].text.empty());
  CHECK(lines[2].text == "two");
  CHECK(lines[2].number == 3);
  CHECK(lines[2].offset == 5);
  CHECK(lines[2].is_ended);
  CHECK(lines[3].text == "three");
  CHECK_FALSE(lines[3].is_ended);
  CHECK(lines_of("").empty());
  CHECK(lines_of("a\n").size() == 1);
}

TEST_CASE("a line may go over many buffers, and one that is too long is not held") {
  const std::string large(longest_line, 'x');
  const auto lines = lines_of(large + "\n" + large + "y\nz\n");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].text == large);
  CHECK_FALSE(lines[0].is_too_long);
  CHECK(lines[1].is_too_long);
  CHECK(lines[1].text.empty());
  CHECK(lines[2].text == "z");
  CHECK(lines[2].number == 3);
}

TEST_CASE("a line is found again") {
  const test::Folder folder;
  folder.write("log", "one\ntwo\nthree\n");
  LogLines lines(folder / "log");
  LogLine line, second;
  lines.next(line);
  lines.next(second);
  while (lines.next(line)) continue;
  lines.seek(second);
  REQUIRE(lines.next(line));
  CHECK(line.text == "two");
  CHECK(line.number == 2);
}

TEST_CASE("what is written while it is read is not read") {
  const test::Folder folder;
  folder.write("log", "one\n");
  LogLines lines(folder / "log");
  folder.write("log", "one\ntwo\n");
  LogLine line;
  CHECK(lines.next(line));
  CHECK_FALSE(lines.next(line));
}

TEST_CASE("what is no file that can be read twice is refused") {
  const test::Folder folder;
  const std::string place = folder.path().string();
  CHECK_THROWS_WITH_AS(
      LogLines{folder.path()},
      (place + ": not a regular file: it is read twice (write it to a file first)").c_str(), Error);
  CHECK_THROWS_WITH_AS(LogLines{folder / "none"},
                       (place + "/none: No such file or directory").c_str(), Error);
}

}  // namespace
}  // namespace tidemark::harvest
