#include "replay/cli/selection.hpp"

#include <algorithm>
#include <iostream>

#include "core/base/error.hpp"
#include "core/text/glob.hpp"
#include "replay/cli/world.hpp"

namespace tidemark::cli {
namespace {

constexpr std::size_t most_input = std::size_t{16} << 20U;

/// In ids '/' is a letter like any other.
std::string without_slashes(std::string text) {
  std::replace(text.begin(), text.end(), '/', '\x01');
  return text;
}

bool is_glob(const std::string& word) { return word.find_first_of("*?[") != std::string::npos; }

Positions entities_like(const Inventory& inventory, const std::string& word) {
  const std::string pattern = without_slashes(word);
  const bool has_kind = word.find(':') != std::string::npos;
  Positions found;
  for (Neighbours::Position i = 0; i < inventory.entities.size(); ++i) {
    const EntityId& id = inventory.entities[i].id;
    const std::string name = without_slashes(has_kind ? to_string(id) : id.name);
    if (text::glob_match(pattern, name)) found.push_back(i);
  }
  if (found.empty()) {
    throw Error(Fault::configuration,
                "no entity is called like " + word + " (see `tidemark list`)");
  }
  return found;
}

std::vector<std::string> words_of_input() {
  std::vector<std::string> words;
  std::size_t bytes = 0;
  for (std::string line; std::getline(std::cin, line);) {
    bytes += line.size() + 1;
    if (bytes > most_input) throw Error(Fault::usage, "-: standard input has more than 16 MiB");
    const std::size_t start = line.find_first_not_of(" \t\r");
    if (start == std::string::npos) continue;
    words.push_back(line.substr(start, line.find_first_of(" \t\r", start) - start));
  }
  return words;
}

}  // namespace

Neighbours::Position position_of(const Inventory& inventory, const Entity& entity) {
  return static_cast<Neighbours::Position>(inventory.position_of(entity.id));
}

std::vector<std::string> words_given(const std::vector<std::string>& names) {
  std::vector<std::string> words;
  bool has_read = false;
  for (const std::string& name : names) {
    if (name != "-") {
      words.push_back(name);
    } else if (!has_read) {
      has_read = true;
      for (std::string& word : words_of_input()) words.push_back(std::move(word));
    }
  }
  return words;
}

Positions entities_named(const Inventory& inventory, const std::vector<std::string>& words) {
  Positions found;
  std::vector<bool> seen(inventory.entities.size());
  for (const std::string& word : words) {
    const Positions named = is_glob(word)
                                ? entities_like(inventory, word)
                                : Positions{position_of(inventory, entity_named(inventory, word))};
    for (const auto one : named) {
      if (!seen[one]) found.push_back(one);
      seen[one] = true;
    }
  }
  return found;
}

Positions orphans_in(const Inventory& inventory, const Neighbours& neighbours) {
  Positions automations;
  for (Neighbours::Position i = 0; i < inventory.entities.size(); ++i) {
    if (inventory.entities[i].id.kind == Kind::automation) automations.push_back(i);
  }
  std::vector<bool> needed(inventory.entities.size());
  for (const auto& step : neighbours.reached(automations, Direction::uses)) {
    needed[step.entity] = true;
  }
  Positions orphans;
  for (Neighbours::Position i = 0; i < needed.size(); ++i) {
    if (!needed[i]) orphans.push_back(i);
  }
  return orphans;
}

}  // namespace tidemark::cli
