#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace tidemark::bench {

/// Something to be timed.
struct Runner {
  std::string name;
  std::function<void()> run;
  std::vector<double> milliseconds{};

  double median() const {
    auto sorted = milliseconds;
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
  }
};

/// Runs all of them in turn, so many rounds, so that whatever else the machine does falls on each;
/// prints the median of each and how it stands to the first one's. One round before does not count.
inline void run_in_turn(const std::string& title, std::vector<Runner>& runners, int rounds) {
  for (int round = -1; round < rounds; ++round) {
    for (Runner& runner : runners) {
      const auto start = std::chrono::steady_clock::now();
      runner.run();
      const std::chrono::duration<double, std::milli> took =
          std::chrono::steady_clock::now() - start;
      if (round >= 0) runner.milliseconds.push_back(took.count());
    }
  }
  std::printf("%s, median of %d\n", title.c_str(), rounds);
  for (const Runner& runner : runners) {
    std::printf("  %-44s %12.4f ms   ratio %8.3f\n", runner.name.c_str(), runner.median(),
                runner.median() / runners.front().median());
  }
}

}  // namespace tidemark::bench
