#include "tests/plugins/http/http_kit.hpp"

namespace tidemark::host {

using namespace kit;

TEST_CASE("http: a configuration that cannot be is refused with a sentence") {
  const std::pair<const char*, const char*> rows[] = {
      {R"({})", "'url' is missing"},
      {R"({"url":7})", "'url' must be a string"},
      {R"({"url":"ftp://h/x"})",
       "'url' must be http://HOST/... or https://HOST/..., the host written out, without a user"},
      {R"({"url":"http://${/host}/x"})",
       "'url' must be http://HOST/... or https://HOST/..., the host written out, without a user"},
      {R"({"url":"http://me:secret@h/x"})",
       "'url' must be http://HOST/... or https://HOST/..., the host written out, without a user"},
      {R"({"url":"http://h/${env:KEY}"})",
       "'url' must be free of ${env:KEY}: variables go into headers only"},
      {R"({"url":"http://h/a b"})",
       "'url' must be free of spaces, quotes and what is no ASCII (percent-encode them)"},
      {R"({"url":"http://h/${x}"})",
       "'url' must be free of ${x}: a place is ${/json/pointer} or ${env:NAME}"},
      {R"({"url":"http://h/${/x"})",
       "'url' must be closed where it opens ${ (write $${ for a plain one)"},
      {R"({"url":"http://h/","method":"BREW"})",
       "'method' must be GET, POST, PUT, PATCH or DELETE, not 'BREW'"},
      {R"({"url":"http://h/","method":"GET","body":{}})", "method: GET has no body"},
      {R"({"url":"http://h/","body":{"a":["${env:K}"]}})",
       "'body' must be free of ${env:K}: variables go into headers only"},
      {R"({"url":"http://h/","headers":{"a b":"c"}})",
       "'headers' must be a map of header names, not 'a b'"},
      {R"({"url":"http://h/","headers":{"a":"b\r\nc: d"}})",
       "'headers/a' must be free of control characters"},
      {R"({"url":"http://h/","ca_file":"no-such-file"})",
       "'ca_file' must be a file that can be read, not 'no-such-file'"},
      {R"({"url":"http://h/","stall":0})", "'stall' must be a whole number from 1 to 3600"},
      {R"({"url":"http://h/","keep_alive":"no"})", "'keep_alive' must be true or false"},
      {R"json({"url":"http://h/","extract":"(?P<a>.)"})json",
       "'extract' reads text, so it needs output: text"},
      {R"({"url":"http://h/","output":"text","at":"/a"})",
       "'at' reads JSON, so it needs output: json"},
      {R"({"url":"http://h/","output":"text","echoes":{"/a":"b"}})",
       "'echoes' reads JSON, so it needs output: json"},
      {R"({"url":"http://h/","echoes":["/a"]})",
       "'echoes' must be a map of JSON pointers and texts"},
      {R"({"url":"http://h/","echoes":{"a":"b"}})",
       "'echoes' must be a JSON pointer such as /ticket/text, not 'a'"},
      {R"({"url":"http://h/","echoes":{"/a":7}})", "'echoes' must be a string"},
      {R"({"url":"http://h/","uri":1})",
       "unknown key 'uri' (known: method, url, headers, body, output, at, extract, echoes, "
       "ca_file, "
       "stall, max_bytes, keep_alive)"},
  };
  Host host(settings());
  for (const auto& [config, sentence] : rows) {
    CAPTURE(config);
    CHECK(refusal(host, spec("http", config)) == std::string("21: plugin http: ") + sentence);
  }
}

TEST_CASE("http: the input fills URL, headers and body, each in its own writing") {
  Web web;
  const std::string more =
      R"(,"method":"PUT","headers":{"x-who":"${/who}"},)"
      R"("body":{"whole":"${/list}","text":"to ${/who}: ${/list}","plain":"$${/who}","n":[1,null]})";
  const Answer answer = web.ask(web.http("plain", "/echo?q=${/who}&r=${/n}", more),
                                R"({"who":"a \"b\"&c/","list":[1,"x"],"n":2.5})");
  REQUIRE(said(answer).starts_with("{"));
  const json::Value echo = json::parse(answer.output, "echo");
  CHECK(*echo.find("method")->string() == "PUT");
  CHECK(*echo.find("path")->string() == "/echo?q=a%20%22b%22%26c%2F&r=2.5");
  CHECK(*json::at(echo, "/headers/x-who")->string() == "a \"b\"&c/");
  CHECK(*json::at(echo, "/headers/content-type")->string() == "application/json");
  CHECK(*echo.find("body")->string() ==
        R"({"whole":[1,"x"],"text":"to a \"b\"&c/: [1,\"x\"]","plain":"${/who}","n":[1,null]})");
}

TEST_CASE("http: without a body the whole input is sent, and GET sends none") {
  Web web;
  const Answer post = web.ask(web.http("plain", "/echo", R"(,"at":"/body")"), R"({"b":1,"a":2})");
  CHECK(said(post) == R"("{\"b\":1,\"a\":2}")");
  const Answer get =
      web.ask(web.http("plain", "/echo", R"(,"method":"GET","at":"/body")"), R"({"a":2})");
  CHECK(said(get) == R"("")");
}

TEST_CASE("http: a text body is written as its type asks") {
  Web web;
  const auto body_of = [&](const std::string& type) {
    const std::string more =
        R"(,"at":"/body","headers":{"Content-Type":")" + type + R"("},"body":"a=${/a}")";
    return said(web.ask(web.http("plain", "/echo", more), R"({"a":"x&\"y\""})"));
  };
  CHECK(body_of("application/x-www-form-urlencoded") == R"("a=x%26%22y%22")");
  CHECK(body_of("text/plain") == R"("a=x&\"y\"")");
  CHECK(body_of("application/json") == R"("a=x&\\\"y\\\"")");
}

TEST_CASE("http: what the input lacks, or what would break a header, costs that call only") {
  Web web;
  const auto worker = web.host.open(web.http("plain", "/echo", R"(,"headers":{"x-a":"${/a}"})"));
  CHECK(said(run(*worker, "{}")) == "failed: the input has nothing at '/a'");
  CHECK(said(run(*worker, R"({"a":"b\r\nx-admin: yes"})")) ==
        "failed: a header would hold a control character");
  CHECK(web.server.count("echo") == 0);
  CHECK(!run(*worker, R"({"a":"b"})").failure);
}

TEST_CASE("http: a variable reaches its header, and nothing of it comes back") {
  ::setenv("HTTP_TEST_KEY", "sesame-sesame", 1);
  Web web;
  WorkerSpec spec =
      web.http("plain", "/echo", R"(,"headers":{"authorization":"Bearer ${env:HTTP_TEST_KEY}"})");
  CHECK(told(web.ask(spec, "{}")) ==
        "auth: the variable HTTP_TEST_KEY is not set (set it, and name it in the runner's env)");
  CHECK(web.server.count("echo") == 0);
  spec.environment.emplace_back("HTTP_TEST_KEY");
  const Answer answer = web.ask(spec, "{}");
  CHECK(*json::at(web.server.last("echo"), "/headers/authorization")->string() ==
        "Bearer sesame-sesame");
  CHECK(answer.output.find("Bearer [HTTP_TEST_KEY]") != std::string::npos);
  CHECK(answer.output.find("sesame") == std::string::npos);
}

TEST_CASE("http: the output is the answer, a part of it, or what a pattern finds") {
  Web web;
  const std::string input =
      R"({"do":"answer","body":"{\"a\":{\"b\":[1,12345678901234567890.5]}}"})";
  CHECK(said(web.ask(web.http(), input)) == R"({"a":{"b":[1,12345678901234567890.5]}})");
  CHECK(said(web.ask(web.http("plain", "/${/do}", R"(,"at":"/a/b/0")"), input)) == "1");
  CHECK(said(web.ask(web.http("plain", "/${/do}", R"(,"at":"/c")"), input)) ==
        "invalid_output: the answer has nothing at '/c'");
  const std::string text = R"({"do":"answer","body":"label: late"})";
  CHECK(said(web.ask(web.http("plain", "/${/do}", R"(,"output":"text")"), text)) ==
        R"("label: late")");
  const std::string extract = R"json(,"output":"text","extract":"label: (?P<label>\\w+)")json";
  CHECK(said(web.ask(web.http("plain", "/${/do}", extract), text)) == R"({"label":"late"})");
}

}  // namespace tidemark::host
