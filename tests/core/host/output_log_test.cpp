#include "core/host/output_log.hpp"

#include <doctest/doctest.h>

namespace tidemark::host {
namespace {
const text::Redactor none({});
}  // namespace

TEST_CASE("a short log is shown whole and made printable") {
  OutputLog log(100);
  log.add("one\ntwo \x1b[31m\xff\n");
  CHECK(log.excerpt(none) == "one\ntwo \\x1b[31m\\xff");
}

TEST_CASE("an empty log says nothing") { CHECK(OutputLog(100).excerpt(none).empty()); }

TEST_CASE("only the last lines are shown, and how much came before") {
  OutputLog log(1000);
  for (int i = 0; i < 100; ++i) log.add("line " + std::to_string(i) + '\n');
  const std::string excerpt = log.excerpt(none);
  CHECK(excerpt.starts_with("... (630 bytes before this)\nline 80\n"));
  CHECK(excerpt.ends_with("\nline 99"));
}

TEST_CASE("a flood keeps its end and its size only") {
  OutputLog log(64);
  for (int i = 0; i < 1000; ++i) log.add(std::string(1000, 'x'));
  log.add("\nlast words\n");
  const std::string excerpt = log.excerpt(none);
  CHECK(excerpt.starts_with("... ("));
  CHECK(excerpt.ends_with("x\nlast words"));
  CHECK(excerpt.size() < 200);
}

TEST_CASE("a secret is taken out before the end is cut off, so that no half of one is shown") {
  const text::Redactor redactor(std::vector<text::Secret>{{"KEY", "sk-canary-0123456789"}});
  OutputLog log(1U << 20U);
  log.add("sk-canary-");
  log.add("0123456789" + std::string(4090, 'x'));
  CHECK(log.excerpt(redactor) == "[KEY]" + std::string(4090, 'x'));
}

}  // namespace tidemark::host
