#include "replay/pipeline/run_states.hpp"

#include "core/base/error.hpp"
#include "replay/pipeline/run_parts.hpp"

namespace tidemark::pipeline {
namespace {

/// What a run on a working tree was compared with is there only while nobody touched it.
void check_records(std::int64_t run, const ledger::StoredRun& stored, const change::World& now) {
  const ledger::RunParts here = file_parts(now, Records::read);
  for (const char* name : {"golden sets", "baselines"}) {
    if (part_called(name, here) == part_called(name, stored.parts)) continue;
    refuse_run(run,
               std::string("it judged a working tree whose ") + name +
                   " are not those of now, so what its outputs were compared with is gone (take "
                   "a run of a commit, or bring them back)");
  }
}

}  // namespace

void refuse_run(std::int64_t run, const std::string& fact) {
  throw Error(Fault::configuration, "run " + std::to_string(run) + ": " + fact);
}

RunStates states_of(const Workspace& workspace, std::int64_t run, const ledger::StoredRun& stored) {
  RunStates states{{}, {}, world_now(workspace)};
  if (!stored.base.empty()) states.base = world_at(workspace, stored.base);
  if (!stored.dirty && !stored.head.empty()) {
    states.head = world_at(workspace, stored.head);
  } else {
    check_records(run, stored, states.now);
    states.head = states.now;
  }
  return states;
}

Judge judge_then(const RunStates& states, std::int64_t run, const EntityId& id) {
  const Entity* entity = states.head.inventory.find(id);
  const Entity* in_base = states.base ? states.base->inventory.find(id) : nullptr;
  if (entity == nullptr && (in_base == nullptr || !in_base->replay)) {
    refuse_run(run, to_string(id) + " is not in the inventory any more");
  }
  return states.base ? judge_of(*states.base, states.head, id)
                     : judge_of(states.head, *entity, "head");
}

}  // namespace tidemark::pipeline
