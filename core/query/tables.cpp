#include "core/query/tables.hpp"

namespace tidemark::query {
namespace {

std::vector<Table> entity_tables() {
  return {
      {"entities",
       "everything in the inventory",
       {{"id", "TEXT", "kind:name"},
        {"kind", "TEXT",
         "automation, model, vendor, service, schema, dataset, prompt, system, package"},
        {"name", "TEXT", "the id without its kind"},
        {"title", "TEXT", "what it is, for people"},
        {"version", "TEXT", "as written; NULL when none is"},
        {"floating", "INTEGER", "1: a vendor may move what the version names"},
        {"technical_owner", "TEXT", "NULL when nobody is named"},
        {"operational_owner", "TEXT", "NULL when nobody is named"},
        {"escalation_owner", "TEXT", "NULL when nobody is named"},
        {"file", "TEXT", "where it is declared"},
        {"line", "INTEGER", "where it is declared"}}},
      {"automations",
       "what only automations have",
       {{"id", "TEXT", "entities.id"},
        {"tier", "TEXT", "critical, standard or experimental"},
        {"deterministic", "INTEGER", "1: the same input gives the same output"},
        {"review_every", "TEXT", "cadence of reviews; NULL when none is set"},
        {"runner", "TEXT", "the plugin that runs it; NULL: it cannot be replayed"},
        {"comparator", "TEXT", "the primary one"},
        {"margin", "REAL", "the mean drop that must not pass"},
        {"golden", "TEXT", "path of the golden set"},
        {"golden_cases", "INTEGER", "its cases; NULL when the file is absent or not readable"},
        {"critical_cases", "INTEGER", "of these, the critical ones"},
        {"baseline", "TEXT", "path of the baseline"},
        {"baseline_at", "TEXT", "when it was recorded, UTC; NULL as golden_cases"},
        {"baseline_runs", "INTEGER", "control runs of each case"}}},
      {"attributes",
       "further plain attributes of entities: endpoint, licence, contact, ...",
       {{"entity", "TEXT", "entities.id"}, {"name", "TEXT", ""}, {"value", "TEXT", "as written"}}},
      {"tags", "tags of entities", {{"entity", "TEXT", "entities.id"}, {"tag", "TEXT", ""}}},
      {"owners",
       "who answers for an entity, one row for each role",
       {{"entity", "TEXT", "entities.id"},
        {"role", "TEXT", "technical, operational or escalation"},
        {"owner", "TEXT", "a person or a team"}}}};
}

std::vector<Table> relation_tables() {
  return {
      {"uses",
       "which entity stands directly on which",
       {{"entity", "TEXT", "entities.id of the user"},
        {"used", "TEXT", "entities.id of what it uses"},
        {"file", "TEXT", "where the use is declared"},
        {"line", "INTEGER", "where the use is declared"}}},
      {"closure",
       "which entity stands on which, directly or through others",
       {{"entity", "TEXT", "entities.id"},
        {"stands_on", "TEXT", "entities.id of another entity"},
        {"distance", "INTEGER", "uses on the shortest way; 1: direct"}}},
      {"files",
       "files of the workspace, and others that it claims",
       {{"path", "TEXT", "relative to the repository's root"},
        {"entity", "TEXT", "entities.id; NULL: nobody claims it"},
        {"role", "TEXT", "file, golden or baseline; inventory for tidemark's own; NULL: none"}}}};
}

std::vector<Table> change_tables() {
  return {{"changes",
           "what changed since --base REV; empty without it",
           {{"entity", "TEXT", "the id of what changed, which may be gone"},
            {"source", "TEXT", "inventory, file, golden or baseline"},
            {"what", "TEXT", "an attribute, entity, use, owners, replay, or a path"},
            {"before", "TEXT", "NULL: was absent"},
            {"after", "TEXT", "NULL: is absent"},
            {"class", "TEXT", "breaking, risky, benign or unknown"},
            {"file", "TEXT", "where the inventory says it"},
            {"line", "INTEGER", "where the inventory says it"}}},
          {"impacts",
           "automations that a change since --base REV can reach; empty without it",
           {{"automation", "TEXT", "the automation's id"},
            {"changed", "TEXT",
             "the entity from which the shortest way leads; NULL: an unclaimed path"},
            {"distance", "INTEGER", "uses on that way; NULL likewise"},
            {"way", "TEXT", "changed entity first, joined by ' > '; NULL likewise"}}}};
}

std::vector<Table> ledger_tables() {
  return {{"runs",
           "runs in the ledger",
           {{"run", "INTEGER", "its number"},
            {"command", "TEXT", "gate, replay, record or accept"},
            {"base", "TEXT", "commit; '' when it has none"},
            {"head", "TEXT", "commit"},
            {"dirty", "INTEGER", "1: the working tree differed from head"},
            {"tool", "TEXT", "tidemark's version"},
            {"started_at", "TEXT", "UTC"},
            {"finished_at", "TEXT", "UTC; NULL: not finished"},
            {"planned", "INTEGER", "trials that were to be made; NULL: not finished"},
            {"exit_code", "INTEGER", "NULL: not finished"}}},
          {"trials",
           "one run of one golden input each",
           {{"run", "INTEGER", "runs.run"},
            {"automation", "TEXT", "the automation's id at that time"},
            {"arm", "TEXT", "base, head or record: what for"},
            {"case_id", "TEXT", "of the golden set"},
            {"repeat", "INTEGER", "from 0"},
            {"failure", "TEXT", "NULL: there is an output"},
            {"text", "TEXT", "the output, or what the failure said"},
            {"took_us", "INTEGER", "microseconds"},
            {"cost", "REAL", "USD, as the runner told; NULL: it did not"},
            {"input_tokens", "INTEGER", "likewise"},
            {"output_tokens", "INTEGER", "likewise"},
            {"model", "TEXT", "that answered, as the service names it; '' when nobody told"},
            {"fingerprint", "TEXT", "of that model's deployment; '' likewise"},
            {"made_in", "INTEGER", "the earlier run it was taken from; NULL: made in this one"},
            {"retries", "INTEGER",
             "calls that were made again before this came, in the run that made it"},
            {"retried_for", "TEXT", "how many by which failure, as JSON; NULL: none"}}},
          {"verdicts",
           "what a run said of each automation",
           {{"run", "INTEGER", "runs.run"},
            {"automation", "TEXT", "the automation's id at that time, or policy"},
            {"verdict", "TEXT",
             "NOT_AFFECTED, PASS, ACCEPTED, CHANGED, INCONCLUSIVE, NOT_TESTED, ERROR or REGRESSED"},
            {"because", "TEXT", "sentences, one a line"},
            {"cases", "INTEGER", "NULL: nothing was measured"},
            {"mean_before", "REAL", "mean score of the baseline"},
            {"mean_after", "REAL", "mean score of the candidate"},
            {"p_worse", "REAL", "how likely so bad a candidate is if nothing got worse"},
            {"log_e", "REAL", "natural logarithm of E"}}}};
}

}  // namespace

const std::vector<Table>& tables() {
  static const std::vector<Table> all = [] {
    std::vector<Table> result;
    for (auto part : {entity_tables, relation_tables, change_tables, ledger_tables}) {
      for (Table& table : part()) result.push_back(std::move(table));
    }
    return result;
  }();
  return all;
}

}  // namespace tidemark::query
