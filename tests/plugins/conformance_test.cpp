#include <doctest/doctest.h>
#include <elf.h>

#include <atomic>
#include <map>

#include "tests/core/host/host_kit.hpp"
#include "tests/kit/bad_server.hpp"

/// What every plugin we ship must keep, whatever it does. A new plugin is one more row.
namespace tidemark::host {
namespace {

using namespace kit;

struct Subject {
  std::string id;
  std::string config;
  std::string input;         ///< JSON
  std::string output;        ///< what it must give for `input`
  std::string program = "";  ///< its file, when it is one of plugins/lines
};

/// There as long as the suite, and before any host, which therefore spares it.
test::BadServer& server() {
  static test::BadServer one;
  return one;
}

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all = {
      {"http", R"({"url":")" + server().origin() + R"(/echo","at":"/body"})", R"("tide")",
       R"("\"tide\"")"},
      {"chat", R"({"url":")" + server().origin() + R"(/v1","model":"m"})",
       R"({"body":"{\"choices\":[{\"message\":{\"content\":\"tide\"}}]}"})", R"("tide")"},
      {"uppercase", "{}", R"("tide \n mark")", R"("TIDE \n MARK")"},
      {"process", R"({"command":["cat"]})", R"("tide")", R"("tide")"},
      {"process", R"({"command":["cat"],"mode":"lines"})", R"("tide")", R"("tide")"},
      {"process", R"({"command":["sed","-u","s/\"input\"/\"output\"/"],"mode":"jsonl"})",
       R"({"b":1,"a":[2.5]})", R"({"b":1,"a":[2.5]})"},
      {"uppercase-py", "{}", R"("tide \n mark")", R"("TIDE \n MARK")", "uppercase.py"},
      {"uppercase-js", "{}", R"("tide \n mark")", R"("TIDE \n MARK")", "uppercase.mjs"},
  };
  return all;
}

WorkerSpec spec_of(const Subject& subject) {
  if (subject.program.empty()) return spec(subject.id, subject.config);
  const std::filesystem::path path = TIDEMARK_EXAMPLES "/" + subject.program;
  return {plugin_file(subject.id, path), subject.config, {}, {}};
}

}  // namespace

TEST_CASE("every plugin of the build is held to this suite, and its hash and version are right") {
  server();
  Host host(settings());
  std::map<std::string, int> known;
  for (const Subject& subject : subjects()) ++known[subject.id];
  const auto plugins = built_in_plugins(plugin_manifest(), TIDEMARK_TEST_PLUGINS);
  CHECK(!plugins.empty());
  for (const PluginFile& plugin : plugins) {
    CAPTURE(plugin.id);
    CHECK(known.contains(plugin.id));
    CHECK_NOTHROW(check_plugin_file(plugin));
    CHECK(host.describe({plugin, "{}", {}, {}}).version == plugin.version);
  }
}

TEST_CASE("a plugin says who it is") {
  server();
  Host host(settings());
  for (const Subject& subject : subjects()) {
    CAPTURE(subject.config);
    const PluginInfo info = host.describe(spec_of(subject));
    CHECK(info.id == subject.id);
    CHECK(!info.version.empty());
    CHECK(!info.summary.empty());
    CHECK(!info.capabilities.empty());
  }
}

TEST_CASE("a plugin answers, the same for the same input") {
  server();
  Host host(settings());
  for (const Subject& subject : subjects()) {
    CAPTURE(subject.config);
    const auto worker = host.open(spec_of(subject));
    for (int i = 0; i < 3; ++i) CHECK(said(run(*worker, subject.input)) == subject.output);
  }
}

TEST_CASE("a plugin answers each of a hundred calls in flight once") {
  server();
  Host host(settings());
  for (const Subject& subject : subjects()) {
    CAPTURE(subject.config);
    const auto worker = host.open(spec_of(subject));
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < 100; ++i) answers.push_back(submit(*worker, subject.input));
    // A second answer would be a protocol error, which fails what is in flight.
    for (auto& answer : answers) CHECK(said(answer.get()) == subject.output);
  }
}

TEST_CASE("a plugin ends cancelled calls and serves the next one") {
  server();
  Host host(settings());
  for (const Subject& subject : subjects()) {
    CAPTURE(subject.config);
    const auto worker = host.open(spec_of(subject));
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < 50; ++i) answers.push_back(submit(*worker, subject.input));
    worker->cancel_all();
    for (auto& answer : answers) {
      const Answer ended = answer.get();
      if (ended.failure) CHECK(ended.failure->kind == FailureKind::cancelled);
    }
    CHECK(said(run(*worker, subject.input)) == subject.output);
  }
}

TEST_CASE("a plugin refuses a configuration key it does not know, and names it or itself") {
  server();
  Host host(settings());
  for (const Subject& subject : subjects()) {
    WorkerSpec wrong = spec_of(subject);
    const std::string rest = subject.config.substr(1);
    wrong.config = R"({"no_such_key":1)" + (rest == "}" ? rest : "," + rest);
    CAPTURE(wrong.config);
    CHECK(refusal(host, wrong).starts_with("21: plugin " + subject.id + ": "));
    for (const char* garbage : {"", "[]", "null", "{", "\xff"}) {
      wrong.config = garbage;
      CHECK(refusal(host, wrong).starts_with("21: plugin " + subject.id + ": "));
    }
  }
}

TEST_CASE("garbage as input costs that call only") {
  server();
  Host host(settings());
  const std::string garbage[] = {
      "",     "{",           "\xff\xfe",           std::string(100'000, '['),
      "null", "\"\\ud800\"", std::string(3, '\0'), "\"a\" \"b\""};
  for (const Subject& subject : subjects()) {
    CAPTURE(subject.config);
    const auto worker = host.open(spec_of(subject));
    for (const std::string& input : garbage) {
      const Answer answer = run(*worker, input);
      CAPTURE(said(answer));
      if (answer.failure) {
        CHECK(answer.failure->kind != FailureKind::plugin_crash);
        CHECK(answer.failure->kind != FailureKind::protocol);
      }
    }
    CHECK(said(run(*worker, subject.input)) == subject.output);
  }
}

TEST_CASE("a plugin can end while calls are in flight, and leaves nothing behind") {
  server();
  const std::size_t before = children();
  {
    Host host(settings());
    for (const Subject& subject : subjects()) {
      CAPTURE(subject.config);
      auto worker = host.open(spec_of(subject));
      std::vector<std::future<Answer>> answers;
      for (int i = 0; i < 50; ++i) answers.push_back(submit(*worker, subject.input));
      worker.reset();
      for (auto& answer : answers) answer.wait();
    }
  }
  CHECK(children() == before);
}

}  // namespace tidemark::host
