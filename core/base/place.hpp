#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace tidemark {

/// Where a statement stands in a file that a person wrote. Lines and columns count from 1; 0 means
/// "the file as a whole".
struct Place {
  std::string file;
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
