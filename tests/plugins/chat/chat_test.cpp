#include "tests/plugins/http/http_kit.hpp"

namespace tidemark::host {
namespace {

using namespace kit;

/// The chat plugin on the server's model; `more` is the rest of the configuration.
WorkerSpec chat(const Web& web, const std::string& more = "") {
  return spec("chat", R"({"url":")" + web.server.origin() + R"(/v1","model":"m-1")" + more + '}');
}

WorkerSpec anthropic(const Web& web, const std::string& more = "") {
  return chat(web, R"(,"api":"anthropic","parameters":{"max_tokens":9})" + more);
}

/// The input at which the server's model answers these bytes.
std::string answering(const std::string& body, int status = 200) {
  return json::dump(json::Object{{"status", status}, {"body", body}});
}

std::string openai(const std::string& message, const std::string& reason = "stop") {
  return R"({"model":"m-1-2026","system_fingerprint":"fp_7",)"
         R"("usage":{"prompt_tokens":1000,"completion_tokens":10},)"
         R"("choices":[{"finish_reason":")" +
         reason + R"(","message":)" + message + "}]}";
}

std::string anthropic_answer(const std::string& content, const std::string& reason = "end_turn") {
  return R"({"type":"message","model":"m-1-2026","stop_reason":")" + reason +
         R"(","usage":{"input_tokens":900,"cache_read_input_tokens":100,"output_tokens":10},)"
         R"("content":)" +
         content + '}';
}

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

TEST_CASE("chat: an answer's text is the output, and the facts say who answered and what it cost") {
  Web web;
  const std::string price = R"(,"price":{"input":2,"output":"8.0"})";
  const Answer one = web.ask(chat(web, price), answering(openai(R"({"content":"late"})")));
  CHECK(said(one) == R"("late")");
  CHECK(one.facts.model == "m-1-2026");
  CHECK(one.facts.fingerprint == "fp_7");
  CHECK(one.facts.input_tokens == 1000);
  CHECK(one.facts.output_tokens == 10);
  CHECK(one.facts.cost.value() == doctest::Approx(0.00208));
  const Answer other = web.ask(
      anthropic(web, price),
      answering(anthropic_answer(R"([{"type":"text","text":"la"},{"type":"text","text":"te"}])")));
  CHECK(said(other) == R"("late")");
  CHECK(other.facts.model == "m-1-2026");
  CHECK(other.facts.cost.value() == doctest::Approx(0.00208));
}

TEST_CASE("chat: what nobody said the price or the tokens of costs nobody knows what") {
  Web web;
  const std::string answer = openai(R"({"content":"late"})");
  CHECK(web.ask(chat(web), answering(answer)).facts.cost == std::nullopt);
  json::Value silent = json::parse(answer, "answer");
  std::erase_if(*silent.object(), [](const auto& member) { return member.first == "usage"; });
  const Answer untold =
      web.ask(chat(web, R"(,"price":{"input":2,"output":8})"), answering(json::canonical(silent)));
  CHECK(said(untold) == R"("late")");
  CHECK(untold.facts.cost == std::nullopt);
}

TEST_CASE("chat: a usage that tells half of what a call took tells nothing") {
  const std::string text = R"("choices":[{"message":{"content":"late"}}]})";
  const std::string other_text = R"("content":[{"type":"text","text":"late"}]})";
  const std::pair<const char*, const std::string&> rows[] = {
      {R"({"prompt_tokens":1000})", text},
      {R"({"completion_tokens":10})", text},
      {R"({"prompt_tokens":1000,"completion_tokens":null})", text},
      {R"({"prompt_tokens":1000,"completion_tokens":"10"})", text},
      {R"({"prompt_tokens":1000,"completion_tokens":-10})", text},
      {R"({"prompt_tokens":1000,"completion_tokens":1.5})", text},
      {R"({"prompt_tokens":1000,"completion_tokens":99999999999999})", text},
      {R"({"prompt_tokens":-1,"completion_tokens":10})", text},
      {R"({"prompt_tokens":0,"completion_tokens":0})", text},
      {R"({"prompt_tokens":1000,"completion_tokens":0})", text},
      {R"({"input_tokens":1000})", other_text},
      {R"({"input_tokens":1000,"output_tokens":"10"})", other_text},
      {R"({"input_tokens":1000,"cache_read_input_tokens":"9","output_tokens":10})", other_text},
      {R"({"cache_read_input_tokens":9,"output_tokens":10})", other_text},
  };
  Web web;
  const std::string price = R"(,"price":{"input":2,"output":8})";
  const auto one = web.host.open(chat(web, price)), other = web.host.open(anthropic(web, price));
  for (const auto& [usage, rest] : rows) {
    CAPTURE(usage);
    const std::string body = R"({"usage":)" + std::string(usage) + ',' + rest;
    const Answer half = run(&rest == &text ? *one : *other, answering(body));
    CHECK(said(half) == R"("late")");
    CHECK(half.facts.cost == std::nullopt);
    CHECK(half.facts.input_tokens == 0);
    CHECK(half.facts.output_tokens == 0);
  }
}

