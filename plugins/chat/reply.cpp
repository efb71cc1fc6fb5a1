#include "reply.hpp"

#include <algorithm>

#include "plugins/kit/call_failure.hpp"

namespace tidemark::chat {
namespace {

using plugin::CallFailure;

std::string written(const Json& value) {
  return value.is_string() ? value.get<std::string>()
                           : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json messages_of(const Config& config, const Json& input) {
  if (!config.messages) return Json::array({{{"role", "user"}, {"content", written(input)}}});
  Json messages = config.messages->filled(input);
  if (messages.is_array() && !messages.empty()) return messages;
  throw CallFailure(TIDEMARK_FAILED, "'messages' is no list with messages in it");
}

void add_key(const Config& config, std::vector<web::Header>& headers) {
  if (config.key_env.empty()) return;
  const std::string place = "${env:" + config.key_env + '}';
  const bool bearer = config.api == Api::openai;
  const web::Template value("key_env", bearer ? "Bearer " + place : place, true);
  headers.push_back(
      {bearer ? "authorization" : "x-api-key", value.filled({}, web::Escape::header), true});
}

/// Nothing without a price, nor where the answer does not say how many tokens it took: both are
/// told, or neither.
std::optional<double> cost_of(const std::optional<Price>& price, const sdk::Facts& facts) {
  constexpr double million = 1e6;
  if (!price || facts.input_tokens == 0) return std::nullopt;
  return (price->input * static_cast<double>(facts.input_tokens) +
          price->output * static_cast<double>(facts.output_tokens)) /
         million;
}

/// What says something took tokens, so a service that tells of none did not count.
void forget_uncounted(Message& message) {
  const bool says_something = !message.text.value_or("").empty() || !message.tools.empty();
  if (says_something && message.facts.output_tokens == 0) message.facts.input_tokens = 0;
}

std::string whole(const Message& message) {
  Json tools = Json::array();
  for (const ToolCall& call : message.tools) {
    tools.push_back({{"name", call.name}, {"input", call.input}});
  }
  Json result = {{"text", nullptr}, {"tools", tools}};
  if (message.text) result["text"] = *message.text;
  return result.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string json_in(const std::string& text, const sdk::Facts& facts) {
  try {
    return plugin::parse_json(text).dump();
  } catch (const std::exception& error) {
    refuse_answer(std::string("has a text that is ") + error.what(), facts);
  }
}

std::string groups_in(const std::string& text, const plugin::Extract& extract,
                      const sdk::Facts& facts) {
  try {
    return plugin::extracted(extract, text);
  } catch (const CallFailure& failure) {
    throw CallFailure(failure.status(), failure.what(), facts);
  }
}

std::string output_text(const Config& config, const Message& message) {
  if (config.kind() == OutputKind::message) return whole(message);
  if (!message.tools.empty()) {
    refuse_answer("calls the tool '" + message.tools.front().name + "' where text is asked for",
                  message.facts);
  }
  if (!message.text) refuse_answer("holds no text", message.facts);
  if (config.kind() == OutputKind::json) return json_in(*message.text, message.facts);
  if (config.extract) return groups_in(*message.text, config.extract, message.facts);
  return plugin::text_as_json(*message.text);
}

web::Output read_output(const Config& config, const Json& answer) {
  Message message = config.api == Api::openai ? openai_message(answer) : anthropic_message(answer);
  forget_uncounted(message);
  if (message.cause) {
    message.facts.cause = message.cause;
    throw CallFailure(TIDEMARK_FAILED, message.why, message.facts);
  }
  const std::string output = output_text(config, message);
  message.facts.cost = cost_of(config.price, message.facts);
  return {output, message.facts};
}

}  // namespace

void refuse_answer(const std::string& fact, sdk::Facts facts) {
  throw CallFailure(TIDEMARK_INVALID_OUTPUT, "the answer " + fact, std::move(facts));
}

const Json* member(const Json& object, const char* key, Json::value_t type) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found != object.end() && found->type() == type ? &*found : nullptr;
}

std::string text_in(const Json& object, const char* key) {
  const Json* text = member(object, key, Json::value_t::string);
  return text == nullptr ? "" : text->get<std::string>();
}

std::optional<std::int64_t> count_in(const Json& object, const char* key) {
  const Json* count = member(object, key, Json::value_t::number_unsigned);
  constexpr std::uint64_t most = std::uint64_t{1} << 40U;
  if (count == nullptr || *count > most) return std::nullopt;
  return count->get<std::int64_t>();
}

void tell_tokens(std::optional<std::int64_t> input, std::optional<std::int64_t> output,
                 sdk::Facts& facts) {
  // Nobody asks with nothing: such a usage is a form that was not filled in.
  if (!input || !output || *input == 0) return;
  facts.input_tokens = *input;
  facts.output_tokens = *output;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void need_no_ending(const Json& object, const char* key, const sdk::Facts& facts) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null() || *found == "") return;
  // As JSON of ASCII alone it is printable, and may be cut anywhere.
  std::string word = found->dump(-1, ' ', true, Json::error_handler_t::replace);
  constexpr std::size_t longest = 60;
  if (word.size() > longest) word = word.substr(0, longest) + "...";
  refuse_answer("is not known to be whole: its " + std::string(key) + " is " + word, facts);
}

web::Request request_of(const Config& config, std::string_view text) {
  const Json input = plugin::input_of(text);
  const std::string system = config.prompt ? config.prompt->filled(input, web::Escape::none) : "";
  const Json messages = messages_of(config, input);
  const bool openai = config.api == Api::openai;
  const Json body =
      openai ? openai_body(config, system, messages) : anthropic_body(config, system, messages);
  web::Request request{"POST", config.url + (openai ? "/chat/completions" : "/messages"),
                       web::filled(config.headers, input),
                       body.dump(-1, ' ', false, Json::error_handler_t::replace)};
  request.headers.push_back({"content-type", "application/json"});
  if (!openai) request.headers.push_back({"anthropic-version", config.anthropic_version});
  add_key(config, request.headers);
  return request;
}

web::Output output_of(const Config& config, const std::string& body) {
  const Json answer = web::json_of(body);
  if (answer.is_object() && answer.contains("error") && !answer["error"].is_null()) {
    refuse_answer("is an error: " + web::said_in(body));
  }
  try {
    return read_output(config, answer);
  } catch (const CallFailure& failure) {
    // What is of no use is paid for as well.
    sdk::Facts facts = failure.facts();
    facts.cost = cost_of(config.price, facts);
    throw CallFailure(failure.status(), failure.what(), std::move(facts));
  }
}

}  // namespace tidemark::chat
