#include "core/base/heap.hpp"

#include <linux/mman.h>
#include <malloc.h>
#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>

namespace tidemark {
namespace {

constexpr std::size_t step = std::size_t{64} << 20U;  // also what a thread's heap has, aligned
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
  void* volatile block = std::malloc(1);
  const auto here = reinterpret_cast<std::uintptr_t>(block);
  std::free(block);
  // The heap of a thread begins there; the main one goes on from there.
  auto* const start = reinterpret_cast<void*>(here & ~(large_page - 1));
  ::madvise(start, step, MADV_HUGEPAGE);
  // The first words of a new heap lie in a small page, where a large one cannot come by itself.
  const bool is_new = here % step < 4096;
  if (is_new) ::madvise(start, large_page, MADV_COLLAPSE);
}

}  // namespace tidemark
