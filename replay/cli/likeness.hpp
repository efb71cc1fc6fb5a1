#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tidemark::cli {

/// The words of a text: runs of letters and digits, in lower case as far as ASCII goes.
std::vector<std::string> words_of(std::string_view text);

/// How alike one word that somebody searches for and the words of texts are. Remembers what it has
/// seen, since the same words come again and again.
class SoughtWord {
 public:
  /// `word` is one of words_of().
  explicit SoughtWord(std::string word);

  /// 1 for the word itself, less for one that starts with it, holds it, or is it but for a slip or
  /// two; 0 for any other.
  double likeness(const std::string& word);
  /// The best likeness of any word of the text.
  double likeness_in(std::string_view text);

 private:
  double compare(const std::string& word) const;

  std::string word_;
  std::u32string points_;
  std::unordered_map<std::string, double> known_;
};

}  // namespace tidemark::cli
