#include "tests/plugins/chat/chat_kit.hpp"

namespace tidemark::host {
namespace {

using namespace kit;

json::Value sent(Web& web, const std::string& name) {
  return json::parse(*web.server.last(name).find("body")->string(), "sent");
}

}  // namespace

TEST_CASE("chat: a configuration that cannot be is refused with a sentence") {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"model":"m"})", "'url' is missing"},
      {R"({"url":"http://h/v1"})", "'model' is missing"},
      {R"({"url":"http://h/${/x}","model":"m"})",
       "'url' must be free of ${: every case has the same"},
      {R"({"url":"http://h/v1","model":"m","api":"other"})",
       "'api' must be openai or anthropic, not 'other'"},
      {R"({"url":"http://h/v1","model":"m","api":"anthropic"})",
       "api: anthropic needs parameters: {max_tokens: ...}"},
      {R"({"url":"http://h/v1","model":"m","prompt":"no-such-file.md"})",
       "'prompt' must be a file with text: no-such-file.md: No such file or directory"},
      {R"({"url":"http://h/v1","model":"m","prompt":"/bin/true"})",
       "'prompt' must be UTF-8: /bin/true"},
      {R"({"url":"http://h/v1","model":"m","parameters":{"stream":true}})",
       "'parameters' must be free of 'stream'"},
      {R"({"url":"http://h/v1","model":"m","schema":{},"parameters":{"output_config":"low"}})",
       "'parameters/output_config' must be a map"},
      {R"({"url":"http://h/v1","model":"m","price":{"input":"cheap"}})",
       "'price/input' must be USD for a million tokens, such as 0.25"},
      {R"({"url":"http://h/v1","model":"m","price":{"in":1}})",
       "'price' must be a map of input and output"},
      {R"({"url":"http://h/v1","model":"m","price":{"input":1}})",
       "'price' must be a map of input and output, 0 for what costs nothing"},
      {R"({"url":"http://h/v1","model":"m","messages":7})",
       "'messages' must be a list of {role, content}, or one ${/json/pointer} to it"},
      {R"({"url":"http://h/v1","model":"m","modle":"x"})",
       "unknown key 'modle' (known: api, url, key_env, model, prompt, messages, parameters, tools, "
       "schema, output, extract, price, headers, anthropic_version, ca_file, stall, max_bytes, "
       "keep_alive)"},
  };
  Host host(settings());
  for (const auto& [config, sentence] : rows) {
    CAPTURE(config);
    CHECK(refusal(host, spec("chat", config)) == std::string("21: plugin chat: ") + sentence);
  }
}

TEST_CASE("chat: what is sent is the prompt file, the case and the parameters, as the api wants") {
  ::setenv("CHAT_TEST_KEY", "sesame-sesame", 1);
  Web web;
  const test::Folder folder;
  folder.write("prompts/style.md", "Answer in ${/lang}. Write $${x} as it is.\n");
  const std::string more =
      R"(,"prompt":"prompts/style.md","key_env":"CHAT_TEST_KEY",)"
      R"("messages":[{"role":"user","content":"${/text}"}],"tools":[{"any":"thing"}])";
  const std::string input = R"({"lang":"German","text":"{\"body\":\"{}\"}"})";
  WorkerSpec spec = chat(web, more + R"(,"schema":{"type":"object"},"parameters":{"seed":7})");
  spec.folder = folder.path();
  spec.environment.emplace_back("CHAT_TEST_KEY");
  web.ask(spec, input);
  const std::string name = "v1/chat/completions";
  const json::Value request = web.server.last(name);
  CHECK(*json::at(request, "/headers/authorization")->string() == "Bearer sesame-sesame");
  CHECK(*request.find("body")->string() ==
        R"({"model":"m-1","messages":[{"role":"system","content":"Answer in German. Write ${x} as )"
        R"(it is.\n"},{"role":"user","content":"{\"body\":\"{}\"}"}],"tools":[{"any":"thing"}],)"
        R"("response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,)"
        R"("schema":{"type":"object"}}},"seed":7})");

  WorkerSpec other = anthropic(web, more);
  other.folder = folder.path();
  other.environment.emplace_back("CHAT_TEST_KEY");
  web.ask(other, input);
  const json::Value second = web.server.last("v1/messages");
  CHECK(*json::at(second, "/headers/x-api-key")->string() == "sesame-sesame");
  CHECK(*json::at(second, "/headers/anthropic-version")->string() == "2023-06-01");
  CHECK(*second.find("body")->string() ==
        R"({"model":"m-1","messages":[{"role":"user","content":"{\"body\":\"{}\"}"}],)"
        R"("system":"Answer in German. Write ${x} as it is.\n","tools":[{"any":"thing"}],)"
        R"("max_tokens":9})");
}

