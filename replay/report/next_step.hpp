#pragma once

#include <string>

#include "core/model/report.hpp"

namespace tidemark::report {

/// What the reader should do now, in one sentence, with the command where there is one.
std::string next_step(const Report& report);

}  // namespace tidemark::report
