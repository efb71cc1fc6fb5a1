#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tidemark {

/// Wall-clock time for records that people read: `2026-10-01T09:30:00Z`. Deadlines never use it.
std::string utc_text(std::chrono::system_clock::time_point time);
std::string utc_now();

/// Reads `YYYY-MM-DD` as its first second, or `YYYY-MM-DDTHH:MM:SSZ`, in UTC, of the years 1700
/// to 2261. Nothing else.
std::optional<std::chrono::system_clock::time_point> parse_utc(std::string_view text);

/// Reads `250ms`, `5s`, `10m`, `24h`, `30d`; a number without a unit is refused. At most 10 years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// The shortest of these forms: `5s`, `1500ms`, `30d`.
std::string duration_text(std::chrono::milliseconds duration);

}  // namespace tidemark
