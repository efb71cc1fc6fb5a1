#include "reply.hpp"

namespace tidemark::chat {
namespace {

using Type = Json::value_t;

void read_blocks(const Json& blocks, Message& message) {
  for (const Json& block : blocks) {
    const std::string type = text_in(block, "type");
    if (type == "text") message.text = message.text.value_or("") + text_in(block, "text");
    if (type != "tool_use") continue;
    const Json* input = member(block, "input", Type::object);
    if (input == nullptr) refuse_answer("calls a tool without its input", message.facts);
    message.tools.push_back({text_in(block, "name"), *input});
  }
}

void read_ending(const Json& answer, Message& message) {
  const std::string reason = text_in(answer, "stop_reason");
  if (reason == "refusal") {
    message.cause = sdk::Cause::refusal;
    message.why = "the model declined";
  } else if (is_one_of(reason, {"max_tokens", "model_context_window_exceeded"})) {
    message.cause = sdk::Cause::truncated;
    message.why = "the answer was cut off (" + reason + ')';
  } else if (!is_one_of(reason, {"end_turn", "stop_sequence", "tool_use"})) {
    need_no_ending(answer, "stop_reason", message.facts);
  }
}

/// A service without a cache says nothing of one, or null.
std::optional<std::int64_t> input_in(const Json& usage) {
  auto sum = count_in(usage, "input_tokens");
  for (const char* key : {"cache_creation_input_tokens", "cache_read_input_tokens"}) {
    const auto found = usage.find(key);
    if (found == usage.end() || found->is_null()) continue;
    const auto cached = count_in(usage, key);
    if (!sum || !cached) return std::nullopt;
    *sum += *cached;
  }
  return sum;
}

}  // namespace

Json anthropic_body(const Config& config, const std::string& system, const Json& messages) {
  Json body = {{"model", config.model}, {"messages", messages}};
  if (config.prompt) body["system"] = system;
  if (!config.tools.is_null()) body["tools"] = config.tools;
  body.update(config.parameters);
  if (!config.schema.is_null()) {
    body["output_config"]["format"] = {{"type", "json_schema"}, {"schema", config.schema}};
  }
  return body;
}

Message anthropic_message(const Json& answer) {
  Message message;
  message.facts.model = text_in(answer, "model");
  if (const Json* usage = member(answer, "usage", Type::object)) {
    tell_tokens(input_in(*usage), count_in(*usage, "output_tokens"), message.facts);
  }
  const Json* blocks = member(answer, "content", Type::array);
  if (blocks == nullptr) refuse_answer("holds no content", message.facts);
  read_ending(answer, message);
  if (!message.cause) read_blocks(*blocks, message);
  return message;
}

}  // namespace tidemark::chat
