#pragma once

#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/text/suggest.hpp"

namespace tidemark::cli {

/// One of the words that an option takes, and what it means.
template <typename Value>
struct Choice {
  const char* word;
  Value value;
};

/// What `word` means among `choices`, or Error(usage) that names them all and the nearest one.
template <typename Value>
Value chosen(const std::string& option, const std::string& word,
             const std::vector<Choice<Value>>& choices) {
  std::vector<std::string> words;
  for (const Choice<Value>& choice : choices) {
    if (word == choice.word) return choice.value;
    words.emplace_back(choice.word);
  }
  std::string all = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) {
    all += (i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  const std::string hint = text::did_you_mean(word, words);
  throw Error(Fault::usage,
              option + " " + word + ": must be " + all + (hint.empty() ? "" : " (" + hint + ")"));
}

}  // namespace tidemark::cli
