#pragma once

// Private to replay/run.

#include <optional>

#include "core/model/trial.hpp"

namespace tidemark::run {

/// The outcome of a trial that was not run, or that came to nothing.
Outcome failed(const Trial& trial, Failure failure);

/// The worker's death, which takes with it whatever else was in flight.
bool is_crash(const std::optional<Failure>& failure);

}  // namespace tidemark::run
