#include "replay/pipeline/model_moves.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/text/counted.hpp"

namespace tidemark::pipeline {
namespace {

bool is_move(const Change& change) {
  return change.source == ChangeSource::inventory && change.entity.kind == Kind::model &&
         change.what == "version" && !change.to.empty();
}

}  // namespace

ModelMoves model_moves(const Assessment& assessment, const Verdict& verdict) {
  ModelMoves moves;
  const Impact* impact = impact_on(assessment, verdict.automation);
  if (impact == nullptr) return moves;
  const auto& answered = verdict.answered_by;
  std::vector<std::string> names;
  for (const auto& [name, count] : answered) names.push_back(name);
  for (const std::size_t index : impact->changes) {
    const Change& change = assessment.changes.changes[index];
    if (!is_move(change) || names.empty()) continue;
    const std::string id = to_string(change.entity);
    if (const auto old = answered.find(change.from); old != answered.end()) {
      moves.untried.push_back(fmt::format(
          "{} {} answered by {}, which {} leaves for {}: what {} does was not tried (name "
          "${{{}#version}} "
          "in the runner, or see where its service leads)",
          text::counted(old->second, "trial", "trials"), old->second == 1 ? "was" : "were",
          change.from, id, change.to, change.to, id));
    } else if (names == verdict.baseline_models && answered.count(change.to) == 0) {
      moves.unmoved.push_back(fmt::format(
          "{} moves from {} to {}, and {} answered as when the baseline was recorded", id,
          change.from.empty() ? "no version" : change.from, change.to, fmt::join(names, ", ")));
    }
  }
  return moves;
}

}  // namespace tidemark::pipeline
