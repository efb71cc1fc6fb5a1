#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>

namespace tidemark {

/// The name of a file that many places share: copies cost nothing. Reads like a std::string.
class FileName {
 public:
  FileName() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a name is a name.
  FileName(std::string name)
      : name_(name.empty() ? nullptr : std::make_shared<const std::string>(std::move(name))) {}
  FileName(const char* name) : FileName(std::string(name)) {}

  const std::string& str() const;
  operator const std::string&() const { return str(); }
  bool empty() const { return name_ == nullptr; }

  bool operator==(const FileName& other) const {
    return name_ == other.name_ || str() == other.str();
  }
  std::strong_ordering operator<=>(const FileName& other) const {
    return name_ == other.name_ ? std::strong_ordering::equal : str() <=> other.str();
  }

 private:
  std::shared_ptr<const std::string> name_;  // null: ""
};

/// Where a statement stands in a file that a person wrote. Lines and columns count from 1; 0 means
/// "the file as a whole".
struct Place {
  FileName file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  auto operator<=>(const Place&) const = default;
};

/// `file:line:column`, shortened to what is known.
std::string to_string(const Place& place);

/// One thing that is wrong in a file, for the person who must mend it: the place, the fact and the
/// way out (empty when the fact says it all).
struct Complaint {
  Place place;
  std::string fact;
  std::string way_out;

  auto operator<=>(const Complaint&) const = default;
};

/// `file:line:column: fact (way out)`.
std::string to_string(const Complaint& complaint);

}  // namespace tidemark
