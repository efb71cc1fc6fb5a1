#include "core/host/process_table.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>

namespace tidemark::host {

TEST_CASE("a process is read whatever its name holds") {
  const std::string numbers =
      " 34816 -1 4294967295 18446744073709551615 0 1 2 3 4 5 6 20 0 12 0 99";
  CHECK(parse_process("7 (cat) S 3 7 5" + numbers) == Process{7, 3, 5, false, 12});
  CHECK(parse_process("7 (a) Z 1 (b) Z 3 7 5" + numbers) == Process{7, 3, 5, true, 12});
  CHECK(parse_process("7 (cat) S 3 7 5") == Process{7, 3, 5, false, 0});
  CHECK(!parse_process(""));
  CHECK(!parse_process("7 (cat"));
}

TEST_CASE("this process is among all processes") {
  const auto all = processes();
  CHECK(std::any_of(all.begin(), all.end(), [](const Process& process) {
    return process.id == ::getpid() && process.parent == ::getppid();
  }));
}

}  // namespace tidemark::host
