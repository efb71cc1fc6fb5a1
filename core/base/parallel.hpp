#pragma once

#include <cstddef>
#include <functional>

namespace tidemark {

/// Calls `work` once for each of 0 .. count-1, on all cores, in no order, and returns when all is
/// done. When calls throw, the exception of the smallest index comes out; the others are done all
/// the same.
void on_all_cores(std::size_t count, const std::function<void(std::size_t index)>& work);

}  // namespace tidemark
