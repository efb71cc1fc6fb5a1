#include "replay/pipeline/granted.hpp"

#include <doctest/doctest.h>

#include "tests/replay/pipeline/kit.hpp"

namespace tidemark::pipeline::kit {
namespace {

RunnerSpec runner(const std::string& plugin, const std::string& config,
                  std::vector<std::string> variables = {"KEY"}) {
  RunnerSpec spec;
  spec.plugin = plugin;
  spec.config = config;
  spec.environment = std::move(variables);
  return spec;
}

const std::string at_acme = R"({"url":"https://api.acme.example/v1/${/a}"})";

/// A base that gives KEY to one runner.
change::World base_with(const RunnerSpec& spec) {
  Entity entity = router();
  entity.replay->runner = spec;
  return world_of({entity}, {{"tools/sort.py", "print()"}});
}

/// Why a runner of the head is not run, or "".
std::string lacking(const change::World& base, const RunnerSpec& spec,
                    const std::string& arm = "head", std::vector<PluginPin> pins = {}) {
  Judge judge;
  judge.arm = arm;
  judge.is_proposed = arm == "head";
  judge.replay.runner = spec;
  judge.plugins = std::move(pins);
  withhold(base, judge);
  return judge.lacking;
}

bool is_granted(const RunnerSpec& in_base, const RunnerSpec& in_head) {
  return lacking(base_with(in_base), in_head).empty();
}

TEST_CASE("a runner of the head has what the base gives to such a runner") {
  CHECK(is_granted(runner("http", at_acme), runner("http", at_acme)));
  CHECK(is_granted(runner("http", at_acme),
                   runner("http", R"({"url":"https://api.acme.example/v2","method":"POST"})")));
  CHECK(is_granted(runner("http", at_acme), runner("http", R"({"url":"https://x.example/"})", {})));
}

TEST_CASE("another host, plugin or variable is not given") {
  const change::World base = base_with(runner("http", at_acme));
  CHECK(lacking(base, runner("http", R"({"url":"https://evil.example/v1"})")) ==
        "it is not run before somebody approves: it would give KEY to the plugin http for "
        "https://evil.example, which the base does not");
  CHECK(lacking(base, runner("http", at_acme, {"KEY", "TOKEN"})) ==
        "it is not run before somebody approves: it would give TOKEN to the plugin http for "
        "https://api.acme.example, which the base does not");
  CHECK_FALSE(lacking(base, runner("chat", at_acme)).empty());
}

TEST_CASE("a host is scheme, name and port, to the letter, wherever a text names one") {
  for (const char* url :
       {"http://api.acme.example/", "https://api.acme.example:8443/",
        "https://api.acme.example@evil.example/", "https://api.acme.example.evil.example/",
        "https://api.acme.example\\\\.evil.example/",
        "https://api.acme.example/ https://evil.example/"}) {
    CAPTURE(url);
    CHECK_FALSE(is_granted(runner("http", at_acme),
                           runner("http", std::string(R"({"url":")") + url + "\"}")));
  }
  CHECK_FALSE(is_granted(
      runner("http", at_acme),
      runner("http",
             R"({"url":"https://api.acme.example/","a":[{"proxy":"http://evil.example"}]})")));
}

TEST_CASE("a header that names a host is one more") {
  const auto with = [](const std::string& name) {
    return runner("http",
                  R"({"url":"https://api.acme.example/","headers":{")" + name + R"(":"evil"}})");
  };
  CHECK_FALSE(is_granted(runner("http", at_acme), with("Host")));
  CHECK_FALSE(is_granted(runner("http", at_acme), with("hOST")));
  CHECK(is_granted(runner("http", at_acme), with("hostess")));
  CHECK(is_granted(with("host"), with("Host")));
  CHECK_FALSE(is_granted(with("host"), runner("http", at_acme)));
}

TEST_CASE("a host that a runner only mentions gets no key") {
  const RunnerSpec base = runner(
      "http",
      R"({"url":"https://api.acme.example/","headers":{"referer":"https://app.acme.example/"}})");
  CHECK(is_granted(base, base));
  CHECK_FALSE(is_granted(base, runner("http", R"({"url":"https://app.acme.example/"})")));
}

TEST_CASE("a program has what the base gives to that command, or to code that the head may edit") {
  const auto command = [](const std::string& words) {
    return runner("process", R"({"command":[)" + words + "]}");
  };
  const RunnerSpec outside = command(R"("ask-acme","--json")"),
                   inside = command(R"("python3","tools/sort.py")");
  CHECK(is_granted(outside, outside));
  CHECK_FALSE(is_granted(outside, command(R"("sh","-c","echo $KEY")")));
  CHECK(is_granted(inside, command(R"("python3","tools/other.py")")));
  CHECK_FALSE(is_granted(command(R"("ask-acme","tools/sort.py")"), command(R"("sh","x")")));
  CHECK_FALSE(is_granted(runner("process", R"({"command":["sort.py"],"folder":"tools"})"),
                         command(R"("sh","x")")));
  CHECK_FALSE(is_granted(command(R"("python3","-c","1","tools/sort.py")"),
                         command(R"("python3","-c","2","tools/sort.py")")));
  CHECK(is_granted(runner("process", R"({"command":["./sort.py"],"folder":"tools"})"),
                   runner("process", R"({"command":["./other.py"],"folder":"tools"})")));
}

TEST_CASE("a pinned plugin is the same by its pin, and its settings are its own affair") {
  change::World base = base_with(runner("mine", R"({"host":"a"})"));
  const PluginPin pin{"mine", "/opt/mine", std::string(64, 'a'), {}};
  base.inventory.plugins = {pin};
  CHECK(lacking(base, runner("mine", R"({"host":"a"})"), "head", {pin}).empty());
  CHECK_FALSE(lacking(base, runner("mine", R"({"host":"b"})"), "head", {pin}).empty());
  PluginPin other = pin;
  other.sha256 = std::string(64, 'b');
  CHECK_FALSE(lacking(base, runner("mine", R"({"host":"a"})"), "head", {other}).empty());
  CHECK_FALSE(lacking(base, runner("mine", R"({"host":"a"})"), "head", {}).empty());
}

TEST_CASE("the base's own judge, and a base where nobody decided anything, are left alone") {
  const RunnerSpec evil = runner("http", R"({"url":"https://evil.example/v1"})");
  CHECK(lacking(base_with(runner("http", at_acme)), evil, "base").empty());
  CHECK(lacking(world_of({}, {}), evil).empty());
}

}  // namespace
}  // namespace tidemark::pipeline::kit
