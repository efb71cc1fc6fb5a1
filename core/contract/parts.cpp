#include <algorithm>
#include <array>
#include <set>

#include "core/contract/contract.hpp"
#include "core/contract/part_text.hpp"

namespace tidemark::contract {

bool is_pointer(std::string_view part) { return part.starts_with('/') && json::is_pointer(part); }

std::vector<std::string_view> segments_of(std::string_view pointer) {
  std::vector<std::string_view> segments;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    segments.push_back(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(segments.back().size());
  }
  return segments;
}

bool names_operation(const std::string& part, const std::string& operation) {
  const auto plain = [](const std::string& text) {
    std::string result;
    bool inside = false;
    for (const char c : text) {
      if (c == '}') inside = false;
      if (!inside) result += c;
      if (c == '{') inside = true;
    }
    return result;
  };
  return plain(part) == plain(operation);
}

bool is_index(std::string_view segment) {
  return !segment.empty() && segment.find_first_not_of("0123456789") == std::string_view::npos;
}

namespace {

bool same(std::string_view one, std::string_view other) {
  return one == other || one == "*" || other == "*" || (one.empty() && is_index(other));
}

/// How far along the named segments one may be after one more found segment. `**` in what was found
/// is any way down.
std::set<std::size_t> after_segment(const std::set<std::size_t>& places, std::string_view found,
                                    const std::vector<std::string_view>& named) {
  std::set<std::size_t> next;
  if (found == "**") {
    for (std::size_t i = *places.begin(); i <= named.size(); ++i) next.insert(i);
    return next;
  }
  for (const std::size_t place : places) {
    if (same(found, named[place])) next.insert(place + 1);
  }
  return next;
}

/// Whether one leads to a part of what the other leads to.
bool touch(const std::vector<std::string_view>& found, const std::vector<std::string_view>& named) {
  std::set<std::size_t> places = {0};
  for (const std::string_view segment : found) {
    if (places.count(named.size()) != 0) return true;
    places = after_segment(places, segment, named);
    if (places.empty()) return false;
  }
  return true;
}

/// What whoever sends must do from now on, whichever part it rests on.
bool is_demand(const Finding& finding) {
  return finding.rule.starts_with("new-required-") ||
         finding.rule.find("became-required") != std::string::npos;
}

bool reaches(const Finding& finding, const std::vector<std::string>& operations,
             const std::vector<std::string>& pointers) {
  const bool elsewhere =
      !finding.operation.empty() && !operations.empty() &&
      std::none_of(operations.begin(), operations.end(), [&](const std::string& part) {
        return names_operation(part, finding.operation);
      });
  if (elsewhere) return false;
  if (pointers.empty() || finding.direction == Direction::none || is_demand(finding)) return true;
  if (finding.direction == Direction::request && !finding.operation.empty()) return true;
  const auto found = segments_of(finding.part);
  return std::any_of(pointers.begin(), pointers.end(),
                     [&](const std::string& part) { return touch(found, segments_of(part)); });
}

}  // namespace

bool is_part(std::string_view part) {
  if (is_pointer(part)) return true;
  static constexpr std::array<std::string_view, 8> methods = {"GET",     "PUT",  "POST",  "DELETE",
                                                              "OPTIONS", "HEAD", "PATCH", "TRACE"};
  const std::size_t space = part.find(' ');
  return space != std::string_view::npos && part.substr(space + 1).starts_with('/') &&
         std::find(methods.begin(), methods.end(), part.substr(0, space)) != methods.end();
}

std::vector<std::size_t> reaching(const std::vector<Finding>& findings,
                                  const std::vector<std::string>& parts) {
  std::vector<std::string> operations, pointers;
  for (const std::string& part : parts) (is_pointer(part) ? pointers : operations).push_back(part);
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (reaches(findings[i], operations, pointers)) positions.push_back(i);
  }
  return positions;
}

}  // namespace tidemark::contract
