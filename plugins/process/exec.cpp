#include "exec.hpp"

#include "exchange.hpp"
#include "plugins/kit/call_failure.hpp"

namespace tidemark::process {

using namespace plugin;
namespace {

/// Every place of `mark` in the command's arguments becomes `text`.
void replace(std::vector<std::string>& command, const std::string& mark, const std::string& text) {
  for (std::string& part : command) {
    for (std::size_t at = part.find(mark); at != part.npos; at = part.find(mark, at)) {
      part.replace(at, mark.size(), text);
      at += text.size();
    }
  }
}

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

std::string Exec::output_of(std::string_view input, Clock::time_point deadline, const Wake& stop) {
  if (config_.in_files) return output_of_files(input, deadline, stop);
  auto folder = folders_.take();
  Ran ran = run_once(config_.launch, folder->path(), input_text(config_, input), deadline, stop);
  if (ran.left_nobody) folders_.give_back(std::move(folder));
  return std::move(ran.output);
}

std::string Exec::output_of_files(std::string_view input, Clock::time_point deadline,
                                  const Wake& stop) const {
  const PrivateFolder folder;
  Launch launch = config_.launch;
  replace(launch.command, "{input}", folder.file("input"));
  replace(launch.command, "{output}", folder.file("output"));
  folder.write("input", input_text(config_, input));
  run_once(launch, folder.path(), "", deadline, stop);
  std::string output = folder.read("output", output_limit);
  if (output.ends_with('\n')) output.pop_back();
  return output;
}

void Exec::run(std::uint64_t call, std::string_view input, std::chrono::milliseconds deadline,
               const Wake& stop) {
  try {
    const std::string output = output_of(input, Clock::now() + deadline, stop);
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
