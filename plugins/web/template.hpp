#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugins/kit/json_text.hpp"

/// Texts with places that a case's input fills: `${/json/pointer}`, in headers also `${env:NAME}`;
/// `$${` stands for `${`. There is no code in them.
namespace tidemark::web {

using plugin::Json;

/// How what is put into a text is written there.
enum class Escape {
  none,    ///< as it is
  url,     ///< percent-encoded, so that it stays within its part of the URL
  json,    ///< as the inside of a JSON string
  header,  ///< as it is, and refused when it holds a control character
};

/// A text with places. Strings are put there as they read, anything else as compact JSON.
class Template {
 public:
  /// Throws sdk::Failed naming the key. `variables`: whether ${env:NAME} may stand in it.
  Template(const std::string& key, std::string_view text, bool variables = false);

  /// Throws CallFailure when the input has nothing at a place, or a variable is not set.
  std::string filled(const Json& input, Escape escape) const;
  bool holds_variable() const;
  /// Whether it depends on the input.
  bool holds_pointer() const;
  /// The text before the first place.
  std::string start() const;
  /// The text without its places.
  std::string plain() const;
  /// The pointer of a text that is one place and nothing else; null of any other.
  const std::string* only_pointer() const;

 private:
  struct Piece {
    enum class Kind { text, pointer, variable } kind;
    std::string text;
  };
  void add_place(const std::string& key, const std::string& place, bool variables);
  std::vector<Piece> pieces_;
};

/// A JSON value whose strings are templates. A string that is one place and nothing else becomes
/// the value that is there.
class BodyTemplate {
 public:
  /// Throws sdk::Failed naming the key.
  BodyTemplate(const std::string& key, Json value);
  /// Throws CallFailure as Template::filled() does.
  Json filled(const Json& input) const { return filled(value_, input); }

 private:
  Json filled(const Json& value, const Json& input) const;
  std::string key_;
  Json value_;
};

}  // namespace tidemark::web
