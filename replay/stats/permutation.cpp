#include "replay/stats/permutation.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "replay/stats/counter_generator.hpp"
#include "replay/stats/selections.hpp"
#include "replay/stats/sum_distribution.hpp"

namespace tidemark::stats {
namespace {

/// One case with its labels taken off: scores in steps above the lowest, and how many are new.
struct Stratum {
  std::vector<int> pool;
  std::size_t draws = 0;
  auto operator<=>(const Stratum&) const = default;
};

/// The cases that can vary, in the coarsest steps that represent them, and the sum to judge.
struct Strata {
  std::vector<Stratum> strata;
  std::int64_t observed = 0;
};

/// Lowers all scores of a case so that its lowest is 0, which shifts every sum alike.
CaseScores lowered(CaseScores scores) {
  const int lowest =
      std::min(std::ranges::min(scores.baseline), std::ranges::min(scores.candidate));
  for (auto* arm : {&scores.baseline, &scores.candidate}) {
    for (int& units : *arm) {
      units -= lowest;
    }
  }
  return scores;
}

/// Sorted, so that shuffles do not depend on the order of runs either.
Stratum stratum_of(const CaseScores& scores) {
  Stratum stratum{scores.candidate, scores.candidate.size()};
  stratum.pool.insert(stratum.pool.end(), scores.baseline.begin(), scores.baseline.end());
  std::ranges::sort(stratum.pool);
  return stratum;
}

void divide(Strata& all, int step) {
  all.observed /= step;
  for (Stratum& stratum : all.strata) {
    for (int& value : stratum.pool) {
      value /= step;
    }
  }
}

Strata strata_of(const std::vector<CaseScores>& cases) {
  Strata result;
  int step = 0;
  for (const CaseScores& raw : cases) {
    const CaseScores scores = lowered(raw);
    Stratum stratum = stratum_of(scores);
    if (stratum.pool.back() == 0) {
      continue;  // a constant case has nothing to shuffle
    }
    step = std::accumulate(stratum.pool.begin(), stratum.pool.end(), step, std::gcd<int, int>);
    result.observed += std::accumulate(scores.candidate.begin(), scores.candidate.end(), 0);
    result.strata.push_back(std::move(stratum));
  }
  std::ranges::sort(result.strata);
  if (step > 1) {
    divide(result, step);
  }
  return result;
}

double work_of(const Strata& all) {
  double work = 0;
  double sums = 1;
  for (const Stratum& stratum : all.strata) {
    const auto width = static_cast<double>(sums_of_draws(stratum.pool, stratum.draws));
    work += width * static_cast<double>(stratum.pool.size() * stratum.draws);
    work += width * sums;
    sums += width;
  }
  return work;
}

double probability(long double sum) {
  return std::clamp(static_cast<double>(sum), std::numeric_limits<double>::min(), 1.0);
}

/// Sums that are as unlikely as the observed one must not be lost to rounding.
long double as_unlikely(const SumDistribution& distribution, std::size_t observed) {
  const long double limit = distribution[observed] * (1 + 1e-9L);
  return std::accumulate(distribution.begin(), distribution.end(), 0.0L,
                         [limit](long double total, long double probability) {
                           return probability <= limit ? total + probability : total;
                         });
}

PermutationTest exact_test(const Strata& all) {
  SumDistribution distribution{1.0L};
  for (const Stratum& stratum : all.strata) {
    distribution = convolve(distribution, draw_distribution(stratum.pool, stratum.draws));
  }
  const auto at = distribution.begin() + all.observed;
  PermutationTest result;
  result.p_worse = probability(std::accumulate(distribution.begin(), at + 1, 0.0L));
  result.p_better = probability(std::accumulate(at, distribution.end(), 0.0L));
  result.p_two = probability(as_unlikely(distribution, static_cast<std::size_t>(all.observed)));
  return result;
}

/// Shuffles the pool only as far as the new runs reach.
std::int64_t shuffled_sum(Stratum& stratum, CounterGenerator& generator) {
  std::int64_t sum = 0;
  for (std::size_t drawn = 0; drawn < stratum.draws; ++drawn) {
    const std::size_t other = drawn + generator.below(stratum.pool.size() - drawn);
    std::swap(stratum.pool[drawn], stratum.pool[other]);
    sum += stratum.pool[drawn];
  }
  return sum;
}

/// The sums of many shuffles. Case after case, since what one case needs stays in the cache.
class Shuffles {
 public:
  Shuffles(std::size_t count, std::uint64_t seed) : sums_(count), generator_(seed) {}

  void add(Stratum& stratum) {
    if (Selections::can_list(stratum.pool.size(), stratum.draws)) {
      pick(stratum, listed(stratum.pool.size(), stratum.draws));
    } else {
      for (std::int64_t& sum : sums_) sum += shuffled_sum(stratum, generator_);
    }
  }
  const std::vector<std::int64_t>& sums() const { return sums_; }

 private:
  void pick(const Stratum& stratum, const Selections& selections) {
    const HalfSums halves(stratum.pool);
    for (std::int64_t& sum : sums_) {
      sum += halves.of(selections[generator_.below(selections.size())]);
    }
  }

  const Selections& listed(std::size_t values, std::size_t draws) {
    return listed_.try_emplace({values, draws}, values, draws).first->second;
  }

  std::vector<std::int64_t> sums_;
  CounterGenerator generator_;
  std::map<std::pair<std::size_t, std::size_t>, Selections> listed_;
};

/// The observed labelling counts as one more shuffle, which keeps p valid and above 0.
PermutationTest sampled_test(Strata all, std::uint64_t seed) {
  constexpr std::size_t shuffles = 9999;
  Shuffles shuffled(shuffles, seed);
  for (Stratum& stratum : all.strata) shuffled.add(stratum);
  int worse = 1;
  int better = 1;
  for (const std::int64_t sum : shuffled.sums()) {
    worse += sum <= all.observed ? 1 : 0;
    better += sum >= all.observed ? 1 : 0;
  }
  PermutationTest result;
  result.p_worse = worse / (1.0 + shuffles);
  result.p_better = better / (1.0 + shuffles);
  result.p_two = std::min(1.0, 2 * std::min(result.p_worse, result.p_better));
  result.exact = false;
  return result;
}

std::int64_t candidate_sum(const std::vector<CaseScores>& cases) {
  std::int64_t sum = 0;
  for (const CaseScores& scores : cases) {
    sum = std::accumulate(scores.candidate.begin(), scores.candidate.end(), sum);
  }
  return sum;
}

}  // namespace

PermutationTest permutation_test(std::span<const CaseScores> cases, std::uint64_t seed,
                                 double work) {
  const std::vector<CaseScores> completed = complete(cases, Favour::Candidate);
  const Strata all = strata_of(completed);
  PermutationTest result = work_of(all) <= work ? exact_test(all) : sampled_test(all, seed);
  result.observed = candidate_sum(completed);
  return result;
}

}  // namespace tidemark::stats
