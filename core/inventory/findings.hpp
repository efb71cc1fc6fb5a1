#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/place.hpp"

namespace tidemark::inventory {

/// Collects what is wrong with the files while reading goes on.
class Findings {
 public:
  Findings() = default;
  /// Of one file among many: what it may spend on guessing goes with its size.
  explicit Findings(std::size_t bytes_of_file);

  void complain(const Place& place, std::string fact, std::string way_out) {
    complaints.push_back({place, std::move(fact), std::move(way_out)});
  }
  void warn(const Place& place, std::string fact, std::string way_out) {
    warnings.push_back({place, std::move(fact), std::move(way_out)});
  }
  /// As text::nearest, but "" once the comparisons of this reading cost too much: a hostile file
  /// must not buy time with typing errors.
  std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

  /// Takes over what another one collected.
  void take(Findings findings);

  std::vector<Complaint> complaints, warnings;

 private:
  static constexpr std::size_t most = 20'000'000;
  std::size_t budget_ = most;  // code points compared
};

/// `first at file:line:column`, where something is there twice.
std::string first_at(const Place& place);
/// A word from a file, safe to print and not too long.
std::string shown(std::string_view word);
/// `one, two or three`.
std::string listed(const std::vector<std::string>& words, std::string_view last_joint);

}  // namespace tidemark::inventory
