#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace tidemark::process {

/// One way to talk to the automation's process; answers through sdk::Answers. Destroying it ends
/// every process and leaves calls in flight unanswered.
class Conversation {
 public:
  virtual ~Conversation() = default;
  virtual void submit(std::uint64_t call, std::string_view input,
                      std::chrono::milliseconds deadline) = 0;
  virtual void cancel(std::uint64_t call) = 0;
};

}  // namespace tidemark::process
