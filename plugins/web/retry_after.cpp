#include "plugins/web/retry_after.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>

namespace tidemark::web {
namespace {

constexpr std::int64_t most_seconds = 100LL * 365 * 24 * 3600;

bool is_date(std::string_view value) {
  return value.size() >= 24 && value.find(':') != std::string_view::npos;
}

}  // namespace

std::optional<std::int64_t> retry_after_ms(std::string_view value) {
  std::int64_t seconds = -1;
  if (is_date(value)) {
    const time_t then = curl_getdate(std::string(value).c_str(), nullptr);
    const time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    if (then > now) seconds = then - now;
  } else {
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, seconds);
    if (stop != end) return std::nullopt;
    if (error == std::errc::result_out_of_range && !value.starts_with('-')) seconds = most_seconds;
  }
  if (seconds < 0) return std::nullopt;
  return std::min(seconds, most_seconds) * 1000;
}

}  // namespace tidemark::web
