#pragma once

// Private to replay/golden.

#include <optional>
#include <string_view>

#include "core/model/golden.hpp"

namespace tidemark::golden {

/// The case of a baseline's line just as it is written where all its runs gave the reference, so
/// that only that has to be looked into: that is so of most lines. Of any other line nothing, be it
/// good or bad. `texts` keeps equal outputs once, and `golden` is where what it expects comes from.
std::optional<BaselineCase> steady_case(std::string_view line, int runs, const GoldenSet& golden,
                                        SharedTexts& texts);

}  // namespace tidemark::golden
