#include "replay/report/effort.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "core/text/counted.hpp"
#include "replay/report/printable.hpp"

namespace tidemark::report {
namespace {

constexpr std::size_t models_shown = 4;
constexpr std::size_t longest_model = 100;

std::string earlier_text(const Verdict& verdict) {
  if (verdict.earlier_trials == 0) return "";
  return fmt::format(
      "  earlier   {} of {} trials from runs of the last 24 hours, in which nothing "
      "it stands on moved\n",
      verdict.earlier_trials, verdict.measured->trials);
}

std::string retries_text(const Retries& retries) {
  std::size_t all = 0;
  std::string by_kind;
  for (const auto& [kind, count] : retries) {
    all += count;
    by_kind += fmt::format("{}{} by {}", by_kind.empty() ? "" : ", ", count, to_string(kind));
  }
  if (all == 0) return "";
  return fmt::format("  retries   {} {} made again ({})\n", text::counted(all, "call", "calls"),
                     text::agreeing(all, "was", "were"), by_kind);
}

/// `40 trials by m-1`
void add_models(const Spent& spent, std::vector<std::string>& parts) {
  std::size_t shown = 0;
  for (const auto& [model, trials] : spent.models) {
    if (shown++ == models_shown) return parts.push_back("and others");
    parts.push_back(text::counted(trials, "trial", "trials") + " by " +
                    printable(model, longest_model));
  }
}

/// What a budget and a reader count with is told beside what is missing from it.
std::string cost_text(const Spent& spent) {
  std::string text = fmt::format("USD {:.4g}", *spent.cost);
  if (spent.without_cost == 0) return text;
  return text + " without " + text::counted(spent.without_cost, "trial", "trials") +
         " of unknown cost";
}

std::string spent_text(const Spent& spent) {
  std::vector<std::string> parts;
  if (spent.cost) parts.push_back(cost_text(spent));
  if (spent.input_tokens + spent.output_tokens != 0) {
    parts.push_back(fmt::format("{} tokens in, {} out", spent.input_tokens, spent.output_tokens));
  }
  add_models(spent, parts);
  return parts.empty() ? "" : fmt::format("  spent     {}\n", fmt::join(parts, ", "));
}

}  // namespace

std::string effort_text(const Verdict& verdict) {
  return earlier_text(verdict) + retries_text(verdict.retries) + spent_text(verdict.spent);
}

}  // namespace tidemark::report
