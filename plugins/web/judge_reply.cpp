#include "plugins/web/judge_reply.hpp"

#include <algorithm>

#include "plugins/kit/json_text.hpp"
#include "plugins/web/lower.hpp"

namespace tidemark::web {
namespace {

using plugin::CallFailure;
using plugin::Json;

constexpr std::size_t longest_quote = 200;

/// The error object of an answer, or null.
Json error_in(const std::string& body) {
  try {
    const Json answer = plugin::parse_json(body);
    if (answer.is_object() && answer.contains("error")) return answer["error"];
  } catch (const std::runtime_error&) {
  }
  return nullptr;
}

/// Cut between two characters.
std::string shortened(const std::string& text) {
  if (text.size() <= longest_quote) return text;
  std::size_t end = longest_quote;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

/// Whether waiting is of no use, since there is nothing left to pay with.
bool is_of_quota(const std::string& body) {
  const std::string error =
      lower(error_in(body).dump(-1, ' ', false, Json::error_handler_t::replace));
  constexpr std::string_view words[] = {"insufficient_quota", "credit balance", "spend limit",
                                        "spending limit", "billing"};
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return error.find(word) != std::string::npos; });
}

bool is_one_of(int status, std::initializer_list<int> statuses) {
  return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

sdk::Facts facts_of(const Reply& reply) {
  if (is_one_of(reply.status, {400, 402, 403, 429}) &&
      (reply.status == 402 || is_of_quota(reply.body))) {
    return {.cause = sdk::Cause::quota};
  }
  if (reply.status == 401 || reply.status == 403) return {.cause = sdk::Cause::auth};
  const bool retry = is_one_of(reply.status, {408, 429, 500, 502, 503, 504, 529});
  sdk::Facts facts{.retry = retry, .cause = {}};
  if (reply.status == 429) facts.cause = sdk::Cause::rate_limited;
  if (reply.status == 408 || reply.status >= 500) facts.cause = sdk::Cause::unavailable;
  if (retry) facts.retry_after_ms = reply.retry_after_ms;
  return facts;
}

}  // namespace

std::string said_in(const std::string& body) {
  const Json error = error_in(body);
  std::string text = body;
  if (error.is_string()) text = error.get<std::string>();
  if (error.is_object() && error.contains("message") && error["message"].is_string()) {
    text = error["message"].get<std::string>();
  }
  return shortened(text);
}

void require_success(const Reply& reply) {
  if (reply.status >= 200 && reply.status < 300) return;
  std::string sentence = "the server answered " + std::to_string(reply.status);
  if (const std::string said = said_in(reply.body); !said.empty()) sentence += ": " + said;
  throw CallFailure(TIDEMARK_FAILED, sentence, facts_of(reply));
}

}  // namespace tidemark::web
