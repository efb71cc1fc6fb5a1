#include <tidemark/plugin.hpp>

#include "config.hpp"
#include "reply.hpp"

namespace tidemark::chat {

/// Asks a language model.
class ChatPlugin final : public sdk::AsyncRunner {
 public:
  static constexpr auto id = "chat";
  static constexpr auto version = "1.0.0";
  static constexpr auto summary = "Asks a language model: OpenAI-compatible or Anthropic.";

  ChatPlugin(sdk::Answers answers, std::string_view config)
      : config_(read_config(config)), caller_(answers, config_.rules) {}

  void submit(std::uint64_t call, std::string_view input,
              std::chrono::milliseconds deadline) override {
    caller_.submit(
        call, deadline, [&] { return request_of(config_, input); },
        [this](const std::string& body) { return output_of(config_, body); });
  }
  void cancel(std::uint64_t call) override { caller_.cancel(call); }

 private:
  const Config config_;
  web::Caller caller_;
};

}  // namespace tidemark::chat

TIDEMARK_PLUGIN(tidemark::chat::ChatPlugin);
