#pragma once

namespace tidemark::stats {

/// Says how many runs, over all cases, could show at best that the mean fell by less than `margin`:
/// with identical outputs everywhere the sharpest bet needs ln(alpha) / ln(1 - margin) of them
/// (statistics.md 1.1). A real number; round up to plan. Throws std::invalid_argument unless both
/// lie between 0 and 1.
double runs_needed_for_identical(double margin, double alpha);

}  // namespace tidemark::stats
