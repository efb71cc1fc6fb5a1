#include "replay/pipeline/runner_slips.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/core/git/kit.hpp"

namespace tidemark::pipeline {
namespace {

using test::TestRepository;
namespace fs = std::filesystem;

void add_programs(const TestRepository& repository) {
  repository.write("tidemark.yaml", "tidemark: 1\n");
  repository.write(".gitignore", "/build/\n");
  repository.write("bin/run", "#!/bin/sh\n");
  repository.write("bin/notes", "not a program\n");
  fs::permissions(repository.root() / "bin/run", fs::perms::owner_all);
}

/// `rule: fact (way out)`, a line each.
std::string slips(const std::string& plugin, const std::string& config,
                  std::vector<std::string> environment = {}) {
  const TestRepository repository;
  add_programs(repository);
  const Workspace workspace = find_workspace(repository.root());
  Entity automation;
  automation.id = {Kind::automation, "router"};
  automation.replay.emplace();
  RunnerSpec runner;
  runner.plugin = plugin;
  runner.config = config;
  runner.environment = std::move(environment);
  std::string text;
  for (const CheckFinding& one : runner_slips(workspace, automation, runner)) {
    text += (one.severity == Severity::error ? "error " : "warning ") + one.rule + ": " + one.fact +
            " (" + one.way_out + ")\n";
  }
  return text;
}

std::string of_program(const std::string& program) {
  return slips("process", R"({"command":[")" + program + "\"]}");
}

}  // namespace

TEST_CASE("a program of the repository must be there and executable") {
  CHECK(of_program("bin/run").empty());
  CHECK(of_program("./bin/run").empty());
  CHECK(of_program("bin/rnu") ==
        "error program.missing: the program bin/rnu is not there (mend the path in `command`)\n");
  CHECK(of_program("bin/notes") ==
        "error program.missing: the program bin/notes is not executable (chmod +x it)\n");
  CHECK(of_program("./bin") ==
        "error program.missing: the program ./bin is a folder (mend the path in `command`)\n");
}

TEST_CASE("what another machine may have is only doubtful") {
  CHECK(of_program("sh").empty());
  CHECK(of_program("/bin/sh").empty());
  CHECK(of_program("no-such-program-anywhere") ==
        "warning program.elsewhere: no program no-such-program-anywhere is found in PATH (install "
        "it, or name it by its path)\n");
  CHECK(of_program("/no/such/program") ==
        "warning program.elsewhere: the program /no/such/program is not there (mend the path in "
        "`command`)\n");
  CHECK(of_program("../no-such-neighbour/run").starts_with("warning program.elsewhere: "));
  CHECK(of_program("build/run") ==
        "warning program.elsewhere: the program build/run is not there (mend the path in "
        "`command`)\n");
}

TEST_CASE("a program is looked for in the folder that it runs in") {
  CHECK(slips("process", R"({"command":["./run"],"folder":"bin"})").empty());
  CHECK(slips("process", R"({"command":["run"],"folder":"bin"})") ==
        "warning program.elsewhere: no program run is found in PATH (write ./run for the one in "
        "its folder)\n");
  CHECK(slips("process", R"({"command":["sh"],"folder":"bni"})") ==
        "error program.missing: the folder bni that the command runs in is not there (mend the "
        "path in `folder`)\n");
}

TEST_CASE("places in a command are filled only where files are exchanged") {
  CHECK(slips("process", R"({"command":["sh","--to={output}"],"exchange":"files"})").empty());
  CHECK(slips("process", R"({"command":["sh","{input}","--to={output}"]})") ==
        "warning command.place: {input} in the command is left as it is (say exchange: files, by "
        "which it becomes a path)\n"
        "warning command.place: {output} in the command is left as it is (say exchange: files, by "
        "which it becomes a path)\n");
}

TEST_CASE("a runner is given the variables that its settings name, or it is wrong") {
  CHECK(slips("chat", R"({"key_env":"BIGCO_KEY"})", {"BIGCO_KEY"}).empty());
  CHECK(slips("chat", R"({"key_env":"HOME"})").empty());
  CHECK(slips("chat", R"({"key_env":"BIGCO_KEY"})", {"BIGCO"}) ==
        "error runner.variable: key_env needs the variable BIGCO_KEY, which the runner's env does "
        "not name (add it: env: [BIGCO_KEY])\n");
  CHECK(slips("http", R"({"headers":{"a":"Bearer ${env:KEY}","b":"$${env:NONE}","c":"${/id}"}})") ==
        "error runner.variable: a header needs the variable KEY, which the runner's env does not "
        "name (add it: env: [KEY])\n");
}

TEST_CASE("another plugin's settings are its own") {
  CHECK(slips("mine", R"({"command":["bin/rnu"],"key_env":"KEY"})").empty());
}

}  // namespace tidemark::pipeline
