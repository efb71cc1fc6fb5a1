#pragma once

#include <string>

#include "core/model/verdict.hpp"

namespace tidemark::report {

/// Lines for people about the trials behind a verdict: those of earlier runs, calls that were made
/// again, and what all of it took; "" where there is nothing to say.
std::string effort_text(const Verdict& verdict);

}  // namespace tidemark::report
