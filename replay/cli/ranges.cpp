#include "replay/cli/ranges.hpp"

#include "core/base/error.hpp"

namespace tidemark::cli {

void need_base(const Arguments& arguments) {
  if (arguments.base.empty()) {
    throw Error(Fault::usage, arguments.command +
                                  ": compare with what? (--base REV, e.g. --base "
                                  "origin/main)");
  }
}

pipeline::Range asked_range(const Arguments& arguments) {
  return asked_range(arguments, pipeline::find_workspace(arguments.folder));
}

pipeline::Range asked_range(const Arguments& arguments, const pipeline::Workspace& workspace) {
  const auto range = arguments.exact ? pipeline::exact_range : pipeline::range_of;
  return range(workspace, arguments.base, arguments.head, pipeline::Purpose::asking);
}

json::Value range_json(const char* schema, const pipeline::Range& range) {
  return json::Object{{"schema", schema},
                      {"base", range.base},
                      {"base_name", range.base_name},
                      {"head", range.head},
                      {"dirty", range.dirty}};
}

}  // namespace tidemark::cli
