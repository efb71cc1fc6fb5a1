#include "persistent.hpp"

#include "plugins/kit/call_failure.hpp"
#include "plugins/kit/json_text.hpp"

namespace tidemark::process {

using namespace plugin;

Persistent::Persistent(sdk::Answers answers, Config config)
    : answers_(answers),
      config_(std::move(config)),
      talk_(answers_, config_, inbox_),
      thread_([this] { talk_.run(); }) {}

Persistent::~Persistent() {
  inbox_.end();
  thread_.join();
}

std::string Persistent::request_line(std::uint64_t call, std::string_view input) const {
  if (config_.mode != Mode::lines) {
    return "{\"id\":" + std::to_string(call) + ",\"input\":" + input_json(config_, input) + "}\n";
  }
  const Json value = selected(input, config_.input);
  if (!value.is_string()) {
    throw CallFailure(TIDEMARK_FAILED, "mode: lines needs a string as input");
  }
  const auto& line = value.get_ref<const std::string&>();
  if (line.find('\n') != std::string::npos) {
    throw CallFailure(TIDEMARK_FAILED, "mode: lines needs an input without a newline");
  }
  return line + '\n';
}

void Persistent::submit(std::uint64_t call, std::string_view input,
                        std::chrono::milliseconds deadline) {
  const auto now = Clock::now();
  try {
    inbox_.put({call, request_line(call, input), now, now + deadline});
  } catch (const CallFailure& failure) {
    answers_.fail(call, failure.status(), failure.what());
  }
}

}  // namespace tidemark::process
