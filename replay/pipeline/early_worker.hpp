#pragma once

#include <future>
#include <memory>
#include <optional>

#include "core/host/host.hpp"

namespace tidemark::pipeline {

/// A worker that starts while whoever will need it is still busy. One thread.
class EarlyWorker {
 public:
  /// Begins to start it, unless another waits to be taken. The host must stay.
  void begin(host::Host& host, host::WorkerSpec spec);
  /// Waits until the one that was begun by this spec is there. Null when there is none, or it could
  /// not be started: whoever starts it then sees why.
  std::shared_ptr<host::Worker> take(const host::WorkerSpec& spec);

 private:
  struct Begun {
    host::WorkerSpec spec;
    std::future<std::shared_ptr<host::Worker>> worker;
  };
  std::optional<Begun> begun_;
};

}  // namespace tidemark::pipeline
