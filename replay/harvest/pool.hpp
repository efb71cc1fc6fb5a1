#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "replay/harvest/features.hpp"
#include "replay/harvest/log_lines.hpp"

namespace tidemark::harvest {

/// A number that seed and hash alone tell, as good as drawn.
std::uint64_t rank_of(const std::string& hash, std::uint64_t seed);

/// An input that may become a case.
struct Candidate {
  std::string hash;  ///< SHA-256 of the input, after private data was taken out
  LogLine line;      ///< where the log has it first, without its text
  Features features;
};

/// Different inputs with the same tags.
struct Stratum {
  std::vector<std::string> tags;
  std::uint64_t lines = 0;                                                ///< with these tags
  std::map<std::pair<std::uint64_t, std::string>, Candidate> candidates;  ///< by rank and hash
  bool is_cut = false;  ///< more were seen than are held

  /// How many different inputs were seen; beyond what is held, as the ranks of those tell.
  std::uint64_t distinct() const;
};

/// Holds so many different inputs of a log, however many there are, by the smallest ranks of each
/// stratum: a uniform sample of the different inputs, whatever their order and number of copies.
class Pool {
 public:
  explicit Pool(std::uint64_t seed, std::size_t most = 16'384) : seed_(seed), most_(most) {}

  /// Counts a line. Whether its input is new and one of those that are to be held; then put() it.
  bool offer(const std::vector<std::string>& tags, const std::string& hash);
  void put(const std::vector<std::string>& tags, Candidate candidate);

  const std::vector<Stratum>& strata() const { return strata_; }
  std::uint64_t lines() const { return lines_; }

  /// Of the same tags, before the log has too many of them to be tags.
  static constexpr std::size_t most_strata = 1000;

 private:
  std::size_t most_of_each() const;
  void cut(Stratum& stratum) const;

  std::uint64_t seed_;
  std::size_t most_;
  std::uint64_t lines_ = 0;
  std::map<std::vector<std::string>, std::size_t> positions_;
  std::vector<Stratum> strata_;
};

}  // namespace tidemark::harvest
