#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/change/changes.hpp"

namespace tidemark::test {

/// Paths and blob ids; an id with "*" behind it is executable, one with "@" a submodule's.
using Files = std::map<std::string, std::string>;

/// A workspace of these files with a tidemark.yaml in `folder`.
change::World world_of(Inventory inventory, Files files, const std::string& folder = "");
/// A workspace whose files can be read: paths and what they contain.
change::World readable_world_of(Inventory inventory,
                                const std::map<std::string, std::string>& texts);
/// The same as world_of() without tidemark.yaml: a commit before there was a workspace.
change::World world_before_tidemark(Files files);

EntityId id_of(const std::string& text);
Entity entity_of(const std::string& id, std::vector<std::string> files = {});
/// An automation `automation:router` that is replayed by golden/router.jsonl.
Entity replayed(const std::string& id = "automation:router");
Inventory inventory_of(std::vector<Entity> entities);

/// `entity what: from -> to (class)` per change, one a line; files also name their source.
std::string text_of(const std::vector<Change>& changes);
/// `rule [automation]: text` per proposal, one a line.
std::string text_of(const std::vector<Proposal>& proposals);
std::string text_of(const std::vector<std::string>& paths);

}  // namespace tidemark::test