TEST_CASE("chat: a schema reaches either api in its own form, and the answer is JSON") {
  Web web;
  const std::string schema = R"(,"schema":{"type":"object","required":["q"]})";
  const std::string config =
      R"(,"api":"anthropic","parameters":{"max_tokens":9,"output_config":{"effort":"low"}})" +
      schema;
  const Answer answer = web.ask(
      chat(web, config),
      answering(anthropic_answer(R"json([{"type":"text","text":"{\"q\": \"late\"}"}])json")));
  CHECK(said(answer) == R"({"q":"late"})");
  const json::Value body = sent(web, "v1/messages");
  CHECK(json::dump(*body.find("output_config")) ==
        R"({"effort":"low","format":{"type":"json_schema",)"
        R"("schema":{"type":"object","required":["q"]}}})");
  CHECK(body.find("response_format") == nullptr);
  CHECK(told(web.ask(
            anthropic(web, schema),
            answering(anthropic_answer(R"([{"type":"text","text":"{\"q\":"}])", "max_tokens")))) ==
        "truncated: the answer was cut off (max_tokens)");
  CHECK(told(web.ask(anthropic(web, schema),
                     answering(anthropic_answer(R"([{"type":"text","text":"late"}])")))) ==
        "invalid_output: the answer has a text that is not JSON");
}

TEST_CASE("chat: without messages the input is what the user says, and a case may bring its own") {
  Web web;
  web.ask(chat(web), answering("{}"));
  CHECK(*json::at(sent(web, "v1/chat/completions"), "/messages/0/role")->string() == "user");
  const Answer own = web.ask(
      chat(web, R"(,"messages":"${/talk}")"),
      R"({"talk":[{"role":"user","content":"a"},{"role":"user","content":"{\"body\":\"7\"}"}]})");
  CHECK(said(own) == "invalid_output: the answer holds no choice");
  CHECK(sent(web, "v1/chat/completions").find("messages")->array()->size() == 2);
  CHECK(said(web.ask(chat(web, R"(,"messages":"${/talk}")"), R"({"talk":[]})")) ==
        "failed: 'messages' is no list with messages in it");
}

TEST_CASE("chat: the text may be JSON, a pattern's groups, or stand beside calls of tools") {
  Web web;
  CHECK(said(web.ask(chat(web, R"(,"schema":{"type":"object"})"),
                     answering(openai(R"({"content":"{\"q\": 1}"})")))) == R"({"q":1})");
  CHECK(said(web.ask(chat(web, R"(,"output":"json")"),
                     answering(openai(R"({"content":"so: {}"})")))) ==
        "invalid_output: the answer has a text that is not JSON");
  CHECK(said(web.ask(chat(web, R"json(,"extract":"queue: (?P<queue>\\w+)")json"),
                     answering(openai(R"({"content":"queue: billing, I think"})")))) ==
        R"({"queue":"billing"})");
  CHECK(said(web.ask(chat(web, R"(,"output":"message")"),
                     answering(openai(R"({"content":null,"tool_calls":[{"function":)"
                                      R"({"name":"f","arguments":"{\"a\":1}"}}]})",
                                      "tool_calls")))) ==
        R"({"text":null,"tools":[{"name":"f","input":{"a":1}}]})");
  CHECK(said(web.ask(chat(web, R"(,"output":"message")"),
                     answering(openai(R"({"content":null,"function_call":)"
                                      R"({"name":"f","arguments":"{\"a\":1}"}})",
                                      "function_call")))) ==
        R"({"text":null,"tools":[{"name":"f","input":{"a":1}}]})");
  CHECK(said(web.ask(chat(web, R"(,"output":"message")"),
                     answering(openai(R"({"tool_calls":[{"function":)"
                                      R"({"name":"f","arguments":"{"}}]})",
                                      "tool_calls")))) ==
        "invalid_output: the answer calls a tool with arguments that are no JSON");
}

}  // namespace tidemark::host
