#pragma once

#include <string>
#include <vector>

#include "core/contract/contract.hpp"
#include "core/graph/dependency_graph.hpp"
#include "core/impact/impacts.hpp"
#include "core/model/contract_change.hpp"
#include "replay/pipeline/range.hpp"

namespace tidemark::pipeline {

/// Two states of a contract that were compared, or could not be.
struct ComparedContract {
  ContractChange change;
  contract::Source before, after;
  bool is_whole = true;  ///< false: something of the entity differs that is in no comparison
};

/// Compares the files that `schema` entities claim and that differ, by entity, then path, and gives
/// the changes of such files their class. Parts of uses are the base's: what the head says of them
/// is a proposal. What is no contract, or cannot be compared, is of unknown class and reaches
/// everybody. Throws Error with the place where the head makes a contract malformed.
std::vector<ComparedContract> contracts_between(const Range& range, ChangeSet& changes);

/// What a change that `--contract` supposes says that it is about.
inline constexpr const char* supposed_of_contract = "contract";

/// Two states of an entity's contract that somebody names, and how they differ.
ComparedContract supposed_contract(const EntityId& entity, contract::Source before,
                                   contract::Source after, contract::Difference difference);
/// That as a change of the entity.
Change supposed_change(const ComparedContract& contract);

/// Who sees nothing of the contracts that differ, for each entity of which nothing else does; fills
/// `reach` and `apart` of each. `range` and `both` are what the uses stand in.
std::vector<impact::Bypass> bypasses_of(std::vector<ComparedContract>& contracts,
                                        const ChangeSet& changes, const Range& range,
                                        const DependencyGraph& both);

/// Gives every impact that begins at a contract the class of what the contract's change is to it.
void classify_impacts(const std::vector<ComparedContract>& contracts, std::vector<Impact>& impacts);

/// For each list of parts, whether whoever names them sees nothing of what differs: no finding
/// touches them, and they read the same, word for word.
std::vector<bool> see_nothing(const ComparedContract& contract,
                              const std::vector<std::vector<std::string>>& uses);

}  // namespace tidemark::pipeline
