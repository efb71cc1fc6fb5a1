#include "core/text/redactor.hpp"

#include <doctest/doctest.h>

namespace tidemark::text {
namespace {

const std::string secret = "sk-CANARY/7+\"q\\";
using Secrets = std::vector<Secret>;

const Redactor redactor(Secrets{{"VENDOR_KEY", secret}});

TEST_CASE("a secret becomes its variable's name wherever it stands") {
  CHECK(redactor.redacted("key=" + secret + "; again " + secret + secret) ==
        "key=[VENDOR_KEY]; again [VENDOR_KEY][VENDOR_KEY]");
  CHECK(redactor.redacted("sk-CANARY is not the whole of it") ==
        "sk-CANARY is not the whole of it");
  CHECK(redactor.redacted("").empty());
}

TEST_CASE("a secret is found as JSON, a URL or base64 writes it") {
  const char* forms[] = {
      R"(sk-CANARY/7+\"q\\)",      // JSON
      R"(sk-CANARY\/7+\"q\\)",     // JSON with an escaped solidus
      R"(sk-CANARY/7+\\\"q\\\\)",  // JSON in JSON
      "sk-CANARY%2F7%2B%22q%5C",   // a URL's query
      "sk-CANARY%2f7%2b%22q%5c",   // the same in small letters
      "sk-CANARY/7%2B%22q%5C",     // a URL's path
      "c2stQ0FOQVJZLzcrInFc",      // base64
  };
  for (const char* form : forms) {
    CAPTURE(form);
    CHECK(redactor.redacted(std::string("a ") + form + " b") == "a [VENDOR_KEY] b");
  }
}

TEST_CASE("base64 hides a secret in none of the three places where it may begin") {
  // base64 of "user:" + secret, "ab" + secret and "abc" + secret
  for (const std::string encoded :
       {"dXNlcjpzay1DQU5BUlkvNysicVw=", "YWJzay1DQU5BUlkvNysicVw=", "YWJjc2stQ0FOQVJZLzcrInFc"}) {
    CAPTURE(encoded);
    const std::string said = redactor.redacted(encoded);
    CHECK(said.find("[VENDOR_KEY]") != std::string::npos);
    CHECK(said.find("stQ0FOQVJZ") == std::string::npos);
    CHECK(said.find("1DQU5BUlkv") == std::string::npos);
  }
}

TEST_CASE("what is too short to be a secret is left alone") {
  CHECK(Redactor(Secrets{{"A", "a"}, {"B", "12345"}, {"C", ""}}).empty());
  CHECK(Redactor(Secrets{{"A", "true"}}).redacted("{\"late\":true}") == "{\"late\":true}");
  CHECK(Redactor(Secrets{{"A", "123456"}}).redacted("123456") == "[A]");
}

TEST_CASE("a secret within another one leaves nothing of either") {
  const Redactor both(Secrets{{"SHORT", "secret"}, {"LONG", "my-secret-key"}});
  CHECK(both.redacted("my-secret-key secret") == "[LONG] [SHORT]");
}

}  // namespace
}  // namespace tidemark::text
