#pragma once

#include <sys/resource.h>

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
  std::vector<double> cpu{};  ///< milliseconds of all cores, ended child processes' too

  static double middle(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  }
  double median() const { return middle(milliseconds); }
};

inline double cpu_milliseconds() {
  double sum = 0;
  for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    ::getrusage(who, &used);
    for (const timeval& time : {used.ru_utime, used.ru_stime}) {
      sum += static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    }
  }
  return sum;
}

/// Runs all of them in turn, so many rounds, so that whatever else the machine does falls on each;
/// prints the medians of each and how it stands to the first one's. One round before does not
/// count.
inline void run_in_turn(const std::string& title, std::vector<Runner>& runners, int rounds) {
  if (runners.empty()) return;
  for (int round = -1; round < rounds; ++round) {
    for (Runner& runner : runners) {
      const auto start = std::chrono::steady_clock::now();
      const double cpu = cpu_milliseconds();
      runner.run();
      const std::chrono::duration<double, std::milli> took =
          std::chrono::steady_clock::now() - start;
      if (round < 0) continue;
      runner.milliseconds.push_back(took.count());
      runner.cpu.push_back(cpu_milliseconds() - cpu);
    }
  }
  std::printf("%s, median of %d\n", title.c_str(), rounds);
  for (const Runner& runner : runners) {
    const double cpu = Runner::middle(runner.cpu), first = Runner::middle(runners.front().cpu);
    std::printf("  %-44s %12.4f ms   ratio %8.3f   cpu %10.2f ms   ratio %8.3f\n",
                runner.name.c_str(), runner.median(), runner.median() / runners.front().median(),
                cpu, first > 0 ? cpu / first : 0);
  }
  std::fflush(stdout);
}

}  // namespace tidemark::bench
