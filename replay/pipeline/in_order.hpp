#pragma once

#include <cstddef>
#include <map>
#include <utility>

#include "core/model/trial.hpp"

namespace tidemark::pipeline {

/// Hands outcomes on in the order of their trials, in whatever order they come, so that nothing
/// depends on which trial was quicker. Holds those that came before their turn.
template <typename Take>
class InOrder {
 public:
  explicit InOrder(Take take) : take_(std::move(take)) {}

  void add(std::size_t position, Outcome outcome) {
    early_.emplace(position, std::move(outcome));
    while (!early_.empty() && early_.begin()->first == next_) {
      const auto node = early_.extract(early_.begin());
      take_(next_++, node.mapped());
    }
  }

 private:
  Take take_;
  std::map<std::size_t, Outcome> early_;
  std::size_t next_ = 0;
};

}  // namespace tidemark::pipeline
