#include "replay/cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text/code_points.hpp"

namespace tidemark::cli {
namespace {

void add(run::Standing& sum, const run::Standing& more) {
  sum.done += more.done;
  sum.total += more.total;
  sum.failures += more.failures;
  sum.cost += more.cost;
  sum.again += more.again;
  sum.waits_until = more.waits_until;
}

std::string time_left(double seconds) {
  const auto whole = static_cast<long>(std::ceil(seconds));
  if (whole < 100) return fmt::format("{}s left", whole);
  return fmt::format("{}m left", (whole + 59) / 60);
}

/// How long it stands still, or how much is to be made again, and why.
std::string pause(const run::Standing& standing, run::Time now) {
  constexpr std::size_t longest = 80;
  std::string text;
  if (standing.waits_until != run::never) {
    const auto whole = std::chrono::ceil<std::chrono::seconds>(standing.waits_until - now).count();
    text = fmt::format(", waits {}s", std::max<std::int64_t>(whole, 0));
  } else if (standing.again != 0) {
    text = fmt::format(", {} to be tried again", standing.again);
  }
  if (text.empty() || standing.again_for.empty()) return text;
  return text + fmt::format(" ({})", text::printable(standing.again_for, longest));
}

/// Rate and time left, once there is something to tell them by.
std::string pace(const run::Standing& standing, run::Duration since) {
  const double seconds = std::chrono::duration<double>(since).count();
  if (seconds < 1 || standing.done == 0) return "";
  const double rate = static_cast<double>(standing.done) / seconds;
  const std::string per_second =
      rate < 100 ? fmt::format("{:.3g}/s", rate) : fmt::format("{:.0f}/s", rate);
  return fmt::format(", {}, {}", per_second,
                     time_left(static_cast<double>(standing.total - standing.done) / rate));
}

/// Cents, and of less than ten of them two digits.
std::string amount(double cost) {
  return cost < 0.1 ? fmt::format("{:.2g}", cost) : fmt::format("{:.2f}", cost);
}

std::string text_of(const run::Standing& standing, run::Time begun, run::Time now) {
  std::string text = fmt::format("{}/{}", standing.done, standing.total);
  if (standing.failures != 0) text += fmt::format(", {} failed", standing.failures);
  if (standing.cost > 0) text += ", USD " + amount(standing.cost);
  text += pause(standing, now);
  return standing.waits_until != run::never ? text : text + pace(standing, now - begun);
}

}  // namespace

void ProgressBoard::hear(const EntityId& automation, const run::Standing& standing, run::Time now) {
  begun_ = std::min(begun_, now);
  const auto found = under_way_.try_emplace(automation, Batch{{}, now}).first;
  found->second.standing = standing;
  if (standing.done < standing.total) return;
  add(over_, standing);
  under_way_.erase(found);
}

run::Standing ProgressBoard::sum() const {
  run::Standing sum = over_;
  for (const auto& [automation, batch] : under_way_) add(sum, batch.standing);
  return sum;
}

std::string ProgressBoard::line(run::Time now, const Room& room) const {
  if (under_way_.empty()) return "";
  std::string text;
  const bool is_alone = under_way_.size() == 1 && over_.total == 0;
  if (!is_alone) text = text_of(sum(), begun_, now);
  std::size_t count = 0;
  for (const auto& [automation, batch] : under_way_) {
    if (count++ == room.automations) break;
    text += text.empty() ? "" : "; ";
    text += automation.name + ' ' + text_of(batch.standing, batch.begun, now);
  }
  if (count > room.automations) {
    text += fmt::format("; and {} more", under_way_.size() - room.automations);
  }
  return text.substr(0, room.width);
}

}  // namespace tidemark::cli