TEST_CASE(
    "chat: an answer that says nothing may take no tokens, and a service need have no cache") {
  Web web;
  const std::string price = R"(,"price":{"input":2,"output":8})";
  const Answer silent =
      web.ask(chat(web, price),
              answering(R"({"usage":{"prompt_tokens":1000,"completion_tokens":0},"choices":)"
                        R"([{"finish_reason":"content_filter","message":{"content":""}}]})"));
  CHECK(silent.facts.input_tokens == 1000);
  CHECK(silent.facts.cost.value() == doctest::Approx(0.002));
  const Answer uncached =
      web.ask(anthropic(web, price),
              answering(R"({"usage":{"input_tokens":1000,"cache_read_input_tokens":null,)"
                        R"("output_tokens":10},"content":[{"type":"text","text":"late"}]})"));
  CHECK(uncached.facts.cost.value() == doctest::Approx(0.00208));
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

TEST_CASE("chat: what is no answer is told apart") {
  const std::pair<std::string, std::string> rows[] = {
      {openai(R"({"content":"x"})", "length"),
       "truncated: the answer was cut off at the limit of tokens"},
      {openai(R"({"content":""})", "content_filter"),
       "filtered: a content filter took the answer away"},
      {openai(R"({"content":null,"refusal":"I cannot"})"), "refusal: the model declined: I cannot"},
      {openai(R"({"content":null})"), "invalid_output: the answer holds no text"},
      {openai(R"({"content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]})",
              "tool_calls"),
       "invalid_output: the answer calls the tool 'f' where text is asked for"},
      {R"({"choices":[]})", "invalid_output: the answer holds no choice"},
      {R"({"choices":[{}]})", "invalid_output: the answer holds no message"},
      {R"({"error":{"message":"overloaded"}})",
       "invalid_output: the answer is an error: overloaded"},
      {"", "invalid_output: the answer is not JSON"},
      {"null", "invalid_output: the answer holds no choice"},
      {"<html></html>", "invalid_output: the answer is not JSON"},
      {R"({"choices":)", "invalid_output: the answer is not JSON"},
      {openai(R"({"content":"x"})") + " x", "invalid_output: the answer is not JSON"},
      {"\xEF\xBB\xBF" + openai(R"({"content":"x"})"),
       "invalid_output: the answer begins with a byte order mark"},
      {"data: {\"choices\":[]}\n\n", "invalid_output: the answer is not JSON"},
  };
  Web web;
  const auto worker = web.host.open(chat(web));
  for (const auto& [body, told_] : rows) {
    CAPTURE(body);
    CHECK(told(run(*worker, answering(body))) == told_);
    CHECK(web.server.count("v1/chat/completions") == 1);
  }
  const Answer cut = run(*worker, answering(rows[0].first));
  CHECK(cut.facts.output_tokens == 10);
  CHECK(cut.facts.model == "m-1-2026");
}

TEST_CASE("chat: the same of the other api") {
  const std::pair<std::string, std::string> rows[] = {
      {anthropic_answer(R"([{"type":"text","text":"x"}])", "max_tokens"),
       "truncated: the answer was cut off (max_tokens)"},
      {anthropic_answer("[]", "model_context_window_exceeded"),
       "truncated: the answer was cut off (model_context_window_exceeded)"},
      {anthropic_answer("[]", "refusal"), "refusal: the model declined"},
      {anthropic_answer("[]"), "invalid_output: the answer holds no text"},
      {anthropic_answer(R"([{"type":"tool_use","name":"f","input":{}}])", "tool_use"),
       "invalid_output: the answer calls the tool 'f' where text is asked for"},
      {R"({"type":"error","error":{"type":"overloaded_error","message":"busy"}})",
       "invalid_output: the answer is an error: busy"},
      {R"({"content":"x"})", "invalid_output: the answer holds no content"},
  };
  Web web;
  const auto worker = web.host.open(anthropic(web));
  for (const auto& [body, told_] : rows) {
    CAPTURE(body);
    CHECK(told(run(*worker, answering(body))) == told_);
    CHECK(web.server.count("v1/messages") == 1);
  }
}

