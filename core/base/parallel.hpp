#pragma once

#include <cstddef>
#include <functional>

namespace tidemark {

/// How much the other threads of some work allocate. Much goes into large pages, of which each
/// thread takes one though it fills none.
enum class Memory { much, little };

/// Calls `work` once for each of 0 .. count-1, on all cores, in no order, and returns when all is
/// done. When calls throw, the exception of the smallest index comes out; the others are done all
/// the same.
void on_all_cores(std::size_t count, const std::function<void(std::size_t index)>& work,
                  Memory memory = Memory::much);

/// The same for work that is too little to be taken one by one: a core takes `in_a_part` indexes
/// at a time, in their order. What is behind a call that throws is left out of its part.
void in_parts_on_all_cores(std::size_t count, std::size_t in_a_part,
                           const std::function<void(std::size_t index)>& work);

}  // namespace tidemark
