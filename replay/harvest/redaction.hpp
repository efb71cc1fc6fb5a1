#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/json/json.hpp"
#include "core/text/private_data.hpp"
#include "core/text/redactor.hpp"

namespace tidemark::harvest {

/// A place in the log's records whose value is private whatever it is.
struct PrivatePlace {
  std::vector<std::string> path;  ///< tokens of a JSON pointer; `*` is any of them
  std::string kind;
};

/// What is taken out of a log beside what is private by its form.
struct RedactionRules {
  std::vector<text::PrivatePattern> patterns;
  std::set<std::string> kept;  ///< kinds that stay
  std::vector<PrivatePlace> places;
  std::vector<text::Secret> secrets;  ///< values of the automation's variables
};

/// How often a value of a kind was taken out.
using Taken = std::map<std::string, std::size_t>;

class CaseRedaction;

/// Takes private data out of cases. Immutable.
class Redaction {
 public:
  explicit Redaction(RedactionRules rules);

 private:
  friend class CaseRedaction;
  RedactionRules rules_;
  text::PrivateData private_data_;
  text::Redactor redactor_;
};

/// Takes private data out of one case: within it the same value becomes the same placeholder
/// (`<email-1>`), so that what is meant stays. What is no text is looked at where its name or its
/// digits tell.
class CaseRedaction {
 public:
  /// `whole` is the case before anything was taken out: no placeholder is one of its own words.
  CaseRedaction(const Redaction& redaction, std::string_view whole)
      : redaction_(redaction), whole_(whole) {}

  /// The value that stands at `pointer` of its record, keys included.
  json::Value redacted(const json::Value& value, std::string_view pointer);
  std::string redacted(const std::string& text);

  const Taken& taken() const { return taken_; }

 private:
  json::Value walked(const json::Value& value, std::string_view name);
  json::Value walked_object(const json::Object& members);
  std::string placeholder(const std::string& kind, std::string_view value);
  const std::string* kind_here() const;
  std::string kind_by_name(const json::Value& value, std::string_view name) const;

  const Redaction& redaction_;
  std::string_view whole_;
  std::vector<std::string> path_;  ///< of the value that is looked at
  std::map<std::string, std::map<std::string, std::string>> placeholders_;  ///< kind, value
  std::map<std::string, int> last_;  ///< number that a kind gave
  Taken taken_;
};

}  // namespace tidemark::harvest
