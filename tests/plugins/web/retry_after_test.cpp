#include "plugins/web/retry_after.hpp"

#include <doctest/doctest.h>

#include <string>

namespace tidemark::web {
namespace {

constexpr std::int64_t hundred_years = 100LL * 365 * 24 * 3600 * 1000;

}  // namespace

TEST_CASE("web: a Retry-After of seconds is that long, and what is no number is none") {
  CHECK(retry_after_ms("0") == 0);
  CHECK(retry_after_ms("120") == 120'000);
  for (const std::string text : {"", "-5", "-99999999999999999999999", "soon", "1e9", "1.5", "+5",
                                 "99999999999999999999999s", "5 5"}) {
    CAPTURE(text);
    CHECK(retry_after_ms(text) == std::nullopt);
  }
}

TEST_CASE("web: a Retry-After beyond all measure is very long, not at once") {
  for (const std::string text :
       {"3153600000", "3153600001", "9223372036854775807", "9223372036854775808",
        "99999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"}) {
    CAPTURE(text);
    CHECK(retry_after_ms(text) == hundred_years);
  }
}

}  // namespace tidemark::web
