#include "replay/cli/likeness.hpp"

#include <algorithm>

#include "core/text/code_points.hpp"
#include "core/text/suggest.hpp"

namespace tidemark::cli {
namespace {

bool is_word_byte(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte & '\x80') != 0;
}

char lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte; }

/// Slips that a word of this length forgives.
std::size_t forgiven(std::size_t length) { return length < 4 ? 0 : length < 7 ? 1 : 2; }

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char byte : text) {
    const char letter = lower(byte);
    if (!is_word_byte(letter)) {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    words.back() += letter;
  }
  return words;
}

SoughtWord::SoughtWord(std::string word)
    : word_(std::move(word)), points_(text::code_points(word_)) {}

double SoughtWord::compare(const std::string& word) const {
  if (word == word_) return 1;
  if (word.starts_with(word_)) return 0.9;
  if (word_.size() > 2 && word.find(word_) != std::string::npos) return 0.75;
  const std::size_t most = forgiven(points_.size());
  const std::size_t longer = std::max(word.size(), word_.size());
  if (most == 0 || longer - std::min(word.size(), word_.size()) > 4 * most) return 0;
  const std::size_t distance = text::slips(points_, text::code_points(word));
  return distance > most ? 0 : 0.7 - 0.1 * static_cast<double>(distance);
}

double SoughtWord::likeness(const std::string& word) {
  const auto [place, is_new] = known_.try_emplace(word, 0);
  if (is_new) place->second = compare(word);
  return place->second;
}

double SoughtWord::likeness_in(std::string_view text) {
  double best = 0;
  for (const std::string& word : words_of(text)) best = std::max(best, likeness(word));
  return best;
}

}  // namespace tidemark::cli
