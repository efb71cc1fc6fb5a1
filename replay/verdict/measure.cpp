#include "replay/verdict/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text/counted.hpp"

namespace tidemark::verdict {
namespace {

constexpr std::size_t named_at_most = 5;

bool is_scored(int units) { return units != stats::missing; }

std::optional<double> mean(const std::vector<int>& units) {
  double sum = 0;
  std::size_t count = 0;
  for (const int unit : units) {
    if (!is_scored(unit)) continue;
    sum += unit;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / static_cast<double>(count) / stats::score_scale;
}

/// Mean over cases of the mean over runs, so that no case counts for its runs.
class MeanOfCases {
 public:
  void add(std::optional<double> value) {
    if (!value) return;
    sum_ += *value;
    ++count_;
  }
  std::optional<double> value() const {
    if (count_ == 0) return std::nullopt;
    return sum_ / static_cast<double>(count_);
  }

 private:
  double sum_ = 0;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<stats::CaseScores> scores_of(const Evidence& evidence) {
  std::vector<stats::CaseScores> scores;
  for (const CaseEvidence& one : evidence.cases) {
    scores.push_back({one.baseline, one.candidate});
    if (!one.recorded) {
      std::fill(scores.back().baseline.begin(), scores.back().baseline.end(), stats::missing);
      std::fill(scores.back().candidate.begin(), scores.back().candidate.end(), stats::missing);
    }
  }
  return scores;
}

Measurement measure(const Evidence& evidence) {
  Measurement measured;
  MeanOfCases before, after;
  for (const CaseEvidence& one : evidence.cases) {
    const auto lost = static_cast<std::size_t>(
        std::count(one.candidate.begin(), one.candidate.end(), stats::missing));
    measured.trials += one.candidate.size() - one.unmade;
    measured.failures += lost - one.unmade;
    measured.baseline_runs =
        std::max(measured.baseline_runs, static_cast<int>(one.baseline.size()));
    measured.candidate_runs =
        std::max(measured.candidate_runs, static_cast<int>(one.candidate.size()));
    if (one.unmade == one.candidate.size()) continue;
    ++measured.cases;
    if (!one.recorded) continue;
    before.add(mean(one.baseline));
    after.add(mean(one.candidate));
  }
  measured.before = before.value().value_or(0);
  measured.after = after.value().value_or(0);
  measured.margin = evidence.rules.margin;
  return measured;
}

std::optional<double> expected_mean(const Evidence& evidence) {
  MeanOfCases candidate;
  for (const CaseEvidence& one : evidence.cases) {
    if (one.has_expect && one.recorded) candidate.add(mean(one.candidate));
  }
  return candidate.value();
}

std::optional<double> control_mean(const Evidence& evidence) {
  MeanOfCases controls;
  for (const CaseEvidence& one : evidence.cases) {
    if (one.recorded) controls.add(mean(one.baseline));
  }
  return controls.value();
}

std::string means_sentence(const Measurement& measured) {
  return fmt::format("mean score {} -> {} ({:+.3f}) over {}", decimal(measured.before, 3),
                     decimal(measured.after, 3), measured.after - measured.before,
                     text::counted(measured.cases, "case", "cases"));
}

std::string some_of(const std::vector<std::string>& names) {
  const std::size_t shown = std::min(names.size(), named_at_most);
  std::string text = fmt::format(
      "{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

std::string unrecorded_sentence(const std::vector<std::string>& names, std::size_t cases) {
  return fmt::format("{} {} not in the baseline with the input of now (record it anew): {}",
                     text::counted_of(names.size(), cases, "case", "cases"),
                     text::agreeing(names.size(), "is", "are"), some_of(names));
}

std::string decimal(double value, int digits) { return fmt::format("{:.{}f}", value, digits); }

}  // namespace tidemark::verdict
