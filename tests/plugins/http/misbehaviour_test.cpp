#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "tests/plugins/http/http_kit.hpp"

namespace tidemark::host {
namespace {

using namespace kit;

/// What a server does, how the call must end, and how many requests the server may see.
struct Row {
  std::string deed;
  std::string told;
  int requests = 1;
};

}  // namespace

TEST_CASE("http: a server that does not speak HTTP to the end fails the call in one request") {
  const std::string headers =
      "invalid_output: the server sent more than 256 headers or 65536 bytes of them";
  const Row rows[] = {
      {"close", "unavailable: the connection failed: Empty reply from server (again)"},
      {"half-headers", "unavailable: the connection failed: it ended within the headers"},
      {"half-body", "unavailable: the connection failed: "},
      {"half-chunk", "unavailable: the connection failed: "},
      {"long-body", "invalid_output: the answer is not JSON"},
      {"no-utf8", "invalid_output: the answer is not JSON"},
      {"endless", "invalid_output: the answer has more than 16777216 bytes, uncompressed"},
      {"gigabyte", "invalid_output: the answer has more than 16777216 bytes, uncompressed"},
      {"bomb", "invalid_output: the answer has more than 16777216 bytes, uncompressed"},
      {"bomb-twice", "invalid_output: the answer has more than 16777216 bytes, uncompressed"},
      {"many-headers", headers},
      {"large-header", "invalid_output: the server sent "},
      {"continues", headers},
      {"http09", "invalid_output: the server sent what is no HTTP: "},
      {"garbage", "invalid_output: the server sent what is no HTTP: "},
  };
  Web web;
  const auto worker = web.host.open(web.http());
  for (const Row& row : rows) {
    CAPTURE(row.deed);
    const Answer answer = run(*worker, R"({"do":")" + row.deed + "\"}");
    CAPTURE(told(answer));
    CHECK(told(answer).starts_with(row.told));
    CHECK(answer.facts.retry == row.told.ends_with("(again)"));
    CHECK(web.server.count(row.deed) == row.requests);
  }
  CHECK(said(run(*worker, R"({"do":"packed"})")) == R"({"packed":true})");
}

#ifndef __SANITIZE_ADDRESS__  // which needs descriptors itself, to look at memory
TEST_CASE("http: a worker without a descriptor for another connection says so, and may try again") {
  Web web;
  const std::vector<Process> before = processes();
  const auto worker = web.host.open(web.http());
  const rlimit few{5, 5};
  for (const Process& process : processes()) {
    const bool is_new = std::none_of(before.begin(), before.end(),
                                     [&](const Process& other) { return other.id == process.id; });
    if (process.parent != ::getpid() || !is_new) continue;
    REQUIRE(::prlimit(process.id, RLIMIT_NOFILE, &few, nullptr) == 0);
  }
  const Answer answer = run(*worker, R"({"do":"packed"})");
  CHECK(
      told(answer) ==
      "unavailable: the connection failed: no descriptor is left for it (ask for less at once, or "
      "raise the limit of open files) (again)");
}
#endif

TEST_CASE("http: who is not there, or says nothing, is a failure in time") {
  Web web;
  const std::string input = R"({"do":"silent"})";
  const Answer closed = web.ask(web.http("closed"), input);
  CHECK(told(closed).starts_with("unavailable: the connection failed: Failed to connect"));
  CHECK(closed.facts.retry);
  // At the deadline the plugin and the host, which says so first, end the call.
  const auto ended = [&](const std::string& port, const std::string& asked) {
    const std::string told_ = told(web.ask(web.http(port), asked, 300ms));
    CHECK(told_.starts_with("timeout: "));
    return told_.substr(told_.rfind(": ") + 2);
  };
  CHECK(ended("plain", input) == "no answer came (again)");
  CHECK(web.server.count("silent") == 1);
  CHECK(ended("deaf", input) == "no answer came (again)");
  CHECK(ended("plain", R"({"do":"drip"})") == "the answer did not come to its end");
  CHECK(ended("plain", R"({"do":"trickle"})") == "the answer did not come to its end");
  CHECK(told(web.ask(web.http("plain", "/${/do}", R"(,"stall":1,"method":"GET")"), input)) ==
        "timeout: no answer came (again)");
}

