#include "replay/compare/scoring.hpp"

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "replay/compare/mutations.hpp"

namespace tidemark::compare {
namespace {

std::size_t primary_of(const std::vector<ComparatorSpec>& specs, const std::string& where) {
  if (specs.size() == 1) return 0;
  const auto is_primary = [](const ComparatorSpec& spec) { return spec.primary; };
  const auto count = std::count_if(specs.begin(), specs.end(), is_primary);
  if (count != 1) {
    throw Error(Fault::configuration, where + ": " + std::to_string(count) +
                                          " comparators are primary (mark exactly one)");
  }
  const auto found = std::find_if(specs.begin(), specs.end(), is_primary);
  return static_cast<std::size_t>(found - specs.begin());
}

void check_path(const ComparatorSpec& spec, const std::string& where) {
  if (json::is_pointer(spec.at)) return;
  throw Error(Fault::configuration, where + ": comparator " + spec.comparator + ": at \"" +
                                        spec.at + "\" is not a path (start it with /)");
}

}  // namespace

Scorer::Scorer(const ReplaySpec& spec, const std::string& where, const Make& make)
    : scrubber_(spec.scrub, where), primary_(primary_of(spec.compare, where)) {
  std::string complaints;
  for (const ComparatorSpec& one : spec.compare) {
    try {
      check_path(one, where);
      parts_.push_back({one.comparator, one.at, make(one, where)});
    } catch (const Error& error) {
      complaints += (complaints.empty() ? "" : "\n") + std::string(error.what());
    }
  }
  if (!complaints.empty()) throw Error(Fault::configuration, complaints);
}

Prepared Scorer::prepare(const GoldenCase& golden_case, const std::string& reference) const {
  Prepared prepared{golden_case.id, {}, std::nullopt};
  prepared.reference =
      scrubber_.scrubbed(json::parse(reference, "reference of case " + golden_case.id));
  if (!golden_case.expect) return prepared;
  json::Value expect = json::parse(golden_case.expect->str(), "expect of case " + golden_case.id);
  const bool meant = std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) {
    return json::at(expect, part.at) != nullptr;
  });
  if (!meant) {
    throw Error(Fault::configuration, "expect of case " + golden_case.id +
                                          " has nothing at a compared path (write it in the shape "
                                          "of the output)");
  }
  prepared.expect = scrubber_.scrubbed(std::move(expect));
  return prepared;
}

const json::Value& Scorer::wanted(const Prepared& prepared, const Part& part) const {
  const bool expected = prepared.expect && json::at(*prepared.expect, part.at) != nullptr;
  return expected ? *prepared.expect : prepared.reference;
}

Scored Scorer::score(const Prepared& prepared, const std::string& output) const {
  return score_value(prepared,
                     scrubber_.scrubbed(json::parse(output, "output of case " + prepared.case_id)));
}

Scored Scorer::score_reference(const Prepared& prepared) const {
  return score_value(prepared, prepared.reference);
}

std::optional<Scored> Scorer::sure_score(const GoldenCase& golden_case,
                                         const std::string& reference) const {
  // Whether what is expected has a compared path is seen only in the whole document.
  const bool meant =
      std::any_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.at.empty(); });
  if (golden_case.expect && !(meant && *golden_case.expect == reference)) return std::nullopt;
  const bool sure = std::all_of(parts_.begin(), parts_.end(), [](const Part& part) {
    return part.comparator->is_sure_of_equals();
  });
  if (!sure) return std::nullopt;
  return Scored{1, "", std::vector<Score>(parts_.size()), true};
}

Scored Scorer::score_value(const Prepared& prepared, const json::Value& got) const {
  Scored scored;
  for (const Part& part : parts_) {
    const json::Value* reference = json::at(wanted(prepared, part), part.at);
    scored.each.push_back(part.comparator->compare(reference, json::at(got, part.at)));
  }
  scored.primary = scored.each[primary_].value;
  scored.explanation = scored.each[primary_].explanation;
  scored.same_output = got == prepared.reference;
  return scored;
}

bool Scorer::is_blind(const json::Value& document, const Part& part) const {
  const json::Value* value = json::at(document, part.at);
  const std::vector<json::Value> mutated = mutations(document, part.at);
  return std::none_of(mutated.begin(), mutated.end(), [&](const json::Value& one) {
    const json::Value seen = scrubber_.scrubbed(one);
    return part.comparator->compare(value, json::at(seen, part.at)).value < 1;
  });
}

const std::string& Scorer::primary_path() const { return parts_[primary_].at; }

ControlResult Scorer::controls(const Prepared& prepared) const {
  const Part& part = parts_[primary_];
  const json::Value& document = wanted(prepared, part);
  const json::Value* value = json::at(document, part.at);
  const std::string place = "case " + prepared.case_id + (part.at.empty() ? "" : " at " + part.at);
  if (value == nullptr) return {Control::absent, place + " has no value"};
  const Score itself = part.comparator->compare(value, value);
  if (itself.value < 1) {
    return {Control::unequal, "detector dead: " + part.name + " does not score " + place +
                                  " 1 against itself: " + itself.explanation};
  }
  if (is_blind(document, part)) {
    return {Control::blind, "detector dead: " + part.name + " sees no mutation of " + place};
  }
  return {};
}

}  // namespace tidemark::compare
