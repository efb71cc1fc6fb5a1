#pragma once

#include <span>
#include <string_view>

#include "core/model/verdict.hpp"

namespace tidemark {

/// The worst of two verdicts: commutative, associative, idempotent.
VerdictKind join(VerdictKind a, VerdictKind b);
/// The worst of all; NOT_TESTED when there is none, for nothing shown is never green.
VerdictKind join(std::span<const VerdictKind> kinds);

/// What `gate` and `replay` exit with for a verdict (docs/exit-codes.md). 0 only for NOT_AFFECTED,
/// PASS and ACCEPTED.
int exit_code_of(VerdictKind kind);

/// What an exit code of tidemark means, as half a sentence.
std::string_view meaning_of_exit(int code);

}  // namespace tidemark
