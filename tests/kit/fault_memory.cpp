#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

/// The memory of test programs: TIDEMARK_MEMORY=N lets the N-th allocation of this process and each
/// later one fail, for as long as it lives.
namespace {

/// Asked before main() and without allocating.
long last_allocation() {
  const char* const wish = std::getenv("TIDEMARK_MEMORY");
  return wish == nullptr ? 0 : std::atol(wish);
}

std::atomic<long> allocations = 0;

void* allocated(std::size_t size) {
  static const long last = last_allocation();
  const bool is_spent = last != 0 && ++allocations >= last;
  void* const memory = is_spent ? nullptr : std::malloc(size == 0 ? 1 : size);
  if (memory != nullptr) return memory;
  if (const auto handler = std::get_new_handler()) handler();
  std::abort();  // the program tested sets a handler that ends it
}

}  // namespace

void* operator new(std::size_t size) { return allocated(size); }
void* operator new[](std::size_t size) { return allocated(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocated(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocated(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
