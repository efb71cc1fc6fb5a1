#include "core/host/facts.hpp"

#include <doctest/doctest.h>

#include "core/host/frame.hpp"
#include "tests/core/host/host_kit.hpp"

namespace tidemark::host {
namespace {

using namespace kit;

std::string complaint(std::string_view facts) {
  try {
    told_by(facts);
    return "";
  } catch (const BadFrame& bad) {
    return bad.what();
  }
}

}  // namespace

TEST_CASE("facts are read, all of them optional, and what is unknown is passed over") {
  const Told told = told_by(
      R"({"retry":true,"retry_after_ms":1500,"cost":0.25,"input_tokens":12,"output_tokens":3,)"
      R"("model":"m-2","fingerprint":"fp","failure":"quota","tomorrow":[1]})");
  CHECK(told.facts == Facts{true, std::chrono::milliseconds(1500), 0.25, 12, 3, "m-2", "fp"});
  CHECK(told.failure == FailureKind::quota);
  CHECK(told_by("{}").facts == Facts{});
  CHECK(told_by("{}").failure == std::nullopt);
}

TEST_CASE("facts of another type are refused, and the member is named") {
  CHECK(complaint("") == "facts that are no JSON");
  CHECK(complaint("{") == "facts that are no JSON");
  CHECK(complaint("[]") == "facts that are no JSON object");
  CHECK(complaint(std::string(5000, ' ')) == "facts of more than 4096 bytes");
  CHECK(complaint(R"({"retry":1})") == "facts whose 'retry' is not true or false");
  CHECK(complaint(R"({"retry_after_ms":-1})") == "facts whose 'retry_after_ms' is not a count");
  CHECK(complaint(R"({"retry_after_ms":1.5})") == "facts whose 'retry_after_ms' is not a count");
  CHECK(complaint(R"({"cost":"1"})") == "facts whose 'cost' is not an amount");
  CHECK(complaint(R"({"cost":-0.5})") == "facts whose 'cost' is not an amount");
  CHECK(complaint(R"({"input_tokens":1.5})") == "facts whose 'input_tokens' is not a count");
  CHECK(complaint(R"({"output_tokens":null})") == "facts whose 'output_tokens' is not a count");
  CHECK(complaint(R"({"model":7})") == "facts whose 'model' is not a text");
  for (const char* kind : {"nonsense", "plugin_crash", "cancelled"}) {
    CHECK(complaint(R"({"failure":")" + std::string(kind) + "\"}") ==
          "facts whose 'failure' is not one that a plugin may tell");
  }
}

TEST_CASE("facts that a plugin tells come with its answer") {
  Host host(settings());
  const auto worker = host.open(chaos("facts: {'cost':0.5,'model':'m','input_tokens':7}"));
  const Answer answer = run(*worker, "\"go\"");
  CHECK(answer.output == "1");
  CHECK(answer.facts == Facts{false, std::nullopt, 0.5, 7, 0, "m", ""});
}

TEST_CASE("a failure that a plugin tells of is more exact than its status") {
  Host host(settings());
  const auto worker = host.open(chaos("facts on failure: {'failure':'rate_limited','retry':true}"));
  const Answer answer = run(*worker, "\"go\"");
  CHECK(said(answer) == "rate_limited: no luck");
  CHECK(answer.facts.retry);
}

TEST_CASE("a plugin that tells of a failure and sends an output breaks the rules") {
  Host host(settings());
  const auto worker = host.open(chaos("facts: {'failure':'quota'}"));
  CHECK(said(run(*worker, "\"go\"")) ==
        "protocol: the plugin sent an output and told of a failure");
  CHECK(run(*worker, "\"be good\"").output == "\"good\"");
}

TEST_CASE("facts that cannot be cost the worker, and the next call gets another") {
  Host host(settings());
  const std::pair<const char*, const char*> rows[] = {
      {"facts: no json", "facts that are no JSON"},
      {"facts: {'cost':'dear'}", "facts whose 'cost' is not an amount"},
      {"huge facts: {}", "facts of more than 4096 bytes"},
      {"facts twice: {}", "facts about call 1 a second time"},
  };
  for (const auto& [behaviour, fact] : rows) {
    CAPTURE(behaviour);
    const auto worker = host.open(chaos(behaviour));
    CHECK(said(run(*worker, "\"go\"")) == "protocol: the worker of plugin chaos sent " +
                                              std::string(fact) +
                                              ", so it was killed while 1 call was in flight");
    CHECK(run(*worker, "\"be good\"").output == "\"good\"");
  }
}

TEST_CASE("facts about a call that has ended do not change what was said of it") {
  Host host(settings());
  const auto worker = host.open(chaos("late facts: {'cost':9}"));
  const Answer answer = run(*worker, "\"go\"");
  CHECK(answer.output == "1");
  CHECK(answer.facts == Facts{});
  // The worker is killed for it, which may take the next call along.
  run(*worker, "\"be good\"");
  CHECK(run(*worker, "\"be good\"").output == "\"good\"");
}

TEST_CASE("secrets are taken out of facts") {
  ::setenv("HOST_TEST_KEY", "s3cret-s3cret", 1);
  Host host(settings());
  WorkerSpec spec = chaos("facts: {'model':'m of s3cret-s3cret','fingerprint':'s3cret-s3cret'}");
  spec.environment.emplace_back("HOST_TEST_KEY");
  const Answer answer = run(*host.open(spec), "\"go\"");
  CHECK(answer.facts.model == "m of [HOST_TEST_KEY]");
  CHECK(answer.facts.fingerprint == "[HOST_TEST_KEY]");
}

TEST_CASE("a plugin of the first minor version is served") {
  Host host(settings());
  const auto worker = host.open(chaos("", "chaos_first_minor"));
  CHECK(run(*worker, "\"be good\"").output == "\"good\"");
}

}  // namespace tidemark::host
