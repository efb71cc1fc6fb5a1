#include "core/host/output_log.hpp"

#include <doctest/doctest.h>

namespace tidemark::host {

TEST_CASE("a short log is shown whole and made printable") {
  OutputLog log(100);
  log.add("one\ntwo \x1b[31m\xff\n");
  CHECK(log.excerpt() == "one\ntwo \\x1b[31m\\xff");
}

TEST_CASE("an empty log says nothing") { CHECK(OutputLog(100).excerpt().empty()); }

TEST_CASE("only the last lines are shown, and how much came before") {
  OutputLog log(1000);
  for (int i = 0; i < 100; ++i) log.add("line " + std::to_string(i) + '\n');
  const std::string excerpt = log.excerpt();
  CHECK(excerpt.starts_with("... (630 bytes before this)\nline 80\n"));
  CHECK(excerpt.ends_with("\nline 99"));
}

TEST_CASE("a flood keeps its end and its size only") {
  OutputLog log(64);
  for (int i = 0; i < 1000; ++i) log.add(std::string(1000, 'x'));
  log.add("\nlast words\n");
  const std::string excerpt = log.excerpt();
  CHECK(excerpt.starts_with("... ("));
  CHECK(excerpt.ends_with("x\nlast words"));
  CHECK(excerpt.size() < 200);
}

}  // namespace tidemark::host
