#include "reply.hpp"

namespace tidemark::chat {
namespace {

using Type = Json::value_t;

Json response_format(const Json& schema) {
  return {{"type", "json_schema"},
          {"json_schema", {{"name", "answer"}, {"strict", true}, {"schema", schema}}}};
}

/// Arguments come as JSON text; a model may get that wrong.
Json arguments_of(const Json& function, const sdk::Facts& facts) {
  try {
    return plugin::parse_json(text_in(function, "arguments"));
  } catch (const std::runtime_error&) {
    refuse_answer("calls a tool with arguments that are no JSON", facts);
  }
}

void read_function(const Json& function, Message& message) {
  message.tools.push_back({text_in(function, "name"), arguments_of(function, message.facts)});
}

void read_tools(const Json& said, Message& message) {
  // As it was called before there were tools.
  if (const Json* one = member(said, "function_call", Type::object)) read_function(*one, message);
  const Json* calls = member(said, "tool_calls", Type::array);
  if (calls == nullptr) return;
  for (const Json& call : *calls) {
    const Json* function = member(call, "function", Type::object);
    if (function == nullptr) refuse_answer("calls a tool that is no function", message.facts);
    read_function(*function, message);
  }
}

void read_ending(const Json& choice, const Json& said, Message& message) {
  const std::string reason = text_in(choice, "finish_reason");
  if (const std::string refusal = text_in(said, "refusal"); !refusal.empty()) {
    message.cause = sdk::Cause::refusal;
    message.why = "the model declined: " + refusal;
  } else if (reason == "content_filter") {
    message.cause = sdk::Cause::filtered;
    message.why = "a content filter took the answer away";
  } else if (is_one_of(reason, {"length", "max_tokens", "model_length"})) {
    message.cause = sdk::Cause::truncated;
    message.why = "the answer was cut off at the limit of tokens";
  } else if (!is_one_of(reason, {"stop", "tool_calls", "function_call"})) {
    need_no_ending(choice, "finish_reason", message.facts);
  }
}

}  // namespace

Json openai_body(const Config& config, const std::string& system, const Json& messages) {
  Json body = {{"model", config.model}, {"messages", messages}};
  if (config.prompt) {
    Json& list = body["messages"];
    list.insert(list.begin(), Json{{"role", "system"}, {"content", system}});
  }
  if (!config.tools.is_null()) body["tools"] = config.tools;
  if (!config.schema.is_null()) body["response_format"] = response_format(config.schema);
  body.update(config.parameters);
  return body;
}

Message openai_message(const Json& answer) {
  Message message;
  message.facts.model = text_in(answer, "model");
  message.facts.fingerprint = text_in(answer, "system_fingerprint");
  if (const Json* usage = member(answer, "usage", Type::object)) {
    tell_tokens(count_in(*usage, "prompt_tokens"), count_in(*usage, "completion_tokens"),
                message.facts);
  }
  const Json* choices = member(answer, "choices", Type::array);
  if (choices == nullptr || choices->empty()) refuse_answer("holds no choice", message.facts);
  const Json* said = member(choices->front(), "message", Type::object);
  if (said == nullptr) refuse_answer("holds no message", message.facts);
  if (const Json* text = member(*said, "content", Type::string)) {
    message.text = text->get<std::string>();
  }
  read_ending(choices->front(), *said, message);
  if (!message.cause) read_tools(*said, message);
  return message;
}

}  // namespace tidemark::chat
