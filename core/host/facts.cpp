#include "core/host/facts.hpp"

#include <cmath>
#include <string>

#include "core/base/error.hpp"
#include "core/host/frame.hpp"
#include "core/json/json.hpp"

namespace tidemark::host {
namespace {

[[noreturn]] void refuse(std::string_view key, const std::string& need) {
  throw BadFrame("facts whose '" + std::string(key) + "' is not " + need);
}

json::Value object_of(std::string_view text) {
  if (text.size() > facts_limit) {
    throw BadFrame("facts of more than " + std::to_string(facts_limit) + " bytes");
  }
  json::Value facts;
  try {
    facts = json::parse(text, "facts");
  } catch (const Error&) {
    throw BadFrame("facts that are no JSON");
  }
  if (facts.object() == nullptr) throw BadFrame("facts that are no JSON object");
  return facts;
}

bool truth(const json::Value& facts, std::string_view key) {
  const json::Value* value = facts.find(key);
  if (value == nullptr) return false;
  if (value->boolean() == nullptr) refuse(key, "true or false");
  return *value->boolean();
}

std::optional<std::int64_t> count(const json::Value& facts, std::string_view key) {
  const json::Value* value = facts.find(key);
  if (value == nullptr) return std::nullopt;
  if (value->integer() == nullptr || *value->integer() < 0) refuse(key, "a count");
  return *value->integer();
}

std::optional<double> amount(const json::Value& facts, std::string_view key) {
  const json::Value* value = facts.find(key);
  if (value == nullptr) return std::nullopt;
  const double number = value->number();
  if (!value->is_number() || !std::isfinite(number) || number < 0) refuse(key, "an amount");
  return number;
}

std::string words(const json::Value& facts, std::string_view key) {
  const json::Value* value = facts.find(key);
  if (value == nullptr) return "";
  if (value->string() == nullptr) refuse(key, "a text");
  return *value->string();
}

std::optional<FailureKind> failure(const json::Value& facts) {
  if (facts.find("failure") == nullptr) return std::nullopt;
  const auto kind = failure_kind_named(words(facts, "failure"));
  if (!kind || *kind < FailureKind::rate_limited) refuse("failure", "one that a plugin may tell");
  return kind;
}

}  // namespace

Told told_by(std::string_view json) {
  const json::Value facts = object_of(json);
  Told told;
  told.failure = failure(facts);
  told.facts.retry = truth(facts, "retry");
  if (const auto after = count(facts, "retry_after_ms")) {
    told.facts.retry_after = std::chrono::milliseconds(*after);
  }
  told.facts.cost = amount(facts, "cost");
  told.facts.input_tokens = static_cast<std::uint64_t>(count(facts, "input_tokens").value_or(0));
  told.facts.output_tokens = static_cast<std::uint64_t>(count(facts, "output_tokens").value_or(0));
  told.facts.model = words(facts, "model");
  told.facts.fingerprint = words(facts, "fingerprint");
  return told;
}

}  // namespace tidemark::host
