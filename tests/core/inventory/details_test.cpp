#include <doctest/doctest.h>

#include "tests/core/inventory/kit.hpp"

namespace tidemark::inventory {
namespace {

using Attributes = std::map<std::string, std::string>;

Entity entity_of(const std::string& section, const std::string& members) {
  const Reading reading = reading_of(section + ":\n  x: {" + members + "}\n");
  REQUIRE(lines(reading.complaints) == "");
  return reading.inventory.entities[0];
}

std::string complaints(const std::string& section, const std::string& members) {
  return complaints_of(section + ":\n  x: {" + members + "}\n");
}

}  // namespace

TEST_CASE("what stands in a map becomes attributes with its key in front, as written") {
  CHECK(entity_of("vendors",
                  "contract: {since: 2026-01-01, until: 2026-12-31, notice: 90d}, contact: [a, b]")
            .attributes == Attributes{{"contact", "a, b"},
                                      {"contract.notice", "90d"},
                                      {"contract.since", "2026-01-01"},
                                      {"contract.until", "2026-12-31"}});
  CHECK(entity_of("services",
                  "endpoint: 'https://a.example', key_env: A_KEY, rate_limit: {requests: 60, "
                  "tokens: 100000, per: 1m}")
            .attributes == Attributes{{"endpoint", "https://a.example"},
                                      {"key_env", "A_KEY"},
                                      {"rate_limit.per", "1m"},
                                      {"rate_limit.requests", "60"},
                                      {"rate_limit.tokens", "100000"}});
  CHECK(entity_of("models", "price: {input: 0.15, output: 2}").attributes ==
        Attributes{{"price.input", "0.15"}, {"price.output", "2"}});
  CHECK(entity_of("automations", "alerts: {score_drop: 0.05, error_rate: 0.02, latency: 10s}")
            .attributes == Attributes{{"alerts.error_rate", "0.02"},
                                      {"alerts.latency", "10s"},
                                      {"alerts.score_drop", "0.05"}});
  CHECK(entity_of("packages", "registry: pypi").attributes == Attributes{{"registry", "pypi"}});
}

TEST_CASE("datasets have a format, producers and consumers as schemas do") {
  const Reading reading =
      reading_of("datasets:\n  d: {format: csv, producers: [system:s]}\nsystems: {s: }\n");
  CHECK(lines(reading.complaints) == "");
  CHECK(reading.inventory.entities[0].attributes ==
        Attributes{{"format", "csv"}, {"producers", "system:s"}});
}

TEST_CASE("what is not known to be pinned floats") {
  CHECK_FALSE(entity_of("models", "pinned: true").floating);
  CHECK(entity_of("models", "pinned: false").floating);
  CHECK(entity_of("models", "pinned: unknown").floating);
  CHECK(entity_of("models", "floating: true, pinned: unknown").floating);
  CHECK(entity_of("models", "pinned: unknown").attributes == Attributes{{"pinned", "unknown"}});
  CHECK(complaints("models", "floating: true, pinned: true") ==
        "3:3: model:x is pinned and floating (remove one of the two)");
  CHECK(complaints("models", "pinned: maybe") ==
        "3:15: pinned must be true, false or unknown, not \"maybe\" (choose one of these)");
  CHECK(complaints("models", "pinned: \"true\"") ==
        "3:15: pinned must be true, false or unknown, not quoted text (write pinned: true)");
}

TEST_CASE("a review knows its cadence and its last day") {
  const Entity automation = entity_of("automations", "review: {every: 30d, last: 2026-10-01}");
  CHECK(automation.review_every == "30d");
  CHECK(automation.review_last == "2026-10-01");
  CHECK(complaints("automations", "review: {last: yesterday}") ==
        "3:22: last must be a day of the calendar, not \"yesterday\" (write YYYY-MM-DD)");
}

TEST_CASE("a probe is a plugin, our keys, and the plugin's own settings") {
  const Entity model = entity_of("models",
                                 "probe: {plugin: openai-models, url: 'https://a.example/v1', "
                                 "key_env: A_KEY, every: 6h, path: /models}");
  CHECK(model.probe == ProbeSpec{"openai-models", "https://a.example/v1", "A_KEY",
                                 std::chrono::hours(6), R"({"path":"/models"})"});
  CHECK(entity_of("vendors", "probe: {plugin: p}").probe ==
        ProbeSpec{"p", "", "", std::chrono::hours(24), "{}"});
  CHECK(complaints("models", "probe: {url: x}") == "3:7: probe has no plugin (add plugin: NAME)");
}

TEST_CASE("where a variable's name belongs, a value is not repeated") {
  const std::string refused =
      " must be the name of a variable (letters, digits and _; the value never stands here)";
  CHECK(complaints("services", "key_env: sk-canary") == "3:16: key_env" + refused);
  CHECK(complaints("models", "probe: {plugin: p, key_env: sk-canary}") ==
        "3:35: key_env" + refused);
}

TEST_CASE("no URL holds a password, and a complaint does not repeat it") {
  const std::string refused =
      " must hold no user and no password (name the key's variable with key_env; the value never "
      "stands here)";
  CHECK(complaints("services", "endpoint: 'https://me:sk-canary@a.example/v1'") ==
        "3:17: endpoint" + refused);
  CHECK(complaints("vendors", "status: 'https://sk-canary@a.example'") == "3:15: status" + refused);
  CHECK(complaints("models", "probe: {plugin: p, url: 'x://a:b@c'}") == "3:31: url" + refused);
  CHECK(complaints("vendors", "changelog: 'https://a.example/@team?x=b@c'") == "");
}

TEST_CASE("thresholds, terms and limits are within their ranges") {
  CHECK(
      complaints("automations", "alerts: {score_drop: 0}") ==
      "3:28: score_drop must be a number greater than 0 and at most 1, not \"0\" (write a decimal "
      "such as 0.5)");
  CHECK(complaints("automations", "alerts: {latenzy: 5s}") ==
        "3:16: unknown key \"latenzy\" in alerts (did you mean latency?)");
  CHECK(complaints("vendors", "contract: {until: 2026-02-29}") ==
        "3:25: until must be a day of the calendar, not \"2026-02-29\" (write YYYY-MM-DD)");
  CHECK(
      complaints("services", "rate_limit: {requests: 0}") ==
      "3:7: rate_limit has no per (add per: 1m)\n"
      "3:30: requests must be a whole number from 1 to 1000000000, not \"0\" (write digits only)");
}

}  // namespace tidemark::inventory
