#include "replay/pipeline/early_worker.hpp"

#include <system_error>
#include <utility>

#include "core/base/error.hpp"

namespace tidemark::pipeline {

void EarlyWorker::begin(host::Host& host, host::WorkerSpec spec) {
  if (begun_) return;
  auto start = [&host, spec]() -> std::shared_ptr<host::Worker> {
    try {
      return host.open(spec);
    } catch (const Error&) {
      return nullptr;
    }
  };
  try {
    begun_ = {std::move(spec), std::async(std::launch::async, std::move(start))};
  } catch (const std::system_error&) {
    // No thread is to be had, so it starts when it is needed.
  }
}

std::shared_ptr<host::Worker> EarlyWorker::take(const host::WorkerSpec& spec) {
  if (!begun_ || begun_->spec != spec) return nullptr;
  auto worker = begun_->worker.get();
  begun_.reset();
  return worker;
}

}  // namespace tidemark::pipeline
