#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidemark::text {

/// In which way a text writes single characters.
enum class Escapes {
  json,  ///< `\"`, `\/`, `\u002f`
  url,   ///< `%2F`
  html,  ///< `&quot;`, `&#39;`, `&#x27;`
};

/// What a text says, and where in the text each byte of it stands. What is no whole escape is left
/// as it is. A text that was decoded lives as long as those that were made of it.
class Decoded {
 public:
  /// The text as it is.
  explicit Decoded(std::string text) : text_(std::move(text)) {}
  /// The text with one kind of escapes read; nothing when it has none.
  std::optional<Decoded> with(Escapes escapes) const;

  const std::string& text() const { return text_; }
  bool is_as_it_was() const { return of_ == nullptr; }
  /// Where the byte stands in the text that was decoded first; its size, at the end.
  std::size_t source(std::size_t at) const;

 private:
  std::string text_;
  const Decoded* of_ = nullptr;
  /// Behind each escape: the place here and in `of_`.
  std::vector<std::pair<std::size_t, std::size_t>> moved_;
};

}  // namespace tidemark::text
