#include "core/host/process_table.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
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

TEST_CASE("a session's processes are those of all that belong to it") {
  const pid_t session = ::getsid(0);
  const auto own = processes_of(session);
  const auto is_this = [](const Process& process) { return process.id == ::getpid(); };
  CHECK(std::any_of(own.begin(), own.end(), is_this));
  CHECK(std::all_of(own.begin(), own.end(),
                    [session](const Process& process) { return process.session == session; }));
}

TEST_CASE("a child that has ended and was not reaped is a child") {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  REQUIRE(child > 0);
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT);
  CHECK(has_children());
  ::waitpid(child, nullptr, 0);
}

}  // namespace tidemark::host
