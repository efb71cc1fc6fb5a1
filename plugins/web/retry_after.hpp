#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tidemark::web {

/// The milliseconds of a Retry-After header, given in seconds or as an HTTP date that is to come.
/// No more than a hundred years, however much more it says. Nothing when it is anything else.
std::optional<std::int64_t> retry_after_ms(std::string_view value);

}  // namespace tidemark::web
