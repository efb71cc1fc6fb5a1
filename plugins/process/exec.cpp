#include "exec.hpp"

#include "exchange.hpp"
#include "plugins/kit/call_failure.hpp"

namespace tidemark::process {

using namespace plugin;
namespace {

/// Three pipes and a pidfd each must fit into the worker's 4096 descriptors.
constexpr std::size_t most_at_once = 512;

}  // namespace

Exec::Exec(sdk::Answers answers, Config config)
    : answers_(answers),
      config_(std::move(config)),
      threads_(std::make_unique<sdk::Threads>(most_at_once)) {}

Exec::~Exec() {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [call, stop] : stops_) stop->ring();
  }
  threads_.reset();
}

void Exec::submit(std::uint64_t call, std::string_view input, std::chrono::milliseconds deadline) {
  auto stop = std::make_shared<const Wake>();
  {
    const std::lock_guard lock(mutex_);
    stops_[call] = stop;
  }
  threads_->start(call, [this, call, text = std::string(input), deadline, stop] {
    run(call, text, deadline, *stop);
  });
}

void Exec::cancel(std::uint64_t call) {
  const std::lock_guard lock(mutex_);
  if (const auto found = stops_.find(call); found != stops_.end()) found->second->ring();
}

void Exec::run(std::uint64_t call, std::string_view input, std::chrono::milliseconds deadline,
               const Wake& stop) {
  try {
    const std::string output =
        run_once(config_.command, input_text(config_, input), Clock::now() + deadline, stop);
    answers_.succeed(call, output_json(config_, output));
  } catch (const CallFailure& failure) {
    answers_.fail(call, failure.status(), failure.what());
  } catch (const std::exception& error) {
    answers_.fail(call, TIDEMARK_EXCEPTION, error.what());
  }
  const std::lock_guard lock(mutex_);
  stops_.erase(call);
}

}  // namespace tidemark::process
