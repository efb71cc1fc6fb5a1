#include "replay/cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tidemark::cli {
namespace {

constexpr std::size_t shown = 3;

void add(run::Standing& sum, const run::Standing& more) {
  sum.done += more.done;
  sum.total += more.total;
  sum.failures += more.failures;
  sum.cost += more.cost;
}

std::string time_left(double seconds) {
  const auto whole = static_cast<long>(std::ceil(seconds));
  if (whole < 100) return fmt::format("{}s left", whole);
  return fmt::format("{}m left", (whole + 59) / 60);
}

/// Rate and time left, once there is something to tell them by.
std::string pace(const run::Standing& sum, double seconds) {
  if (seconds < 1 || sum.done == 0) return "";
  const double rate = static_cast<double>(sum.done) / seconds;
  const std::string per_second =
      rate < 100 ? fmt::format("{:.3g}/s", rate) : fmt::format("{:.0f}/s", rate);
  return fmt::format(", {}, {}", per_second,
                     time_left(static_cast<double>(sum.total - sum.done) / rate));
}

}  // namespace

void ProgressBoard::hear(const EntityId& automation, const run::Standing& standing, run::Time now) {
  begun_ = std::min(begun_, now);
  under_way_[automation] = standing;
  if (standing.done < standing.total) return;
  add(over_, standing);
  under_way_.erase(automation);
}

run::Standing ProgressBoard::sum() const {
  run::Standing sum = over_;
  for (const auto& [automation, standing] : under_way_) add(sum, standing);
  return sum;
}

std::string ProgressBoard::line(run::Time now, std::size_t width) const {
  if (under_way_.empty()) return "";
  std::string text;
  std::size_t count = 0;
  for (const auto& [automation, standing] : under_way_) {
    if (count++ == shown) break;
    text += fmt::format("{}{} {}/{}", text.empty() ? "" : ", ", automation.name, standing.done,
                        standing.total);
  }
  if (count > shown) text += fmt::format(" and {} more", under_way_.size() - shown);
  const run::Standing all = sum();
  if (all.failures != 0) text += fmt::format(", {} failed", all.failures);
  if (all.cost > 0) text += fmt::format(", USD {:.2f}", all.cost);
  text += pace(all, std::chrono::duration<double>(now - begun_).count());
  return text.substr(0, width);
}

}  // namespace tidemark::cli
