#include "replay/cli/commands.hpp"

namespace tidemark::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      {"init", "", "write a first tidemark.yaml here", no_option, init},
      {"check", "", "read the inventory and say what is wrong with it", takes_check, check},
      {"schema", "", "print the JSON Schema of the inventory's files, for editors", no_option,
       schema},
      {"list", "", "list the entities of the inventory", takes_filters | takes_at, list},
      {"find", "TEXT", "find entities by id, title, tag or owner, typos allowed",
       takes_names | takes_filters | takes_limit | takes_at, find},
      {"show", "ID...", "show an entity: what it is, what it uses, who owns it",
       takes_names | takes_at, show},
      {"dependents", "ID...", "list whatever stands on an entity, nearest first",
       takes_names | takes_filters | takes_distance | takes_at, dependents},
      {"dependencies", "ID...", "list whatever an entity stands on, nearest first",
       takes_names | takes_filters | takes_distance | takes_at, dependencies},
      {"path", "FROM... TO", "show a shortest way along uses from one entity to another",
       takes_names | takes_all | takes_distance | takes_limit | takes_at, path},
      {"owners", "[NAME]", "list who owns what, or what one owner stands on and answers for",
       takes_names | takes_filters | takes_distance | takes_at, owners},
      {"orphans", "", "list entities that no automation stands on", takes_filters | takes_at,
       orphans},
      {"cycles", "", "list entities that stand on themselves through others",
       takes_filters | takes_at, cycles},
      {"stats", "", "count what is in the inventory", takes_filters | takes_at, stats},
      {"graph", "[ID...]", "draw what stands on what, for Graphviz or Mermaid",
       takes_names | takes_base | takes_change | takes_filters | takes_distance | takes_limit |
           takes_drawing | takes_at,
       graph},
      {"sql", "STATEMENT|-", "ask the inventory, the changes and the ledger in SQL",
       takes_names | takes_base | takes_ledger | takes_limit | takes_sql | takes_at, sql},
      {"closure", "AUTOMATION", "show the state that an automation's behaviour rests on",
       takes_names | takes_diff | takes_at, closure},
      {"diff", "A [B]", "tell what the inventory says otherwise at B (default: now) than at A",
       takes_names, diff},
      {"history", "ID", "tell when an entity changed, and who changed it, newest first",
       takes_names | takes_at, history},
      {"changes", "", "list what changed since --base", takes_range | takes_exact | takes_explain,
       changes},
      {"impact", "", "list the automations a change can reach, and how",
       takes_range | takes_exact | takes_change | takes_contract | takes_direction, impact},
      {"contract", "diff OLD NEW", "list how a schema, an API or a sample of data changed",
       takes_names | takes_direction, contract},
      {"record", "AUTOMATION...", "run the golden inputs and write the baseline",
       takes_names | takes_runs | takes_ledger | takes_trials | takes_budget | takes_log, record},
      {"replay", "[AUTOMATION...]", "replay golden inputs and compare with the baseline",
       takes_names | takes_ledger | takes_gate | takes_cases | takes_trials | takes_budget, replay},
      {"gate", "", "tell whether what is checked out may go out",
       takes_range | takes_ledger | takes_gate | takes_cases | takes_trials | takes_budget |
           takes_dry_run,
       gate},
      {"plan", "", "say what a gate would run, why, and what that takes; runs nothing",
       takes_range | takes_ledger, plan},
      {"accept", "AUTOMATION...|policy", "take a change for right, with a reason",
       takes_names | takes_base | takes_accept | takes_ledger | takes_trials, accept},
      {"rescore", "RUN [AUTOMATION...]",
       "score the outputs of a run (or of the last one) by other comparators; runs nothing",
       takes_names | takes_compare | takes_ledger | takes_cases, rescore},
      {"runs", "", "list the runs in the ledger", takes_ledger, runs},
      {"plugins", "", "list plugins and what they can do", no_option, plugins},
      {"help", "[COMMAND]", "say how to use tidemark", takes_names, help},
  };
  return table;
}

}  // namespace tidemark::cli
