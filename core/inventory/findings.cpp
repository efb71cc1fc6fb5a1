#include "core/inventory/findings.hpp"

#include "core/text/code_points.hpp"
#include "core/text/suggest.hpp"

namespace tidemark::inventory {

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
