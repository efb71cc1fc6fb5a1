#pragma once

#include "core/json/json.hpp"
#include "replay/cli/arguments.hpp"
#include "replay/pipeline/range.hpp"

namespace tidemark::cli {

/// Throws Error(usage) without --base.
void need_base(const Arguments& arguments);

/// Between --base and --head, for a question.
pipeline::Range asked_range(const Arguments& arguments);
pipeline::Range asked_range(const Arguments& arguments, const pipeline::Workspace& workspace);

/// The members of an answer that say between which states it was asked.
json::Value range_json(const char* schema, const pipeline::Range& range);

}  // namespace tidemark::cli
