#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::text {

/// A part of a text that must not be kept, in bytes.
struct PrivatePart {
  std::size_t begin = 0, end = 0;
  std::string kind;  ///< "email", "phone", "card", "iban", "key", or a pattern's own

  bool operator==(const PrivatePart&) const = default;
};

/// What else is private, as its owner knows it.
struct PrivatePattern {
  std::string kind;
  std::string pattern;  ///< RE2
  std::string where;    ///< the place it was written at
};

/// The kinds that are known without a pattern.
const std::vector<std::string>& private_kinds();

/// Finds private data of other people in texts: e-mail addresses, phone numbers in international
/// and national forms, payment cards and IBANs by their check digits, and keys: with the prefixes
/// that vendors give them, tokens, passwords in URLs and assignments, private keys, and words that
/// look drawn at random. Names and addresses of people are not found. Immutable.
class PrivateData {
 public:
  /// Throws Error(configuration) with the pattern's place when it is not RE2 syntax, or matches an
  /// empty text.
  explicit PrivateData(const std::vector<PrivatePattern>& patterns = {},
                       std::set<std::string> kept = {});
  ~PrivateData();

  /// Sorted by place, none within another one. A kind that is kept is not among them.
  std::vector<PrivatePart> parts_of(std::string_view text) const;

 private:
  struct Impl;  // RE2 stays in the .cpp
  std::unique_ptr<const Impl> impl_;
};

/// The kind of the values that are kept under this name in JSON, whatever they look like: "key" for
/// `api_key` or `Authorization`, "phone" for `phoneNumber`; "" for most names.
std::string_view private_kind_of_name(std::string_view name);

}  // namespace tidemark::text