TEST_CASE("http: a server whose certificate is not good is not spoken to, and not again") {
  Web web;
  const std::string trust = R"(,"ca_file":")" + web.server.ca_file() + '"';
  const std::string input = R"({"do":"echo"})";
  CHECK(!web.ask(web.http("good", "/${/do}", trust), input).failure);
  CHECK(web.server.count("echo") == 1);
  const std::pair<const char*, const char*> rows[] = {
      {"expired", "certificate has expired"},
      {"wrong_host", "no alternative certificate subject name matches"},
      {"self_signed", "self-signed certificate"},
  };
  for (const auto& [port, why] : rows) {
    CAPTURE(port);
    const std::string said = told(web.ask(web.http(port, "/${/do}", trust), input));
    CAPTURE(said);
    CHECK(said.starts_with("unavailable: no trusted connection: "));
    CHECK(said.find(why) != std::string::npos);
    CHECK_FALSE(said.ends_with("(again)"));
  }
  const std::string untrusted = told(web.ask(web.http("good"), input));
  CHECK(untrusted.starts_with("unavailable: no trusted connection: "));
  CHECK(web.server.count("echo") == 0);
}

TEST_CASE("http: redirects stay within the origin, are few, and carry no key along") {
  ::setenv("HTTP_TEST_KEY", "sesame-sesame", 1);
  Web web;
  WorkerSpec spec = web.http(
      "plain", "/redirect",
      R"(,"headers":{"authorization":"Bearer x","x-key":"${env:HTTP_TEST_KEY}","x-plain":"y"})");
  spec.environment.emplace_back("HTTP_TEST_KEY");
  const auto worker = web.host.open(spec);
  const auto asked = [&](const std::string& to, int status) {
    return told(run(*worker, R"({"to":")" + to + R"(","status":)" + std::to_string(status) + '}'));
  };
  const std::string abroad =
      "failed: the server redirects to another origin, which is not followed";
  for (const std::string& to :
       {std::string("file:///etc/passwd"), web.server.origin("other") + "/echo",
        std::string("ftp://127.0.0.1/"), std::string("gopher://127.0.0.1/"),
        std::string("http://169.254.169.254/latest/meta-data"),
        "http://me@" + web.server.origin().substr(7) + "/echo",
        web.server.origin("good") + "/echo"}) {
    CAPTURE(to);
    CHECK(asked(to, 302) == abroad);
    CHECK(asked(to, 307) == abroad);
    CHECK(web.server.count("redirect") == 2);
  }
  CHECK(web.server.count("other") == 0);
  CHECK(web.server.count("echo") == 0);

  CHECK(asked("/echo", 302).starts_with(R"({"method": "GET")"));
  const json::Value after = web.server.last("echo");
  CHECK(json::at(after, "/headers/authorization") == nullptr);
  CHECK(json::at(after, "/headers/x-key") == nullptr);
  CHECK(*json::at(after, "/headers/x-plain")->string() == "y");
  CHECK(asked("/echo", 307).starts_with(R"({"method": "POST")"));
  CHECK(*web.server.last("echo").find("body")->string() == R"({"to":"/echo","status":307})");
  web.server.count("redirect");

  CHECK(asked("/redirect", 307) == "failed: the server redirects more than 3 times");
  CHECK(web.server.count("redirect") == 4);
}

