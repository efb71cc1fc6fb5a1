#pragma once

#include <string>

#include "replay/pipeline/examine.hpp"

namespace tidemark::pipeline {

/// A sentence when more than one model, or deployment of one, answered a run's trials: what was
/// measured then is not one thing. Else "".
std::string change_of_model(const Outcomes& outcomes);

}  // namespace tidemark::pipeline
