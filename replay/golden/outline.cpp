#include "replay/golden/outline.hpp"

namespace tidemark::golden {

std::vector<std::string> touched_by(const GoldenCase& golden) {
  return golden.critical ? std::vector<std::string>() : golden.touches;
}

Outline outline_of(const GoldenSet& golden) {
  Outline outline{golden.cases.size(), {}};
  for (const GoldenCase& one : golden.cases) {
    auto touched = touched_by(one);
    if (!touched.empty()) outline.touched.push_back(std::move(touched));
  }
  return outline;
}

}  // namespace tidemark::golden
