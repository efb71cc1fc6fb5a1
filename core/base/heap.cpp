#include "core/base/heap.hpp"

#include <malloc.h>
#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>

namespace tidemark {
namespace {

constexpr std::size_t step = std::size_t{64} << 20U;  // also what a thread's heap has at most
constexpr std::uintptr_t large_page = std::uintptr_t{2} << 20U;

}  // namespace

void take_large_steps() {
  constexpr int largest_on_heap = 16 << 20;
  ::mallopt(M_TOP_PAD, static_cast<int>(step));
  // Saying so ends the library's own learning from large blocks, so that is said too.
  ::mallopt(M_MMAP_THRESHOLD, largest_on_heap);
  ::mallopt(M_TRIM_THRESHOLD, static_cast<int>(4 * step));
  // Small blocks that are kept apart when given back are looked through, all of them, whenever a
  // large one comes or goes; an inventory gives back a million.
  ::mallopt(M_MXFAST, 0);
  void* volatile first = std::malloc(largest_on_heap / 16);  // takes the first step
  std::free(first);
  use_large_pages();
}

void use_large_pages() {
  void* volatile here = std::malloc(1);
  const std::uintptr_t start = reinterpret_cast<std::uintptr_t>(here) & ~(large_page - 1);
  std::free(here);
  // The heap of a thread begins there; the main one goes on from there.
  ::madvise(reinterpret_cast<void*>(start), step, MADV_HUGEPAGE);
}

}  // namespace tidemark
