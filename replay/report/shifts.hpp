#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/model/verdict.hpp"

namespace tidemark::report {

/// Texts in reports are cut after so many code points.
inline constexpr std::size_t longest_output = 100;

/// The first cases of a list for a terminal, `most` of them, with scores, input and outputs, long
/// ones cut; "" where there is none to show.
std::string shifts_text(const std::string& title, const std::vector<CaseShift>& shifts,
                        std::size_t most);

}  // namespace tidemark::report
