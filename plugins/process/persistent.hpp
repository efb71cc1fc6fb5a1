#pragma once

#include <thread>
#include <tidemark/plugin.hpp>

#include "config.hpp"
#include "conversation.hpp"
#include "inbox.hpp"
#include "talk.hpp"

namespace tidemark::process {

/// Modes lines and jsonl: one process that answers many calls. One thread does all the talking.
class Persistent final : public Conversation {
 public:
  Persistent(sdk::Answers answers, Config config);
  ~Persistent() override;
  void submit(std::uint64_t call, std::string_view input,
              std::chrono::milliseconds deadline) override;
  void cancel(std::uint64_t call) override { inbox_.cancel(call); }

 private:
  std::string request_line(std::uint64_t call, std::string_view input) const;

  const sdk::Answers answers_;
  const Config config_;
  Inbox inbox_;
  Talk talk_;
  std::thread thread_;
};

}  // namespace tidemark::process
