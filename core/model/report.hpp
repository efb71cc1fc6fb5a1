#pragma once

#include <string>
#include <vector>

#include "core/model/change.hpp"
#include "core/model/contract_change.hpp"
#include "core/model/impact.hpp"
#include "core/model/verdict.hpp"

namespace tidemark {

/// Everything a gate or a replay has to say, ready to be written in any form. Holds no time and no
/// machine, so that the same outputs give the same report, but for how often they were asked for.
struct Report {
  std::string command;    ///< `gate` or `replay`
  std::string tool;       ///< tidemark's version
  std::string workspace;  ///< the workspace's folder in the repository, "" at its root
  std::string base;       ///< commit id; "" for a replay
  std::string base_name;  ///< as the user named it
  std::string head;       ///< commit id; "" outside git
  bool dirty = false;     ///< the working tree differs from `head`
  ChangeSet changes;
  std::vector<ContractChange> contracts;  ///< by entity, then path
  std::vector<Impact> impacts;
  std::vector<Verdict> verdicts;  ///< ACCEPTED, then worst first, then by id
  VerdictKind verdict = VerdictKind::not_tested;
  int exit_code = 70;
};

}  // namespace tidemark
