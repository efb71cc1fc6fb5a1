#include <fmt/format.h>

#include <algorithm>

#include "core/json/difference.hpp"
#include "core/text/code_points.hpp"
#include "core/text/excerpt.hpp"
#include "replay/cli/case_of_run.hpp"
#include "replay/report/report.hpp"

namespace tidemark::cli {
namespace {

constexpr std::size_t longest_line = 80;
constexpr std::size_t longest_value = 100;
constexpr std::size_t differences_shown = 20;

std::string indented(const std::string& text, const std::string& margin) {
  std::string lines;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines += margin + text::printable(text.substr(start, end - start)) + '\n';
    start = end + 1;
  }
  return lines;
}

/// A short value on the line of its name, others below: a text as it is read, line by line.
std::string value_text(const std::string& name, const std::string& canonical) {
  const json::Value value = json::parse(canonical, "a stored output");
  const std::string* text = value.string();
  const bool has_lines = text != nullptr && text->find('\n') != std::string::npos;
  if (canonical.size() <= longest_line && !has_lines) {
    return fmt::format("  {:<9} {}\n", name, text::printable(canonical));
  }
  if (text != nullptr) return fmt::format("  {}\n", name) + indented(*text, "    | ");
  return fmt::format("  {}\n", name) + indented(json::dump_pretty(value), "    ");
}

std::string written(const std::optional<json::Value>& value) {
  return value ? json::dump(*value) : "nothing";
}

std::string difference_text(const json::Difference& one) {
  const auto [before, after] =
      text::excerpts(written(one.before), written(one.after), longest_value);
  return fmt::format("    {}  {} -> {}\n",
                     one.at.empty() ? "all of it" : text::printable(one.at, longest_value),
                     text::printable(before, longest_value), text::printable(after, longest_value));
}

/// Where the two differ, unless that can be seen at once.
std::string differences_text(const CaseShift& shift) {
  if (std::max(shift.before_output.size(), shift.after_output.size()) <= longest_line) return "";
  const auto differences =
      json::differences(json::parse(shift.before_output, "a stored output"),
                        json::parse(shift.after_output, "a stored output"), differences_shown);
  std::string text = "  differs\n";
  for (const json::Difference& one : differences) text += difference_text(one);
  if (differences.size() == differences_shown) text += "    and maybe more\n";
  return text;
}

/// "runs 0-2, 5".
std::string numbered(const std::vector<int>& runs) {
  std::string text;
  for (std::size_t i = 0; i < runs.size();) {
    std::size_t last = i;
    while (last + 1 < runs.size() && runs[last + 1] == runs[last] + 1) ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(runs[i]);
    if (last != i) text += '-' + std::to_string(runs[last]);
    i = last + 1;
  }
  return (runs.size() == 1 ? "run " : "runs ") + text;
}

std::string answer_text(const Answer& answer, const CaseOfRun& one) {
  const std::string runs = numbered(answer.runs);
  if (answer.failure) {
    return fmt::format("  {}: no output ({})\n", runs, to_string(answer.failure->kind)) +
           indented(answer.failure->text, "    ");
  }
  if (answer.output == one.before) return fmt::format("  {}: the output before\n", runs);
  if (one.shift != nullptr && answer.output == one.shift->after_output) {
    return fmt::format("  {}: the output after\n", runs);
  }
  return value_text(runs + ":", answer.output);
}

/// Why the report has no difference of a case.
std::string unlisted_text(const CaseOfRun& one) {
  const Measurement& measured = *one.verdict->measured;
  const bool was_settled = measured.trials < measured.planned;
  if (one.answers.empty()) {
    return was_settled ? "  it was not run: the verdict was settled before\n"
                       : "  it was not run\n";
  }
  const bool is_other = std::any_of(
      one.answers.begin(), one.answers.end(),
      [&](const Answer& answer) { return !answer.failure && answer.output != one.before; });
  if (!is_other || one.before.empty()) return "";
  return was_settled ? "  not compared: the verdict was settled before\n"
                     : "  to the comparators the outputs are the same as before\n";
}

json::Value answer_json(const Answer& answer) {
  json::Array runs;
  for (const int run : answer.runs) runs.emplace_back(run);
  json::Value failure;
  if (answer.failure) {
    failure =
        json::Object{{"kind", to_string(answer.failure->kind)}, {"text", answer.failure->text}};
  }
  return json::Object{{"runs", std::move(runs)},
                      {"output", report::output_json(answer.output)},
                      {"failure", std::move(failure)}};
}

}  // namespace

std::string case_text(const CaseOfRun& one) {
  std::string text =
      fmt::format("{:<12}  {}{}\n", to_string(one.verdict->kind), one.verdict->automation.name,
                  one.critical ? "  (critical case)" : "");
  if (one.shift != nullptr) {
    text += fmt::format("  {:<9} {}  {}\n", "scores",
                        report::scores_text(one.shift->before, one.shift->after),
                        text::printable(one.shift->difference));
  } else {
    text += unlisted_text(one);
  }
  if (!one.input.empty()) text += value_text("input", one.input);
  if (!one.before.empty()) text += value_text("before", one.before);
  if (one.shift != nullptr) {
    text += value_text("after", one.shift->after_output) + differences_text(*one.shift);
  }
  for (const Answer& answer : one.answers) text += answer_text(answer, one);
  return text + '\n';
}

json::Value case_json(const CaseOfRun& one) {
  json::Array answers;
  for (const Answer& answer : one.answers) answers.push_back(answer_json(answer));
  return json::Object{
      {"automation", to_string(one.verdict->automation)},
      {"verdict", to_string(one.verdict->kind)},
      {"critical", one.critical},
      {"input", report::output_json(one.input)},
      {"before_output", report::output_json(one.before)},
      {"shift", one.shift == nullptr ? json::Value() : report::shift_json(*one.shift)},
      {"answers", std::move(answers)}};
}

}  // namespace tidemark::cli
