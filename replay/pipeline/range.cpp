#include "replay/pipeline/range.hpp"

#include "core/base/error.hpp"

namespace tidemark::pipeline {

Range range_of(const Workspace& workspace, const std::string& base,
               const std::optional<std::string>& head) {
  const git::Repository& repository = repository_of(workspace, "comparing two states");
  Range range;
  range.base_name = base;
  range.head = head ? repository.resolve(*head) : repository.head();
  range.base = repository.merge_base(repository.resolve(base), range.head);
  range.dirty = !head && !repository.is_clean();
  range.before = world_at(workspace, range.base);
  range.after = head ? world_at(workspace, range.head) : world_now(workspace);
  return range;
}

Range runnable_range(const Workspace& workspace, const std::string& base,
                     const std::optional<std::string>& head) {
  if (head) {
    const git::Repository& repository = repository_of(workspace, "comparing two states");
    const std::string wanted = repository.resolve(*head);
    if (wanted != repository.head()) {
      throw Error(Fault::configuration, "--head " + *head + ": what is checked out is run, and that "
                                            "is another commit (git checkout " + *head + " first)");
    }
    if (!repository.is_clean()) {
      throw Error(Fault::configuration, "--head " + *head + ": the working tree has changes of its "
                                            "own (commit or stash them, or leave --head out)");
    }
  }
  return range_of(workspace, base, head);
}

}  // namespace tidemark::pipeline