TEST_CASE("http: a status means what the table says") {
  struct Status {
    std::string input;
    std::string told;
    std::optional<std::chrono::milliseconds> after{};
  };
  const auto answer = [](int status, const std::string& more = "") {
    return R"({"do":"answer","status":)" + std::to_string(status) + more + '}';
  };
  const std::string quota =
      R"(,"body":"{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"no credit\"}}")";
  const std::string after = R"(,"headers":{"Retry-After":")";
  const Status rows[] = {
      {answer(400), "failed: the server answered 400"},
      {answer(401), "auth: the server answered 401"},
      {answer(402), "quota: the server answered 402"},
      {answer(403), "auth: the server answered 403"},
      {answer(404, R"(,"body":"no such thing")"), "failed: the server answered 404: no such thing"},
      {answer(408), "unavailable: the server answered 408 (again)"},
      {answer(409), "failed: the server answered 409"},
      {answer(422), "failed: the server answered 422"},
      {answer(429), "rate_limited: the server answered 429 (again)"},
      {answer(429, quota), "quota: the server answered 429: no credit"},
      {answer(429, R"(,"body":"<html>")"), "rate_limited: the server answered 429: <html> (again)"},
      {answer(500), "unavailable: the server answered 500 (again)"},
      {answer(501), "unavailable: the server answered 501"},
      {answer(502), "unavailable: the server answered 502 (again)"},
      {answer(503), "unavailable: the server answered 503 (again)"},
      {answer(504), "unavailable: the server answered 504 (again)"},
      {answer(529), "unavailable: the server answered 529 (again)"},
      {answer(304), "failed: the server answered 304"},
      {answer(429, after + "1\"}"), "rate_limited: the server answered 429 (again)", 1000ms},
      {answer(529, after + "0\"}"), "unavailable: the server answered 529 (again)", 0ms},
      {answer(503, after + "1000000000\"}"), "unavailable: the server answered 503 (again)",
       1000000000s},
      {answer(429, after + "-5\"}"), "rate_limited: the server answered 429 (again)"},
      {answer(429, after + "soon\"}"), "rate_limited: the server answered 429 (again)"},
      {answer(429, after + "1e9\"}"), "rate_limited: the server answered 429 (again)"},
      {answer(429, after + "Wed, 21 Oct 2015 07:28:00 GMT\"}"),
       "rate_limited: the server answered 429 (again)"},
      {answer(429, after + "Wed, 99 Foo 2035 07:28:00 GMT\"}"),
       "rate_limited: the server answered 429 (again)"},
      {answer(404, after + "5\"}"), "failed: the server answered 404"},
  };
  Web web;
  const auto worker = web.host.open(web.http());
  for (const Status& row : rows) {
    CAPTURE(row.input);
    const Answer ended = run(*worker, row.input);
    CHECK(told(ended) == row.told);
    CHECK(ended.facts.retry_after == row.after);
    CHECK(web.server.count("answer") == 1);
  }
  const Answer dated = run(*worker, answer(429, after + "Wed, 21 Oct 2105 07:28:00 GMT\"}"));
  REQUIRE(dated.facts.retry_after);
  CHECK(*dated.facts.retry_after > std::chrono::hours(24 * 365 * 20));
}

TEST_CASE("http: a good status with a bad body is no output") {
  const std::pair<const char*, const char*> rows[] = {
      {R"()", "the answer is not JSON"},
      {R"(<html></html>)", "the answer is not JSON"},
      {R"({\"a\":)", "the answer is not JSON"},
      {R"({\"a\":1} x)", "the answer is not JSON"},
      {R"(\uFEFF{\"a\":1})", "the answer begins with a byte order mark"},
  };
  Web web;
  const auto worker = web.host.open(web.http());
  for (const auto& [body, why] : rows) {
    CAPTURE(body);
    CHECK(told(run(*worker, R"({"do":"answer","body":")" + std::string(body) + "\"}")) ==
          "invalid_output: " + std::string(why));
  }
  CHECK(said(run(*worker, R"({"do":"answer","body":"null"})")) == "null");
}

