#include "core/base/clock.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace tidemark {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};
constexpr std::array<Unit, 5> units = {
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::int64_t longest = 3650LL * 86'400'000;

std::optional<int> number(std::string_view text, std::size_t at, std::size_t digits) {
  int value = 0;
  const char* end = text.data() + at + digits;
  const auto [stop, failure] = std::from_chars(text.data() + at, end, value);
  if (failure != std::errc() || stop != end || text[at] == '-') return std::nullopt;
  return value;
}

bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != shape[i]) return false;
  }
  return true;
}

}  // namespace

std::string utc_text(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[40];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string utc_now() { return utc_text(std::chrono::system_clock::now()); }

std::optional<std::chrono::system_clock::time_point> parse_utc(std::string_view text) {
  const bool with_time = has_shape(text, "0000-00-00T00:00:00Z");
  if (!with_time && !has_shape(text, "0000-00-00")) return std::nullopt;
  std::tm parts{};
  const int year = *number(text, 0, 4);
  // Beyond these the clock's nanoseconds would wrap around to another century.
  if (year < 1700 || year > 2261) return std::nullopt;
  parts.tm_year = year - 1900;
  parts.tm_mon = *number(text, 5, 2) - 1;
  parts.tm_mday = *number(text, 8, 2);
  if (with_time) {
    parts.tm_hour = *number(text, 11, 2);
    parts.tm_min = *number(text, 14, 2);
    parts.tm_sec = *number(text, 17, 2);
  }
  const std::tm asked = parts;
  const std::time_t seconds = ::timegm(&parts);
  // timegm carries 31 February into March; a date that moved was no date.
  if (parts.tm_mday != asked.tm_mday || parts.tm_mon != asked.tm_mon ||
      parts.tm_hour != asked.tm_hour || parts.tm_min != asked.tm_min) {
    return std::nullopt;
  }
  return std::chrono::system_clock::from_time_t(seconds);
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  std::int64_t value = 0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || text.front() == '-') return std::nullopt;
  const std::string_view name(stop, static_cast<std::size_t>(text.data() + text.size() - stop));
  for (const Unit& unit : units) {
    if (name != unit.name) continue;
    if (value > longest / unit.milliseconds) return std::nullopt;
    return std::chrono::milliseconds(value * unit.milliseconds);
  }
  return std::nullopt;
}

std::string duration_text(std::chrono::milliseconds duration) {
  for (const Unit& unit : units) {
    if (duration.count() != 0 && duration.count() % unit.milliseconds == 0) {
      return std::to_string(duration.count() / unit.milliseconds) + std::string(unit.name);
    }
  }
  return "0s";
}

}  // namespace tidemark
