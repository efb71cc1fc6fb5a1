#include <doctest/doctest.h>

#include "tests/plugins/process/process_kit.hpp"

namespace tidemark::host {

using namespace kit;

TEST_CASE("exec: stdout is the output, without its last newline only") {
  CHECK(said_by(script("printf 'a\\n\\n'"), "1") == R"("a\n")");
  CHECK(said_by(script("true"), "1") == R"("")");
  CHECK(said_by(script("echo '{\"b\": 1, \"a\": 2}'", R"(,"output":"json")"), "1") ==
        R"({"b":1,"a":2})");
}

TEST_CASE("exec: a status that is not 0 is a failure, whatever was printed") {
  CHECK(said_by(script("echo good; exit 3"), "1") == "failed: sh exited with status 3");
  CHECK(said_by(script("echo one >&2; echo two >&2; exit 1"), "1") ==
        "failed: sh exited with status 1; last lines of stderr:\none\ntwo");
  CHECK(said_by(script("echo good; kill -9 $$"), "1") ==
        "failed: sh was killed by signal 9 (Killed)");
}

TEST_CASE("exec: of a flood on stderr the last lines are told") {
  const std::string said =
      said_by(script("yes complaint | head -c 3000000 >&2; echo last >&2; exit 1"), "1");
  CHECK(said.starts_with("failed: sh exited with status 1; last lines of stderr:\n"));
  CHECK(said.ends_with("complaint\nlast"));
  CHECK(said.size() < 3000);
}

TEST_CASE("exec: a command that cannot be started says why") {
  CHECK(said_by(spec("process", R"({"command":["./none"]})"), "1") ==
        "failed: cannot start ./none: No such file or directory");
  CHECK(said_by(spec("process", R"({"command":["no-such-program-anywhere"]})"), "1") ==
        "failed: cannot start no-such-program-anywhere: No such file or directory");
}

TEST_CASE("exec: a script whose interpreter is not there, or not named, says so") {
  const Folder folder;
  const auto said_of = [&](const std::string& text) {
    std::ofstream(folder.path() / "run") << text;
    std::filesystem::permissions(folder.path() / "run", std::filesystem::perms::owner_all);
    WorkerSpec worker = spec("process", R"({"command":["./run"]})");
    worker.folder = folder.path();
    return said_by(worker, "1");
  };
  CHECK(
      said_of("#!/bin/sh\r\necho here\n") ==
      "failed: cannot start ./run: the interpreter that its first line names is not there (a line "
      "that ends in \\r names another)");
  CHECK(said_of("echo here\n") ==
        "failed: cannot start ./run: Exec format error (a script begins with #! and its "
        "interpreter)");
}

TEST_CASE("exec: a name is sought in PATH, where a file that may not be run hides no program") {
  const Folder first, second;
  const std::string path = ::getenv("PATH");
  ::setenv("PATH", (first.path().string() + ":/none:" + second.path().string()).c_str(), 1);
  std::ofstream(first.path() / "tool") << "no program";
  const WorkerSpec worker = spec("process", R"({"command":["tool"]})");
  CHECK(said_by(worker, "1") == "failed: cannot start tool: Permission denied");
  std::filesystem::create_symlink("/bin/cat", second.path() / "tool");
  CHECK(said_by(worker, "1") == R"("1")");
  ::setenv("PATH", path.c_str(), 1);
}

TEST_CASE("exec: a command with a slash is relative to the folder") {
  const Folder folder;
  std::ofstream(folder.path() / "run") << "#!/bin/sh\necho here\n";
  std::filesystem::permissions(folder.path() / "run", std::filesystem::perms::owner_all);
  WorkerSpec worker = spec("process", R"({"command":["./run"]})");
  worker.folder = folder.path();
  CHECK(said_by(worker, "1") == R"("here")");
}

TEST_CASE("exec: output that is not UTF-8, or not JSON where JSON is due, is invalid") {
  CHECK(said_by(script("printf '\\377'"), "1") == "invalid_output: the output is not UTF-8");
  CHECK(said_by(script("echo '{'", R"(,"output":"json")"), "1") ==
        "invalid_output: the output is not JSON");
  CHECK(said_by(script("echo ''", R"(,"output":"json")"), "1") ==
        "invalid_output: the output is not JSON");
}

TEST_CASE("exec: a gigabyte of output is cut off and fails") {
  const Folder folder;
  const std::string file = (folder.path() / "whole").string();
  CHECK(said_by(script("head -c 1000000000 /dev/zero && touch " + file), "1") ==
        "invalid_output: sh printed more than 16777216 bytes and was killed");
  CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("exec: input that nobody reads is no failure, a large one is read whole") {
  const std::string large = '"' + std::string(4'000'000, 'x') + '"';
  CHECK(said_by(script("echo done"), large) == R"("done")");
  CHECK(said_by(script("wc -c"), large) == R"("4000000")");
}

TEST_CASE("exec: a timeout kills the grandchildren too") {
  const Folder folder;
  const std::string file = (folder.path() / "pid").string();
  const std::string said =
      said_by(script("trap '' TERM; sleep 100 & echo $! > " + file + "; wait; wait; sleep 100"),
              "1", 300ms);
  CHECK(said.starts_with("timeout: no answer within 300ms"));
  const pid_t grandchild = std::stoi(read_file(file, 100));
  CHECK(ends(grandchild));
}

TEST_CASE("exec: a daemon that holds stdout open does not hold the call up") {
  const Folder folder;
  const std::string file = (folder.path() / "pid").string();
  CHECK(said_by(script("setsid sleep 100 & echo $! > " + file + "; echo done"), "1") ==
        R"("done")");
  CHECK(ends(std::stoi(read_file(file, 100))));
  CHECK(children() == 0);
}

TEST_CASE("exec: what commands leave behind is reaped while the worker lives") {
  Host host(settings());
  const auto worker = host.open(script("setsid true & true"));
  for (int i = 0; i < 30; ++i) run(*worker, "1");
  for (int i = 0; i < 1000 && children() > 1; ++i) std::this_thread::sleep_for(5ms);
  CHECK(children() == 1);
}

TEST_CASE("exec: calls in flight run side by side") {
  // Each waits until all ten are there, which they never were one after the other.
  const Folder folder;
  Host host(settings());
  const auto worker = host.open(
      script("cd " + folder.path().string() +
             "; touch $$; while [ $(ls | wc -l) -lt 10 ]; do sleep 0.01; done; echo met"));
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 10; ++i) answers.push_back(submit(*worker, "1"));
  for (auto& answer : answers) CHECK(said(answer.get()) == R"("met")");
}

TEST_CASE("exec: a command that wants a terminal finds none and says so") {
  CHECK(said_by(script("test -t 0 || test -t 1 || test -t 2 || exit 7"), "1") ==
        "failed: sh exited with status 7");
  CHECK(said_by(script("(exec < /dev/tty) 2> /dev/null || exit 8"), "1") ==
        "failed: sh exited with status 8");
}

TEST_CASE("exec: what only stderr is told is no output") {
  CHECK(said_by(script("echo the answer >&2"), "1") == R"("")");
  CHECK(said_by(script("echo the answer >&2", R"(,"output":"json")"), "1") ==
        "invalid_output: the output is not JSON");
}

}  // namespace tidemark::host
