#include "replay/harvest/redaction.hpp"

#include <doctest/doctest.h>

namespace tidemark::harvest {
namespace {

std::string redacted(const std::string& json, const Redaction& redaction = Redaction({})) {
  CaseRedaction one(redaction, json);
  return json::dump(one.redacted(json::parse(json, "test"), ""));
}

TEST_CASE("the same value is the same placeholder within a case, however it is spelt") {
  CHECK(redacted(R"(["ada@example.com", "Alan@example.com", "ADA@example.com"])") ==
        R"(["<email-1>","<email-2>","<email-1>"])");
  CHECK(redacted(R"(["+49 151 23456789", "+49-151-23456789", "+49 151 23456780"])") ==
        R"(["<phone-1>","<phone-1>","<phone-2>"])");
}

TEST_CASE("keys, nested texts and numbers are looked at, too") {
  CHECK(redacted(R"({"ada@example.com": {"deep": [{"to": "ada@example.com"}]}})") ==
        R"({"<email-1>":{"deep":[{"to":"<email-1>"}]}})");
  CHECK(redacted(R"({"said": "{\"to\":\"ada@example.com\"}"})") ==
        R"({"said":"{\"to\":\"<email-1>\"}"})");
  CHECK(redacted(R"({"n": 4111111111111111, "order": 4111111111111112, "x": 1.5})") ==
        R"({"n":"<card-1>","order":4111111111111112,"x":1.5})");
}

TEST_CASE("what a name says of its value counts, and nothing else of it") {
  CHECK(
      redacted(
          R"({"password": "abc", "Api-Key": ["x", "y"], "phone": 15112345678, "max_tokens": 5})") ==
      R"({"Api-Key":["<key-1>","<key-2>"],"max_tokens":5,"password":"<key-3>","phone":"<phone-1>"})");
  CHECK(redacted(R"({"password": "", "phone": "unknown", "card": "gold", "secret": true})") ==
        R"({"card":"gold","password":"","phone":"unknown","secret":true})");
}

TEST_CASE("numbers go by the names of members, not by their order in the log") {
  CHECK(redacted(R"({"b": "x@b.io", "a": "y@b.io"})") ==
        redacted(R"({"a": "y@b.io", "b": "x@b.io"})"));
}

TEST_CASE("a placeholder is no word that the case has already") {
  CHECK(redacted(R"(["<email-1>", "ada@example.com"])") == R"(["<email-1>","<email-2>"])");
  CHECK(redacted(R"({"<email-1>": 1, "ada@example.com": 2})") ==
        R"({"<email-1>":1,"<email-2>":2})");
}

TEST_CASE("what was taken out once is not taken out again") {
  const std::string once = redacted(
      R"({"a": "ada@example.com +49 151 23456789 sk-CANARY0123456789abcdef", "password": "x1y2z3"})");
  CHECK(redacted(once) == once);
}

TEST_CASE("places are private whatever is there") {
  RedactionRules rules;
  rules.places = {{{"user", "name"}, "name"}, {{"messages", "*", "author"}, "name"}};
  const Redaction redaction(std::move(rules));
  CHECK(
      redacted(
          R"({"user": {"name": "Ada"}, "messages": [{"author": "Ada"}, {"author": {"id": 7}}, {"text": "Ada"}]})",
          redaction) ==
      R"({"messages":[{"author":"<name-1>"},{"author":"<name-2>"},{"text":"Ada"}],"user":{"name":"<name-1>"}})");
}

TEST_CASE("places are those of the record, of which the input is a part") {
  RedactionRules rules;
  rules.places = {{{"input", "name"}, "name"}};
  const Redaction redaction(std::move(rules));
  CaseRedaction one(redaction, "");
  CHECK(json::dump(one.redacted(json::parse(R"({"name": "Ada"})", "test"), "/input")) ==
        R"({"name":"<name-1>"})");
}

TEST_CASE("values of the automation's variables become their names") {
  RedactionRules rules;
  rules.secrets = {{"VENDOR_KEY", "plainword"}};
  const Redaction redaction(std::move(rules));
  CaseRedaction one(redaction, "");
  CHECK(one.redacted(std::string("called with plainword")) == "called with [VENDOR_KEY]");
  CHECK(one.taken() == Taken{{"variable", 1}});
}

TEST_CASE("a kind that is kept stays, whatever the name says") {
  RedactionRules rules;
  rules.kept = {"phone"};
  CHECK(redacted(R"({"phone": "+49 151 23456789", "to": "ada@example.com"})",
                 Redaction(std::move(rules))) ==
        R"({"phone":"+49 151 23456789","to":"<email-1>"})");
}

TEST_CASE("each value that was taken out is counted by its kind") {
  const Redaction redaction({});
  CaseRedaction one(redaction, "");
  one.redacted(std::string("ada@example.com ada@example.com 4111111111111111"));
  CHECK(one.taken() == Taken{{"card", 1}, {"email", 2}});
}

}  // namespace
}  // namespace tidemark::harvest
