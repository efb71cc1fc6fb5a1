#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config.hpp"
#include "plugins/web/answer.hpp"

namespace tidemark::chat {

/// A tool that a model wants called.
struct ToolCall {
  std::string name;
  Json input;
};

/// What a model answered, whatever the api.
struct Message {
  std::optional<std::string> text;
  std::vector<ToolCall> tools;
  std::optional<sdk::Cause> cause;  ///< why it is no answer: refusal, truncated, filtered
  std::string why;                  ///< the same as a sentence
  sdk::Facts facts;                 ///< but for the cost
};

/// One call's body and its answer, as an api writes them. Readers throw CallFailure on what they do
/// not know.
Json openai_body(const Config& config, const std::string& system, const Json& messages);
Message openai_message(const Json& answer);
Json anthropic_body(const Config& config, const std::string& system, const Json& messages);
Message anthropic_message(const Json& answer);

/// The call that a case's input makes. Throws CallFailure.
web::Request request_of(const Config& config, std::string_view input);
/// The output for the host. Throws CallFailure, with the facts.
web::Output output_of(const Config& config, const std::string& body);

/// A member of an object of the given type, else null.
const Json* member(const Json& object, const char* key, Json::value_t type);
std::string text_in(const Json& object, const char* key);
/// A number of tokens; nothing where there is none that can be.
std::optional<std::int64_t> count_in(const Json& object, const char* key);
/// Tells what a call took where both are known, else nothing: half of it would count as all.
void tell_tokens(std::optional<std::int64_t> input, std::optional<std::int64_t> output,
                 sdk::Facts& facts);
bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words);
/// For an answer that does not end by a word that is known: many servers leave the word out, which
/// is taken for a whole answer. Any other is refused by its name, since what it means is not known.
void need_no_ending(const Json& object, const char* key, const sdk::Facts& facts);
[[noreturn]] void refuse_answer(const std::string& fact, sdk::Facts facts = {});

}  // namespace tidemark::chat
