#include "core/change/named_paths.hpp"

#include <doctest/doctest.h>

#include <random>

#include "core/json/json.hpp"

using namespace tidemark;

namespace {

using Paths = std::vector<std::string>;

Paths named(const std::string& config, change::Forms forms = change::Forms::all) {
  RunnerSpec runner;
  runner.config = config;
  return change::paths_named(runner, "", forms);
}

}  // namespace

TEST_CASE("a runner names paths by its texts, by what follows a sign, and below its own folder") {
  RunnerSpec runner;
  runner.config = R"({"command":["./run","--prompt=p/a.md","/bin/x"],"folder":"tools"})";
  CHECK(change::paths_named(runner, "desk/") ==
        std::vector<std::string>{"desk/--prompt=p/a.md", "desk/bin/x", "desk/p/a.md", "desk/run",
                                 "desk/tools", "desk/tools/--prompt=p/a.md", "desk/tools/p/a.md",
                                 "desk/tools/run", "desk/tools/tools"});
}

TEST_CASE(
    "a path may stand behind a sign, an option's letter or other words, which is no plain name") {
  const std::string config = R"({"a":["@p/a","-fp/b","cat p/c; p/d,p/e","p:p/f"]})";
  CHECK(named(config) == Paths{"-fp/b", "@p/a", "cat p/c; p/d,p/e", "p/a", "p/b", "p/c", "p/d",
                               "p/e", "p/f", "p:p/f"});
  CHECK(named(config, change::Forms::plain) == Paths{"-fp/b", "@p/a", "cat p/c; p/d,p/e", "p:p/f"});
  CHECK(named(R"({"a":["one word","x","--p=a/b"]})", change::Forms::plain) ==
        Paths{"--p=a/b", "a/b", "one word", "x"});
}

TEST_CASE("the workspace's folder is named by nobody, wherever it lies") {
  RunnerSpec runner;
  runner.config = R"({"command":["a",".","./","--at=",""]})";
  CHECK(change::paths_named(runner, "") == Paths{"--at=", "a"});
  CHECK(change::paths_named(runner, "desk/") == Paths{"desk/--at=", "desk/a"});
}

TEST_CASE("whatever settings name, a look at their text finds possible") {
  const char* pieces[] = {"a",  "b.md", "/", "//", ".",  "..", "./", "../",  "=",   "@",
                          "-f", "--p=", " ", ",",  "\"", "\\", "é",  "\x01", "x y", "http://"};
  std::mt19937 random(20);
  const auto text = [&] {
    std::string made;
    for (auto parts = 1 + random() % 6; parts > 0; --parts)
      made += pieces[random() % std::size(pieces)];
    return made;
  };
  for (int round = 0; round < 20'000; ++round) {
    json::Object config = {{"command", json::Array{text(), text()}}};
    if (round % 2 == 0) config.emplace_back("folder", text());
    RunnerSpec runner;
    runner.config = json::canonical(config);
    for (const std::string& path : change::paths_named(runner, round % 3 == 0 ? "desk/" : "")) {
      CAPTURE(runner.config);
      CAPTURE(path);
      REQUIRE(change::may_name(runner, path.substr(path.rfind('/') + 1)));
    }
  }
}

TEST_CASE("settings that cannot name a path are told by a look") {
  RunnerSpec runner;
  runner.config = R"({"command":["tools/run","--at=tools/prompts/a.md"],"url":"http://h/x"})";
  CHECK(change::may_name(runner, "a.md"));
  CHECK_FALSE(change::may_name(runner, "tools"));
  CHECK_FALSE(change::may_name(runner, "b.md"));
}
