#include "core/contract/large_stack.hpp"

#include <pthread.h>

#include <exception>

#include "core/base/error.hpp"

namespace tidemark::contract {
namespace {

/// Of address space; memory is taken as far as it is used.
constexpr std::size_t stack_bytes = std::size_t{256} << 20U;

struct Job {
  const std::function<void()>& work;
  std::exception_ptr failure;
};

void* run(void* argument) {
  Job& job = *static_cast<Job*>(argument);
  try {
    job.work();
  } catch (...) {
    job.failure = std::current_exception();
  }
  return nullptr;
}

}  // namespace

void on_large_stack(const std::function<void()>& work) {
  Job job{work, nullptr};
  pthread_t thread;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_bytes);
  const int failure = pthread_create(&thread, &attributes, run, &job);
  pthread_attr_destroy(&attributes);
  if (failure != 0) {
    throw Error(Fault::evaluation, "no thread with a stack of 256 MiB can be started");
  }
  pthread_join(thread, nullptr);
  if (job.failure) std::rethrow_exception(job.failure);
}

}  // namespace tidemark::contract
