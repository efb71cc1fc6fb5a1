#include <algorithm>
#include <map>

#include "core/contract/schema_walk.hpp"

namespace tidemark::contract {
namespace {

constexpr std::size_t most_trials = 12;  // on each side; beyond, what fits is not searched for

/// Alternatives of two states that are still without a partner on the other side.
struct Matching {
  const Pair& pair;
  std::vector<const Alternative*> was, is;

  void compare(std::size_t one, std::size_t other) {
    const Joint &before = was[one]->joint, &after = is[other]->joint;
    Spot spot = pair.spot;
    const std::string& name = is[other]->name.empty() ? was[one]->name : is[other]->name;
    if (!name.empty()) spot.after += " as " + as_code(name);
    was.erase(was.begin() + static_cast<std::ptrdiff_t>(one));
    is.erase(is.begin() + static_cast<std::ptrdiff_t>(other));
    pair.walk.compare(before, after, spot);
  }

  /// Pairs those for which `same` holds, each once.
  template <typename Same>
  void match(Same same) {
    for (std::size_t one = 0; one < was.size();) {
      std::size_t other = 0;
      pair.walk.spend(1 + is.size());
      while (other < is.size() && !same(*was[one], *is[other])) ++other;
      other < is.size() ? compare(one, other) : static_cast<void>(++one);
    }
  }
};

std::vector<const Alternative*> pointers(const std::vector<Alternative>& alternatives) {
  std::vector<const Alternative*> list;
  for (const Alternative& one : alternatives) list.push_back(&one);
  return list;
}

bool same_name(const Alternative& one, const Alternative& other) {
  return !one.name.empty() && one.name == other.name;
}

bool same_text(const Alternative& one, const Alternative& other) {
  return *one.joint.front().element.value == *other.joint.front().element.value;
}

/// The types of each alternative, and how many have the same.
struct Shapes {
  std::map<const Alternative*, unsigned> types;
  std::map<unsigned, std::size_t> counts;

  Shapes(Schemas& schemas, const std::vector<const Alternative*>& list) {
    for (const Alternative* one : list) {
      types[one] = schemas.types_of(schemas.read(one->joint));
      ++counts[types[one]];
    }
  }
};

/// The alternatives that are the only ones of their types on either side belong together.
void match_shapes(Matching& matching) {
  const Shapes was(matching.pair.walk.before, matching.was),
      is(matching.pair.walk.after, matching.is);
  matching.match([&](const Alternative& one, const Alternative& other) {
    const unsigned types = was.types.at(&one);
    return types == is.types.at(&other) && was.counts.at(types) == 1 && is.counts.at(types) == 1;
  });
}

/// What is the same but for its name: no partner differs in a way that breaks.
void match_fitting(Matching& matching) {
  if (matching.was.size() > most_trials || matching.is.size() > most_trials) return;
  const Pair& pair = matching.pair;
  matching.match([&](const Alternative& one, const Alternative& other) {
    const auto findings = pair.walk.trial(one.joint, other.joint, pair.spot);
    return findings && worst_of(*findings) != ChangeClass::breaking;
  });
}

std::string called(const Alternative& alternative) {
  return alternative.name.empty() ? "" : ' ' + as_code(alternative.name);
}

void report_rest(const Matching& matching, const std::string& rule) {
  const Pair& pair = matching.pair;
  for (const Alternative* one : matching.was) {
    pair.walk.findings.add_keyword(
        rule + "-removed", pair.spot, one->joint.front().element,
        "the alternative" + called(*one) + " of " + pair.spot.name() + " was removed");
  }
  for (const Alternative* one : matching.is) {
    pair.walk.findings.add_keyword(
        rule + "-added", pair.spot, one->joint.front().element,
        "an alternative" + called(*one) + " of " + pair.spot.name() + " was added");
  }
}

void match_all(Matching& matching) {
  matching.match(same_name);
  matching.match(same_text);
  match_fitting(matching);
  match_shapes(matching);
}

void compare_lists(const Pair& pair, const std::vector<Alternative>& was,
                   const std::vector<Alternative>& is, const std::string& rule) {
  Matching matching{pair, pointers(was), pointers(is)};
  match_all(matching);
  if (matching.was.size() == 1 && matching.is.size() == 1) matching.compare(0, 0);
  report_rest(matching, rule);
}

const std::vector<Alternative>& list_of(const Schema& schema) {
  return schema.one_of.empty() ? schema.any_of : schema.one_of;
}

/// The schema without what is not demanded of all alternatives.
bool demands_nothing(const Schema& schema) {
  return schema.properties.empty() && schema.required.empty() && !schema.values &&
         !schema.constant && schema.items.empty();
}

/// One shape on one side, several on the other: the one is an alternative among several now.
bool compare_lifted(const Pair& pair, bool lift_before) {
  const Schema& plain = lift_before ? pair.before : pair.after;
  const Schema& choice = lift_before ? pair.after : pair.before;
  if (!demands_nothing(choice) || (demands_nothing(plain) && !plain.says_type())) return false;
  const Alternative single{plain.joint, ""};
  Matching matching{pair, pointers(list_of(choice)), {&single}};
  if (lift_before) std::swap(matching.was, matching.is);
  match_fitting(matching);
  match_shapes(matching);
  const bool found = lift_before ? matching.was.empty() : matching.is.empty();
  if (found) {
    report_rest(matching, choice.one_of.empty() ? "any-of" : "one-of");
  } else {
    pair.report(lift_before ? "wrapped-in-one-of" : "unwrapped-from-one-of",
                pair.spot.name() +
                    (lift_before ? " is now one of several shapes, none of which is what it was"
                                 : " was one of several shapes and is now none of them"));
  }
  return true;
}

}  // namespace

Choice compare_alternatives(const Pair& pair) {
  const bool was = !list_of(pair.before).empty(), is = !list_of(pair.after).empty();
  if (!was && !is) return Choice::none;
  if (was != is) return compare_lifted(pair, is) ? Choice::all : Choice::none;
  const bool same_kind = pair.before.one_of.empty() == pair.after.one_of.empty();
  compare_lists(pair, list_of(pair.before), list_of(pair.after),
                same_kind && pair.before.one_of.empty() ? "any-of" : "one-of");
  return Choice::types;
}

void compare_discriminators(const Pair& pair) {
  const auto &was = pair.before.discriminator, &is = pair.after.discriminator;
  if (!was && !is) return;
  const std::string of = "the discriminator of " + pair.spot.name();
  if (!was) return pair.report("discriminator-added", of + " was added");
  if (!is) return pair.report("discriminator-removed", of + " was removed");
  if (was->property != is->property) {
    pair.report("discriminator-property-name-changed",
                of + " changed from " + as_code(was->property) + " to " + as_code(is->property));
  }
  for (const auto& [name, target] : was->mapping) {
    const auto other = is->mapping.find(name);
    if (other == is->mapping.end()) {
      pair.report("discriminator-mapping-deleted", of + " no longer maps " + as_code(name));
    } else if (other->second != target) {
      pair.report("discriminator-mapping-changed",
                  of + " maps " + as_code(name) + " to something else");
    }
  }
  for (const auto& [name, target] : is->mapping) {
    if (was->mapping.count(name) == 0) {
      pair.report("discriminator-mapping-added", of + " now maps " + as_code(name));
    }
  }
}

}  // namespace tidemark::contract
