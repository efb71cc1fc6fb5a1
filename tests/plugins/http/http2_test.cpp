#include "tests/plugins/http/http_kit.hpp"

namespace tidemark::host {
namespace {

using namespace kit;

/// A server that speaks HTTP/2, and the http plugin on it.
struct Web2 : Web {
  Web2() : Web("h2_server.py") {}

  WorkerSpec http2(const std::string& more = "") const {
    return http("good", "/${/do}", R"(,"ca_file":")" + server.ca_file() + '"' + more);
  }
};

std::string doing(const std::string& deed) { return R"({"do":")" + deed + "\"}"; }

}  // namespace

TEST_CASE("http: where TLS offers HTTP/2 it is spoken, all calls on one connection") {
  Web2 web;
  const auto worker = web.host.open(web.http2());
  CHECK(said(run(*worker, doing("packed"))) == R"({"packed":true})");
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 100; ++i) answers.push_back(submit(*worker, doing("echo")));
  for (auto& answer : answers) {
    const json::Value echo = json::parse(answer.get().output, "echo");
    CHECK(*json::at(echo, "/headers/:scheme")->string() == "https");
    CHECK(*echo.find("body")->string() == doing("echo"));
  }
  CHECK(web.server.count("echo") == 100);
  CHECK(web.server.count("connections") == 1);
}

TEST_CASE("http: answers over HTTP/2 that come out of order and in pieces reach their own calls") {
  Web2 web;
  const auto worker = web.host.open(web.http2());
  REQUIRE(!run(*worker, doing("echo")).failure);
  auto first = submit(*worker, R"({"do":"pair","n":1})");
  auto second = submit(*worker, R"({"do":"pair","n":2})");
  CHECK(said(first.get()) == R"({"do":"pair","n":1})");
  CHECK(said(second.get()) == R"({"do":"pair","n":2})");
  CHECK(web.server.count("connections") == 1);
}

TEST_CASE("http: whatever goes wrong with a stream has the failure that HTTP/1 gives it") {
  struct Row {
    std::string deed;
    std::string told;
    int requests = 1;
  };
  const std::string headers =
      "invalid_output: the server sent more than 256 headers or 65536 bytes of them";
  const Row rows[] = {
      {"reset", "unavailable: the connection failed: HTTP/2 stream "},
      {"reset-mid", "unavailable: the connection failed: HTTP/2 stream "},
      {"calm", "unavailable: the connection failed: HTTP/2 stream "},
      {"goaway-mid", "unavailable: the connection failed: "},
      {"bomb", "invalid_output: the answer has more than 16777216 bytes, uncompressed"},
      {"endless", "invalid_output: the answer has more than 16777216 bytes, uncompressed"},
      {"many-headers", headers},
      {"large-headers", headers},
  };
  Web2 web;
  const auto worker = web.host.open(web.http2());
  for (const Row& row : rows) {
    CAPTURE(row.deed);
    const Answer answer = run(*worker, doing(row.deed));
    CAPTURE(told(answer));
    CHECK(told(answer).starts_with(row.told));
    CHECK(web.server.count(row.deed) == row.requests);
    const bool untouched = row.deed == "reset" || row.deed == "calm";
    CHECK(answer.facts.retry == untouched);
    CHECK(said(run(*worker, doing("packed"))) == R"({"packed":true})");
  }
}

TEST_CASE("http: a stream that the server did not look at is asked for again, and only that") {
  Web2 web;
  const auto worker = web.host.open(web.http2());
  CHECK(said(run(*worker, doing("refuse-once"))) == R"({"second":true})");
  CHECK(web.server.count("refuse-once") == 2);
  CHECK(said(run(*worker, doing("goaway-unserved"))) == R"({"second":true})");
  CHECK(web.server.count("goaway-unserved") == 2);
  const Answer refused = run(*worker, doing("refuse"));
  CHECK(told(refused).starts_with("unavailable: the connection failed: "));
  CHECK(refused.facts.retry);
  CHECK(web.server.count("refuse") <= 6);
}

TEST_CASE("http: a connection that the server takes leave of is followed by another") {
  Web2 web;
  const auto worker = web.host.open(web.http2());
  for (int i = 0; i < 3; ++i) CHECK(said(run(*worker, doing("goaway"))) == R"({"last":true})");
  CHECK(web.server.count("goaway") == 3);
  CHECK(web.server.count("connections") == 3);
}

TEST_CASE("http: what is no HTTP/2 any more fails the call") {
  Web2 web;
  const auto worker = web.host.open(web.http2());
  for (const char* deed : {"other-stream", "garbage"}) {
    CAPTURE(deed);
    const Answer answer = run(*worker, doing(deed));
    CAPTURE(told(answer));
    REQUIRE(answer.failure);
    CHECK(answer.failure->kind == FailureKind::unavailable);
    CHECK(web.server.count(deed) == 1);
  }
  CHECK(told(run(*worker, doing("silent"), 300ms)).starts_with("timeout: "));
  CHECK(said(run(*worker, doing("packed"))) == R"({"packed":true})");
}

}  // namespace tidemark::host
