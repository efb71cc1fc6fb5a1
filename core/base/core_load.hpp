#pragma once

#include <cstddef>
#include <string_view>

#include "core/base/descriptor.hpp"

namespace tidemark {

/// How many threads of the whole machine run or wait for a core, by a line of proc_loadavg(5);
/// 0 when it is no such line.
std::size_t runnable_in(std::string_view loadavg);

/// Tells whether the machine has a core to spare. What a container or an affinity grants of its
/// cores is not considered.
class CoreLoad {
 public:
  CoreLoad();
  /// Whether each core has work beside the thread that asks. False where the system does not tell.
  /// Costs a read from memory. [any thread]
  bool is_full() const;

 private:
  Descriptor loadavg_;
  std::size_t cores_;
};

}  // namespace tidemark
