#pragma once

#include "core/change/changes.hpp"
#include "replay/pipeline/judge_of.hpp"

namespace tidemark::pipeline {

/// Variables may hold secrets, and a proposal could name any that CI has. A judge of the head whose
/// runner asks for one that the base does not give to such a runner lacks an approval, and says so.
/// The base gives a variable to a plugin by a runner of its own: of that plugin under the same pin,
/// which takes the variable and names every host that the head's runner names; with the same
/// command, or one with a file of the repository in it, whose code is the head's anyway; of a
/// plugin that is not built in, with the same settings. A base without inventory, where nobody has
/// decided anything, gives everything.
void withhold(const change::World& base, Judge& judge);

}  // namespace tidemark::pipeline
