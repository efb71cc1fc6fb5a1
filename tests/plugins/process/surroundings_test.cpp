#include <doctest/doctest.h>

#include <algorithm>

#include "tests/kit/temporary_place.hpp"
#include "tests/plugins/process/process_kit.hpp"

/// What surrounds a process: its folders, its files, its limits.
namespace tidemark::host {

using namespace kit;

namespace {

/// Workers have their temporary folders in this one, which is to be empty in the end.
using Place = test::TemporaryPlace;

/// Nothing but folders.
bool has_no_file(const Place& place) {
  const std::filesystem::recursive_directory_iterator all(place.path());
  return std::all_of(begin(all), end(all), [](const auto& one) { return one.is_directory(); });
}

const std::string files = R"(,"exchange":"files")";

}  // namespace

TEST_CASE("a process runs in its folder, in the workspace when none is named") {
  const Folder folder;
  std::filesystem::create_directory(folder.path() / "tools");
  WorkerSpec worker = script("pwd", R"(,"folder":"tools")");
  worker.folder = folder.path();
  CHECK(said_by(worker, "1") == '"' + (folder.path() / "tools").string() + '"');
  worker = script("pwd");
  worker.folder = folder.path();
  CHECK(said_by(worker, "1") == '"' + folder.path().string() + '"');
  CHECK(said_by(script("pwd", R"(,"folder":"none")"), "1") ==
        "failed: cannot start sh in none: No such file or directory");
}

TEST_CASE("a process begins with no signal ignored or blocked and nothing open but its streams") {
  CHECK(said_by(script("grep -E 'Sig(Blk|Ign)' /proc/self/status | tr -d '\\t'; ls /proc/self/fd"),
                "1") == R"("SigBlk:0000000000000000\nSigIgn:0000000000000000\n0\n1\n2\n3")");
}

TEST_CASE("each case has a temporary folder of its own, gone when it ended") {
  const Place place;
  const auto worker = script("ls -A $TMPDIR | wc -l; touch $TMPDIR/left; mkdir -p $TMPDIR/a/b");
  {
    Host host(settings());
    const auto one = host.open(worker);
    for (int i = 0; i < 3; ++i) CHECK(said(run(*one, "1")) == R"("0")");
    CHECK(has_no_file(place));
  }
  CHECK(place.is_empty());
  const std::string failing = said_by(script("touch $TMPDIR/left; exit 3"), "1");
  CHECK(failing == "failed: sh exited with status 3");
  CHECK(place.is_empty());
}

TEST_CASE(
    "a temporary folder serves the next case only when nothing touched it and nobody is left") {
  const Place place;
  const auto serves_next = [](const std::string& then) {
    Host host(settings());
    const auto worker = host.open(script("echo $TMPDIR; stat -c %a $TMPDIR; " + then));
    const std::string first = said(run(*worker, "1"));
    CHECK(first.ends_with("\\n700\""));
    const std::string second = said(run(*worker, "1"));
    CHECK(second.ends_with("\\n700\""));
    return first == second;
  };
  CHECK(serves_next("true"));
  CHECK_FALSE(serves_next("touch $TMPDIR/left"));
  CHECK_FALSE(serves_next("chmod 755 $TMPDIR"));
  CHECK_FALSE(serves_next("rmdir $TMPDIR"));
  CHECK_FALSE(serves_next("setsid sleep 100 &"));
  CHECK(place.is_empty());
}

TEST_CASE("a worker that is killed leaves no temporary file, nor do the processes it had") {
  const Place place;
  const std::string killed = said_by(
      script("mkdir $TMPDIR/more; touch $TMPDIR/more/left $TMPDIR/../left; kill -KILL $PPID"), "1");
  CHECK(killed.find("was killed by signal 9") != std::string::npos);
  CHECK(place.is_empty());
}

TEST_CASE("a worker starts also where no temporary folder can be made, and a process says so") {
  ::setenv("TMPDIR", "/none", 1);
  const std::string said = said_by(script("echo here"), "1");
  ::unsetenv("TMPDIR");
  CHECK(said == "failed: there is no temporary folder: No such file or directory");
}

TEST_CASE("a process that stays has one temporary folder as long as it stays") {
  const Place place;
  CHECK(said_by(script("while read -r x; do echo \"$TMPDIR $x\"; done", R"(,"mode":"lines")"),
                R"("x")")
            .find("/tidemark-") != std::string::npos);
  CHECK(place.is_empty());
}

TEST_CASE("input and output may be files") {
  const Place place;
  CHECK(said_by(spec("process", R"({"command":["cp","{input}","{output}"])" + files + '}'),
                R"("two\nlines\n")") == R"("two\nlines")");
  CHECK(said_by(spec("process", R"({"command":["sh","-c","tr a-z A-Z < $1 > $2; echo noise",)"
                                R"("sh","{input}","{output}"],"output":"json")" +
                                    files + '}'),
                R"({"a":[1]})") == R"({"A":[1]})");
  CHECK(place.is_empty());
}

TEST_CASE("an output file that is missing, no file, a way out or too large fails its case") {
  const auto writes = [](const std::string& text) {
    return said_by(spec("process", R"({"command":["sh","-c",")" + text + R"(","sh","{output}"])" +
                                       files + '}'),
                   "1");
  };
  CHECK(writes("true") == "failed: wrote no output file: No such file or directory");
  CHECK(writes("mkdir $1") == "invalid_output: the output is not a regular file");
  CHECK(writes("mkfifo $1") == "invalid_output: the output is not a regular file");
  CHECK(writes("ln -s /etc/hostname $1") ==
        "failed: wrote no output file: Too many levels of symbolic links");
  CHECK(writes("head -c 17000000 /dev/zero > $1") ==
        "invalid_output: the output file has more than 16777216 bytes");
}

TEST_CASE("what a process takes is limited from its first instruction on") {
  const auto limited = [](const std::string& text, const std::string& limits) {
    return said_by(script(text, R"(,"limits":)" + limits), "1");
  };
  CHECK(limited("ulimit -t; ulimit -v; ulimit -f; ulimit -n",
                R"({"cpu_seconds":7,"memory_mb":100,"file_mb":2,"open_files":32})") ==
        R"("7\n102400\n4096\n32")");
  CHECK(limited("while :; do :; done", R"({"cpu_seconds":1})") ==
        "failed: sh was killed by signal 24 (CPU time limit exceeded)");
  CHECK(limited("head -c 3000000 /dev/zero > $TMPDIR/large && echo written", R"({"file_mb":1})")
            .starts_with("failed: sh "));
  CHECK(limited("true", R"({"open_files":1048576})") ==
        "failed: cannot start sh with limits.open_files 1048576: Operation not permitted");
}

TEST_CASE("a process cannot gain privileges") {
  CHECK(said_by(script("grep NoNewPrivs /proc/self/status | tr -d '\\t'"), "1") ==
        R"("NoNewPrivs:1")");
}

TEST_CASE("settings of surroundings that cannot be are refused") {
  const auto refused = [](const std::string& more) {
    Host host(settings());
    return refusal(host, script("true", more));
  };
  CHECK(refused(R"(,"limits":{"cpu":1})") ==
        "21: plugin process: unknown key 'limits.cpu' (known: cpu_seconds, memory_mb, file_mb, "
        "open_files)");
  CHECK(refused(R"(,"limits":[])") == "21: plugin process: 'limits' must be a map");
  CHECK(refused(R"(,"limits":{"memory_mb":0})")
            .starts_with("21: plugin process: 'limits.memory_mb' must be"));
  CHECK(refused(R"(,"exchange":"socket")") ==
        "21: plugin process: 'exchange' must be pipes or files, not 'socket'");
  CHECK(refused(R"(,"exchange":"files","mode":"lines")") ==
        "21: plugin process: exchange: files is for mode: exec, where each case has a process of "
        "its own");
}

}  // namespace tidemark::host
