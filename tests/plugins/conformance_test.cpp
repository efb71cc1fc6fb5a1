#include <doctest/doctest.h>
#include <elf.h>

#include <atomic>
#include <map>

#include "core/host/conformance.hpp"
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

Candidate candidate_of(const Subject& subject) {
  return {spec_of(subject), subject.input, subject.output, 20s};
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

TEST_CASE("a plugin keeps what every plugin promises") {
  server();
  Host host(settings());
  for (const Subject& subject : subjects()) {
    CAPTURE(subject.config);
    for (const auto& [text, broken] : conformance(host, candidate_of(subject))) {
      CAPTURE(text);
      CHECK(broken == "");
    }
  }
}

TEST_CASE("a refused configuration names the plugin") {
  server();
  Host host(settings());
  for (const Subject& subject : subjects()) {
    WorkerSpec wrong = spec_of(subject);
    wrong.config = R"({"no_such_key":1})";
    CHECK(refusal(host, wrong).starts_with("21: plugin " + subject.id + ": "));
  }
}

TEST_CASE("a plugin that ends while calls are in flight leaves nothing behind") {
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
