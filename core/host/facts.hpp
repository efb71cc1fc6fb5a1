#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/model/trial.hpp"

namespace tidemark::host {

/// The largest JSON text of facts.
inline constexpr std::size_t facts_limit = 4096;

/// What a plugin told of a call before it ended.
struct Told {
  Facts facts;
  std::optional<FailureKind> failure;  ///< why there is no output, more exactly than a status says
};

/// Reads the facts of tidemark_host.report. Members it does not know are passed over. Throws
/// BadFrame on what cannot be.
Told told_by(std::string_view json);

}  // namespace tidemark::host
