#include "core/base/clock.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tidemark;
using namespace std::chrono_literals;

namespace {

std::string again(std::string_view text) {
  const auto time = parse_utc(text);
  return time ? utc_text(*time) : "refused";
}

}  // namespace

TEST_CASE("a UTC time reads back as it was written") {
  CHECK(again("2026-10-01T09:30:00Z") == "2026-10-01T09:30:00Z");
  CHECK(again("2024-02-29T23:59:59Z") == "2024-02-29T23:59:59Z");
  CHECK(again("1969-12-31T23:59:59Z") == "1969-12-31T23:59:59Z");
  CHECK(again("2038-01-19T03:14:08Z") == "2038-01-19T03:14:08Z");
}

TEST_CASE("a date is its first second") { CHECK(again("2026-10-01") == "2026-10-01T00:00:00Z"); }

TEST_CASE("days that do not exist are refused") {
  for (const char* text : {"2026-02-31", "2025-02-29", "2026-13-01", "2026-00-01", "2026-01-00",
                           "2026-04-31T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
                           "2026-01-01T00:00:60Z", "2026-01-01T00:00:61Z"}) {
    CAPTURE(std::string(text));
    CHECK(again(text) == "refused");
  }
}

TEST_CASE("other shapes are refused") {
  for (const char* text : {"", "2026", "2026-1-1", "2026-10-01T09:30Z", "2026-10-01T09:30:00",
                           "2026-10-01T09:30:00+02:00", " 2026-10-01", "2026-10-01 ", "2026/10/01",
                           "-026-10-01", "2026-10-01t09:30:00z"}) {
    CAPTURE(std::string(text));
    CHECK(again(text) == "refused");
  }
}

TEST_CASE("years that the clock cannot hold are refused, not wrapped") {
  CHECK(again("1700-01-01") == "1700-01-01T00:00:00Z");
  CHECK(again("2261-12-31T23:59:59Z") == "2261-12-31T23:59:59Z");
  CHECK(again("2262-01-01") == "refused");
  CHECK(again("9999-12-31") == "refused");
  CHECK(again("0000-01-01") == "refused");
}

TEST_CASE("now has the shape that is read") { CHECK(parse_utc(utc_now()).has_value()); }

TEST_CASE("durations need a unit") {
  CHECK(parse_duration("250ms") == 250ms);
  CHECK(parse_duration("5s") == 5s);
  CHECK(parse_duration("10m") == 10min);
  CHECK(parse_duration("24h") == 24h);
  CHECK(parse_duration("30d") == 720h);
  CHECK(parse_duration("0s") == 0s);
  for (const char* text : {"", "5", "s", "-5s", "-0s", "+5s", "5 s", " 5s", "5s ", "1.5s", "5S",
                           "5w", "99999999999999999999s"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(parse_duration(text).has_value());
  }
}

TEST_CASE("durations end at ten years, whatever the unit") {
  CHECK(parse_duration("3650d").has_value());
  CHECK_FALSE(parse_duration("3651d").has_value());
  CHECK_FALSE(parse_duration("9223372036854775807ms").has_value());
  CHECK_FALSE(parse_duration("9223372036854775807d").has_value());
}

TEST_CASE("a duration is told in its largest whole unit, and reads back") {
  CHECK(duration_text(30 * 24h) == "30d");
  CHECK(duration_text(36h) == "36h");
  CHECK(duration_text(90s) == "90s");
  CHECK(duration_text(1500ms) == "1500ms");
  CHECK(duration_text(0ms) == "0s");
  for (const auto one : {1ms, 999ms, 60000ms, 86400000ms}) {
    CHECK(parse_duration(duration_text(one)) == one);
  }
}
