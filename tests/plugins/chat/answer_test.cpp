#include "tests/plugins/chat/chat_kit.hpp"

namespace tidemark::host {

using namespace kit;

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

TEST_CASE("chat: an answer that is of no use is paid for, and its model is known") {
  const std::pair<std::string, std::string> rows[] = {
      {openai(R"({"content":"queue billing"})"), "failed: output does not match extract"},
      {openai(R"({"tool_calls":[{"function":{"name":"f","arguments":"{"}}]})", "tool_calls"),
       "invalid_output: the answer calls a tool with arguments that are no JSON"},
      {openai(R"({"content":"x"})", "error"),
       R"(invalid_output: the answer is not known to be whole: its finish_reason is "error")"},
      {openai(R"({"content":"x"})", "length"),
       "truncated: the answer was cut off at the limit of tokens"},
      {openai(R"({"content":null})"), "invalid_output: the answer holds no text"},
  };
  Web web;
  const auto worker = web.host.open(
      chat(web, R"json(,"price":{"input":2,"output":8},"extract":"queue: (?P<queue>\\w+)")json"));
  for (const auto& [body, told_] : rows) {
    CAPTURE(body);
    const Answer useless = run(*worker, answering(body));
    CHECK(told(useless) == told_);
    CHECK(useless.facts.model == "m-1-2026");
    CHECK(useless.facts.cost.value_or(-1) == doctest::Approx(0.00208));
  }
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

}  // namespace tidemark::host
