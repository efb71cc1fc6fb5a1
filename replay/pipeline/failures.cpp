#include "replay/pipeline/failures.hpp"

#include <algorithm>
#include <utility>

#include "core/text/code_points.hpp"
#include "core/text/counted.hpp"
#include "replay/run/lane.hpp"

namespace tidemark::pipeline {
namespace {

constexpr std::size_t kinds_shown = 3;

/// Enough for the last lines of a program; a report is read by people.
constexpr std::size_t longest_failure = 1500;

/// Never in the middle of a character.
std::string shortened(const std::string& text) {
  if (text.size() <= longest_failure) return text;
  std::size_t end = longest_failure;
  while (end > 0 && text::is_continuation(text[end])) --end;
  return text.substr(0, end) + "...";
}

std::string sentence_of(FailureKind kind, std::size_t count, const std::string& first_case,
                        const std::string& text) {
  const std::string trials = text::counted(count, "trial", "trials");
  if (kind == FailureKind::cancelled && text.starts_with(run::not_run)) {
    return trials + (count == 1 ? " was " : " were ") + text;
  }
  return trials + " gave no output (" + std::string(to_string(kind)) + "); case " + first_case +
         ": " + text;
}

}  // namespace

std::string one_line(const std::string& text) {
  std::string line;
  for (const char c : text) {
    if (c != '\n') {
      line += c;
    } else {
      line += line.ends_with(':') ? " " : " | ";
    }
  }
  return line;
}

void Failures::add(const Outcome& outcome) {
  if (!outcome.failure) return;
  Sum& sum = kinds_[outcome.failure->kind];
  if (sum.count++ != 0) return;
  sum.first_case = outcome.case_id;
  sum.first_text = shortened(one_line(outcome.failure->text));
}

std::vector<std::string> Failures::sentences() const {
  std::vector<std::pair<FailureKind, const Sum*>> sorted;
  for (const auto& [kind, sum] : kinds_) sorted.emplace_back(kind, &sum);
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    // What was not run for the failures of others explains nothing.
    const bool later = a.first == FailureKind::cancelled;
    if (later != (b.first == FailureKind::cancelled)) return !later;
    return a.second->count > b.second->count;
  });
  if (sorted.size() > kinds_shown) sorted.resize(kinds_shown);
  std::vector<std::string> sentences;
  for (const auto& [kind, sum] : sorted) {
    sentences.push_back(sentence_of(kind, sum->count, sum->first_case, sum->first_text));
  }
  return sentences;
}

}  // namespace tidemark::pipeline
