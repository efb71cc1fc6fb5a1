#include <memory>
#include <tidemark/plugin.hpp>

#include "config.hpp"
#include "exec.hpp"
#include "persistent.hpp"

namespace tidemark::process {

std::unique_ptr<Conversation> conversation(sdk::Answers answers, std::string_view json) {
  Config config = read_config(json);
  if (config.mode == Mode::exec) return std::make_unique<Exec>(answers, std::move(config));
  return std::make_unique<Persistent>(answers, std::move(config));
}

/// Runs any command as an automation.
class ProcessPlugin final : public sdk::AsyncRunner {
 public:
  static constexpr auto id = "process";
  static constexpr auto version = "1.0.0";
  static constexpr auto summary = "Runs a command: one process per case, or one that reads lines.";

  ProcessPlugin(sdk::Answers answers, std::string_view config)
      : conversation_(conversation(answers, config)) {}
  void submit(std::uint64_t call, std::string_view input,
              std::chrono::milliseconds deadline) override {
    conversation_->submit(call, input, deadline);
  }
  void cancel(std::uint64_t call) override { conversation_->cancel(call); }

 private:
  const std::unique_ptr<Conversation> conversation_;
};

}  // namespace tidemark::process

TIDEMARK_PLUGIN(tidemark::process::ProcessPlugin);
