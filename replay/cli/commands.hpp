#pragma once

#include <vector>

#include "replay/cli/arguments.hpp"

namespace tidemark::cli {

/// Every command of tidemark, in the order in which help lists them.
const std::vector<Command>& commands();

int init(const Arguments& arguments);
int check(const Arguments& arguments);
int schema(const Arguments& arguments);
int list(const Arguments& arguments);
int find(const Arguments& arguments);
int show(const Arguments& arguments);
int dependents(const Arguments& arguments);
int dependencies(const Arguments& arguments);
int path(const Arguments& arguments);
int owners(const Arguments& arguments);
int orphans(const Arguments& arguments);
int cycles(const Arguments& arguments);
int stats(const Arguments& arguments);
int graph(const Arguments& arguments);
int sql(const Arguments& arguments);
int closure(const Arguments& arguments);
int conformance(const Arguments& arguments);
int diff(const Arguments& arguments);
int history(const Arguments& arguments);
int changes(const Arguments& arguments);
int impact(const Arguments& arguments);
int contract(const Arguments& arguments);
int record(const Arguments& arguments);
/// `record --from`: golden cases out of a log.
int record_from(const Arguments& arguments);
int replay(const Arguments& arguments);
int gate(const Arguments& arguments);
int plan(const Arguments& arguments);
int accept(const Arguments& arguments);
int rescore(const Arguments& arguments);
int runs(const Arguments& arguments);
int plugins(const Arguments& arguments);
int help(const Arguments& arguments);

}  // namespace tidemark::cli