TEST_CASE("chat: an answer that ended for a reason which nobody knows is not taken for whole") {
  const std::string text = R"({"content":"x"})";
  const std::string cut = "truncated: the answer was cut off at the limit of tokens";
  const std::string unknown =
      "invalid_output: the answer is not known to be whole: its finish_reason is ";
  const std::pair<std::string, std::string> rows[] = {
      {openai(text), R"("x")"},
      {openai(text, "tool_calls"), R"("x")"},
      {openai(text, "function_call"), R"("x")"},
      {R"({"choices":[{"message":{"content":"x"}}]})", R"("x")"},
      {R"({"choices":[{"finish_reason":null,"message":{"content":"x"}}]})", R"("x")"},
      {openai(text, "length"), cut},
      {openai(text, "max_tokens"), cut},
      {openai(text, "model_length"), cut},
      {openai(text, "error"), unknown + R"("error")"},
      {openai(text, "abort"), unknown + R"("abort")"},
      {openai(text, "Stop"), unknown + R"("Stop")"},
      {openai(text, R"(\u001b[2J\u00e9)"), unknown + R"("\u001b[2J\u00e9")"},
      {openai(text, std::string(500, 'a')), unknown + '"' + std::string(59, 'a') + "..."},
      {R"({"choices":[{"finish_reason":7,"message":{"content":"x"}}]})", unknown + "7"},
  };
  Web web;
  const auto worker = web.host.open(chat(web));
  for (const auto& [body, said_] : rows) {
    CAPTURE(body);
    CHECK(said(run(*worker, answering(body))) == said_);
  }
  CHECK(run(*worker, answering(openai(text, "abort"))).facts.output_tokens == 10);
}

TEST_CASE("chat: nor is it of the other api") {
  const std::string text = R"([{"type":"text","text":"x"}])";
  const std::string unknown =
      "invalid_output: the answer is not known to be whole: its stop_reason is ";
  const std::pair<std::string, std::string> rows[] = {
      {anthropic_answer(text), R"("x")"},
      {anthropic_answer(text, "stop_sequence"), R"("x")"},
      {R"({"content":[{"type":"text","text":"x"}]})", R"("x")"},
      {R"({"stop_reason":null,"content":[{"type":"text","text":"x"}]})", R"("x")"},
      {anthropic_answer(text, "pause_turn"), unknown + R"("pause_turn")"},
      {anthropic_answer(text, "stop"), unknown + R"("stop")"},
      {R"({"stop_reason":{},"content":[{"type":"text","text":"x"}]})", unknown + "{}"},
  };
  Web web;
  const auto worker = web.host.open(anthropic(web));
  for (const auto& [body, said_] : rows) {
    CAPTURE(body);
    CHECK(said(run(*worker, answering(body))) == said_);
  }
}

TEST_CASE("chat: a vendor's errors are typed as any service's") {
  struct Row {
    int status;
    std::string body;
    std::string told;
  };
  const Row rows[] = {
      {429, R"({"error":{"code":"insufficient_quota","message":"check your plan"}})",
       "quota: the server answered 429: check your plan"},
      {429, R"({"error":{"message":"slow down"}})",
       "rate_limited: the server answered 429: slow down (again)"},
      {400, R"({"error":{"message":"Your credit balance is too low"}})",
       "quota: the server answered 400: Your credit balance is too low"},
      {404, R"({"error":{"message":"no model m-1"}})",
       "failed: the server answered 404: no model m-1"},
      {529, R"({"type":"error","error":{"message":"Overloaded"}})",
       "unavailable: the server answered 529: Overloaded (again)"},
  };
  Web web;
  const auto worker = web.host.open(chat(web));
  for (const Row& row : rows) {
    CAPTURE(row.body);
    CHECK(told(run(*worker, answering(row.body, row.status))) == row.told);
    CHECK(web.server.count("v1/chat/completions") == 1);
  }
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
                     answering(openai(R"({"tool_calls":[{"function":)"
                                      R"({"name":"f","arguments":"{"}}]})",
                                      "tool_calls")))) ==
        "invalid_output: the answer calls a tool with arguments that are no JSON");
}

}  // namespace tidemark::host
