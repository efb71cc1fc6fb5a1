#include "replay/pipeline/closure_difference.hpp"

#include <map>
#include <set>

namespace tidemark::pipeline {
namespace {

std::string in_words(const std::string& component) {
  if (component == "golden") return "golden set";
  if (component == "compare") return "comparators";
  if (component == "scrub") return "scrubbers";
  if (component.starts_with("files ")) return "files of " + component.substr(6);
  return component;
}

/// What the inventories say otherwise about an entity; its own name where they do not say it.
std::set<std::string> attributes_of(const std::string& entity, const std::vector<Change>& changes) {
  std::set<std::string> words;
  for (const Change& change : changes) {
    if (to_string(change.entity) != entity || change.change_class == ChangeClass::benign) continue;
    words.insert(entity + ' ' + (change.what == "entity" ? "itself" : change.what));
  }
  if (words.empty()) words.insert(entity);
  return words;
}

}  // namespace

std::vector<std::string> differences(const Closure& before, const Closure& after,
                                     const Inventory& inventory_before,
                                     const Inventory& inventory_after) {
  const std::map<std::string, std::string> old(before.components.begin(), before.components.end());
  std::map<std::string, std::string> all(after.components.begin(), after.components.end());
  std::set<std::string> differing;
  for (const auto& [name, hash] : all) {
    const auto found = old.find(name);
    if (found == old.end() || found->second != hash) differing.insert(name);
  }
  for (const auto& [name, hash] : old) {
    if (!all.contains(name)) differing.insert(name);
  }
  const auto changes = change::inventory_changes(inventory_before, inventory_after);
  std::set<std::string> words;
  for (const std::string& name : differing) {
    if (parse_entity_id(name)) {
      words.merge(attributes_of(name, changes));
    } else {
      words.insert(in_words(name));
    }
  }
  return {words.begin(), words.end()};
}

}  // namespace tidemark::pipeline
