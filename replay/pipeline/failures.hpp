#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/model/trial.hpp"

namespace tidemark::pipeline {

/// Sums up how trials failed, for a report.
class Failures {
 public:
  void add(const Outcome& outcome);
  bool empty() const { return kinds_.empty(); }
  /// A sentence for each of the commonest kinds, with the first that failed so.
  std::vector<std::string> sentences() const;

 private:
  struct Sum {
    std::size_t count = 0;
    std::string first_case, first_text;
  };
  std::map<FailureKind, Sum> kinds_;
};

/// A text of several lines, such as one that quotes what a program printed last, as one sentence.
std::string one_line(const std::string& text);

}  // namespace tidemark::pipeline
