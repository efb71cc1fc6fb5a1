#include "replay/report/shifts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/text/excerpt.hpp"
#include "replay/report/printable.hpp"
#include "replay/report/report.hpp"

namespace tidemark::report {
namespace {

std::string shift_text(const CaseShift& shift) {
  const auto [before, after] =
      text::excerpts(shift.before_output, shift.after_output, longest_output);
  return fmt::format(
      "    {}{}  {}  {}\n      input   {}\n      before  {}\n"
      "      after   {}\n",
      printable(shift.case_id), shift.critical ? " (critical)" : "",
      scores_text(shift.before, shift.after), printable(shift.difference, longest_output),
      printable(shift.input, longest_output), printable(before, longest_output),
      printable(after, longest_output));
}

bool is_cut(const CaseShift& shift) {
  return std::max({shift.input.size(), shift.before_output.size(), shift.after_output.size()}) >
         longest_output;
}

}  // namespace

std::string scores_text(double before, double after) {
  // As many digits as it takes to see that they are two.
  for (int digits = 2;; ++digits) {
    const std::string was = fmt::format("{:.{}f}", before, digits);
    const std::string is = fmt::format("{:.{}f}", after, digits);
    if (was != is || before == after || digits == 6) return was + " -> " + is;
  }
}

std::string shifts_text(const std::string& title, const std::vector<CaseShift>& shifts,
                        std::size_t most) {
  if (shifts.empty() || most == 0) return "";
  const std::size_t shown = std::min(most, shifts.size());
  std::vector<std::string> notes;
  if (shown < shifts.size()) notes.push_back(fmt::format("{} of {}", shown, shifts.size()));
  if (std::any_of(shifts.begin(), shifts.begin() + static_cast<std::ptrdiff_t>(shown), is_cut)) {
    notes.emplace_back("`tidemark runs last --case ID` shows one in full");
  }
  std::string text = "  " + title;
  if (!notes.empty()) text += fmt::format(" ({})", fmt::join(notes, "; "));
  text += '\n';
  for (std::size_t i = 0; i < shown; ++i) text += shift_text(shifts[i]);
  return text;
}

}  // namespace tidemark::report