TEST_CASE("http: an error's words are told whatever bytes they are") {
  Web web;
  const auto worker = web.host.open(web.http());
  CHECK(told(run(*worker, R"({"do":"no-utf8-error"})")) ==
        "unavailable: the server answered 500: \\xff\\xfe (again)");
  std::string words = "x";
  for (int i = 0; i < 100; ++i) words += "\u00e9";
  const Answer answer = run(*worker, R"({"do":"answer","status":500,"body":")" + words + "\"}");
  CHECK(told(answer) ==
        "unavailable: the server answered 500: " + words.substr(0, 199) + "... (again)");
}

TEST_CASE("http: an answer that repeats another case's name is another case's answer") {
  Web web;
  const std::string echoes = R"(,"at":"/body","echoes":{"/q/id":"${/id}","/n":"${/n}"})";
  const auto worker = web.host.open(web.http("plain", "/answer", echoes));
  const auto answered = [&](const std::string& body) {
    return told(run(*worker, json::dump(json::Object{{"id", "a-7"}, {"n", 2}, {"body", body}})));
  };
  CHECK(answered(R"({"q":{"id":"a-7"},"n":2,"body":"mine"})") == R"("mine")");
  CHECK(answered(R"({"q":{"id":"a-8"},"n":2,"body":"theirs"})") ==
        "invalid_output: the answer is another case's: at '/q/id' is 'a-8', not 'a-7'");
  CHECK(answered(R"({"n":2,"body":"whose"})") ==
        "invalid_output: the answer is another case's: at '/q/id' is '', not 'a-7'");
  CHECK(answered(R"({"q":{"id":"a-7"},"n":"3","body":"x"})") ==
        "invalid_output: the answer is another case's: at '/n' is '3', not '2'");
}

TEST_CASE("http: an answer that nobody asked for is not the next call's") {
  Web web;
  const auto worker = web.host.open(web.http());
  CHECK(said(run(*worker, R"({"do":"twice"})")) == R"({"first":true})");
  CHECK(said(run(*worker, R"({"do":"packed"})")) == R"({"packed":true})");
  CHECK(said(run(*worker, R"({"do":"later"})")) == R"({"first":true})");
  web.server.release();
  CHECK(said(run(*worker, R"({"do":"packed"})")) == R"({"packed":true})");
}

TEST_CASE("http: connections are kept") {
  Web web;
  const std::string trust = R"(,"ca_file":")" + web.server.ca_file() + '"';
  const auto connections = [&](const std::string& more, const std::string& port = "plain") {
    const auto worker = web.host.open(web.http(port, "/echo", more));
    for (int i = 0; i < 5; ++i) CHECK(!run(*worker, "{}").failure);
    return web.server.count("connections");
  };
  CHECK(connections("") == 1);
  CHECK(connections(trust, "good") == 1);
}

TEST_CASE("http: a connection of one call ends with it") {
  Web web;
  const auto worker = web.host.open(web.http("plain", "/echo", R"(,"keep_alive":false)"));
  for (int i = 0; i < 5; ++i) CHECK(!run(*worker, "{}").failure);
  CHECK(web.server.count("connections") == 5);
  // The server learns that in its own time.
  int ended = 0;
  for (int asked = 0; asked < 10000 && ended < 5; ++asked) ended += web.server.count("ended");
  CHECK(ended == 5);
}

TEST_CASE("http: many calls are in flight at once, and a stalled one holds up nobody") {
  Web web;
  const auto worker = web.host.open(web.http());
  std::vector<std::future<Answer>> stalled, answers;
  for (int i = 0; i < 200; ++i) stalled.push_back(submit(*worker, R"({"do":"silent"})"));
  for (int i = 0; i < 200; ++i) answers.push_back(submit(*worker, R"({"do":"packed"})"));
  for (auto& answer : answers) CHECK(said(answer.get()) == R"({"packed":true})");
  worker->cancel_all();
  for (auto& answer : stalled) {
    CHECK(said(answer.get()) == "cancelled: the run was stopped: no answer came");
  }
}

}  // namespace tidemark::host
