#include "core/inventory/findings.hpp"

#include <algorithm>
#include <iterator>

#include "core/text/code_points.hpp"
#include "core/text/suggest.hpp"

namespace tidemark::inventory {

Findings::Findings(std::size_t bytes_of_file)
    : budget_(std::min(most, 100'000 + 300 * std::min(bytes_of_file, most))) {}

void Findings::take(Findings findings) {
  std::move(findings.complaints.begin(), findings.complaints.end(), std::back_inserter(complaints));
  std::move(findings.warnings.begin(), findings.warnings.end(), std::back_inserter(warnings));
}

std::string Findings::nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::size_t size = 0;
  for (const std::string& candidate : candidates) size += candidate.size() + 1;
  const std::size_t cost = (word.size() + 1) * size;
  if (cost > budget_) {
    budget_ = 0;
    return "";
  }
  budget_ -= cost;
  return text::nearest(word, candidates);
}

std::string first_at(const Place& place) { return "first at " + to_string(place); }

std::string shown(std::string_view word) { return text::printable(word, 80); }

std::string listed(const std::vector<std::string>& words, std::string_view last_joint) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) text += i + 1 == words.size() ? std::string(last_joint) : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace tidemark::inventory
