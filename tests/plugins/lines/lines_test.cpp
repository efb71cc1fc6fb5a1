#include <doctest/doctest.h>
#include <sys/stat.h>

#include <thread>

#include "tests/core/host/host_kit.hpp"

/// What a plugin in another language, which speaks in lines, can do wrong.
namespace tidemark::host {
namespace {

using namespace kit;

WorkerSpec chaos_in_lines(const std::string& behaviour) {
  return {plugin_file("chaos-py", TIDEMARK_TEST_LINES "/chaos.py"),
          R"({"behaviour":")" + behaviour + "\"}",
          {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"},
          {}};
}

/// A program as a user may write it, pinned and loaded.
std::string refusal_of(const std::string& text, mode_t mode) {
  const Folder folder;
  const auto path = folder.path() / "mine";
  std::ofstream(path) << text;
  ::chmod(path.c_str(), mode);
  Host host(settings());
  std::string said = refusal(host, {plugin_file("mine", path), "{}", {}, {}});
  const auto at = said.find(path.string());
  return at == said.npos ? said : said.replace(at, path.string().size(), "FILE");
}

/// How its first call ends; a program's path is not its own.
std::string first_call(const std::string& behaviour) {
  HostSettings chosen = settings();
  chosen.restarts = 0;
  Host host(chosen);
  const auto worker = host.open(chaos_in_lines(behaviour));
  const Answer answer = run(*worker, "\"x\"");
  std::string text = said(answer) + (answer.log.empty() ? "" : " | " + answer.log);
  const std::string path = TIDEMARK_TEST_LINES "/";
  for (auto at = text.find(path); at != text.npos; at = text.find(path))
    text.erase(at, path.size());
  return text;
}

const std::string died =
    "plugin_crash: the worker of plugin chaos-py exited with status 1 while 1 call was in flight "
    "| ";

}  // namespace

TEST_CASE("a program that cannot be started says what it lacks") {
  CHECK(refusal_of("#!/bin/sh\n", 0644) ==
        "21: plugin mine: FILE: cannot be started: Permission denied (chmod +x it)");
  CHECK(refusal_of("import json\n", 0755) ==
        "21: plugin mine: FILE: cannot be started: Exec format error (begin it with #! and its "
        "interpreter)");
  CHECK(refusal_of("#!/no/such/interpreter\n", 0755) ==
        "21: plugin mine: FILE: cannot be started: No such file or directory");
}

TEST_CASE("a program that refuses and ends at once has refused, however busy the machine is") {
  const Folder folder;
  const auto path = folder.path() / "mine";
  std::ofstream(path)
      << "#!/bin/sh\nread load\necho '{\"frame\":\"refused\",\"error\":\"not that\"}'\n";
  ::chmod(path.c_str(), 0755);
  Host host(settings());
  std::vector<std::string> said(64);
  std::vector<std::jthread> starts;
  for (std::size_t first = 0; first < 8; ++first) {
    starts.emplace_back([&, first] {
      for (std::size_t i = first; i < said.size(); i += 8) {
        said[i] = refusal(host, {plugin_file("mine", path), "{}", {}, {}});
      }
    });
  }
  starts.clear();
  for (const std::string& one : said) CHECK(one == "21: plugin mine: not that");
}

TEST_CASE("a program that says nothing while it is loaded is killed") {
  HostSettings chosen = settings();
  chosen.start_deadline = 1500ms;
  Host host(chosen);
  CHECK(refusal(host, chaos_in_lines("hang")) ==
        "20: the worker of plugin chaos-py did not start within 1500ms, so it was killed");
}

TEST_CASE("a program that misbehaves while it is loaded is refused") {
  Host host(settings());
  const auto said = [&](const char* behaviour) { return refusal(host, chaos_in_lines(behaviour)); };
  const std::string path = TIDEMARK_TEST_LINES "/chaos.py";
  const std::string at_load =
      "20: the worker of plugin chaos-py exited with status 1 at load; it printed:\n" + path;
  CHECK(said("exit 3 at load") == at_load + " exited with status 3");
  CHECK(said("words at load") == at_load + " wrote a line that is no JSON: Loading the model...");
  CHECK(said("another id") ==
        "21: plugin chaos-py: " + path + ": calls itself 'somebody', not 'chaos-py'");
  CHECK(said("no version") == "21: plugin chaos-py: " + path + ": has no version or no summary");
  const std::string nothing =
      "21: plugin chaos-py: " + path + ": is neither a runner nor a comparator";
  CHECK(said("no capability") == nothing);
  CHECK(said("an unknown capability") == nothing);
  CHECK(said("refuse") == "21: plugin chaos-py: no behaviour today");
}

TEST_CASE("a program that writes what is no frame, or ends, has died") {
  CHECK(first_call("words") == died + "chaos.py wrote a line that is no JSON: thinking...");
  CHECK(first_call("no object") == died + "chaos.py wrote a line that is no JSON object: [1]");
  CHECK(first_call("no frame") == died + "chaos.py wrote a frame without 'frame': {}");
  CHECK(first_call("a frame of ours") ==
        died + "chaos.py wrote a frame that no plugin sends: {\"frame\": \"submit\", \"call\": 1}");
  CHECK(first_call("no call") ==
        died + "chaos.py wrote a frame without 'call': {\"frame\": \"done\", \"output\": 1}");
  CHECK(first_call("no output") ==
        died + "chaos.py wrote a frame without 'output': {\"frame\": \"done\", \"call\": 1}");
  CHECK(first_call("an unknown status")
            .starts_with(died + "chaos.py wrote a frame whose 'status' is none of ours: "));
  CHECK(first_call("exit 0") == died + "chaos.py exited with status 0");
  CHECK(first_call("exit 7 saying why") == died + "out of cheese\nchaos.py exited with status 7");
  CHECK(first_call("kill itself") == died + "chaos.py was killed by signal 9 (Killed)");
  CHECK(first_call("an endless line")
            .starts_with(died + "chaos.py wrote a line of more than 16842752 bytes"));
}

TEST_CASE("an answer to no call is against the rules of all plugins") {
  CHECK(first_call("another call").starts_with("protocol: the worker of plugin chaos-py sent "));
  CHECK(
      first_call("wrong facts") ==
      "protocol: the worker of plugin chaos-py sent facts whose 'cost' is not an amount, so it was "
      "killed while 1 call was in flight");
}

TEST_CASE("a program tells of failures, facts and more than is asked") {
  CHECK(first_call("fail") == "failed: no such customer");
  CHECK(first_call("fail silently").starts_with("failed: "));
  CHECK(first_call("invalid") == "invalid_output: half an answer");
  CHECK(first_call("more members") == "1");
  Host host(settings());
  const auto worker = host.open(chaos_in_lines("facts"));
  const Answer answer = run(*worker, "1");
  CHECK(answer.facts.cost == 0.25);
  CHECK(answer.facts.model == "m-1");
}

TEST_CASE("a program's variables are those of a worker") {
  ::setenv("TIDEMARK_CANARY", "secret", 1);
  const std::string names = first_call("where am I");
  CHECK(names.find("\"PATH\"") != names.npos);
  CHECK(names.find("TIDEMARK_CANARY") == names.npos);
  ::unsetenv("TIDEMARK_CANARY");
}

TEST_CASE("a program that hangs costs its call, and is ended with its worker") {
  {
    HostSettings chosen = settings();
    Host host(chosen);
    const auto worker = host.open(chaos_in_lines("hang in a call"));
    CHECK(said(run(*worker, "1")) == "1");
    const auto mute = host.open(chaos_in_lines("close stdout"));
    CHECK(run(*mute, "1", 300ms).failure.has_value());
    const auto stubborn = host.open(chaos_in_lines("outlive"));
    CHECK(said(run(*stubborn, "1")) == "1");
  }
  CHECK(children() == 0);
}

TEST_CASE("a program compares") {
  Host host(settings());
  const auto compared = [&](const char* behaviour) {
    const auto worker = host.open(chaos_in_lines(behaviour));
    return compare(*worker, "{}");
  };
  const Comparison good = compared("");
  CHECK(good.score == 0.5);
  CHECK(good.explanation == "half alike");
  CHECK(compared("fail").failure->text == "no likeness");
  CHECK(compared("no score").failure->kind == FailureKind::plugin_crash);
  CHECK(compared("another call").failure->kind == FailureKind::plugin_crash);
}

}  // namespace tidemark::host
