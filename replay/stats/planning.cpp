#include "replay/stats/planning.hpp"

#include <cmath>
#include <stdexcept>

namespace tidemark::stats {

double runs_needed_for_identical(double margin, double alpha) {
  if (!(margin > 0.0 && margin < 1.0 && alpha > 0.0 && alpha < 1.0)) {
    throw std::invalid_argument("margin and alpha must lie between 0 and 1");
  }
  return std::log(alpha) / std::log1p(-margin);
}

}  // namespace tidemark::stats
