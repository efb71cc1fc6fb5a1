#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <tidemark/plugin.hpp>

#include "child.hpp"
#include "config.hpp"
#include "conversation.hpp"
#include "private_folder.hpp"

namespace tidemark::process {

/// Mode exec: one process per call, each served by a thread of its own.
class Exec final : public Conversation {
 public:
  Exec(sdk::Answers answers, Config config);
  ~Exec() override;
  void submit(std::uint64_t call, std::string_view input,
              std::chrono::milliseconds deadline) override;
  void cancel(std::uint64_t call) override;

 private:
  /// What the command printed or wrote.
  std::string output_of(std::string_view input, std::chrono::steady_clock::time_point deadline,
                        const Wake& stop);
  std::string output_of_files(std::string_view input,
                              std::chrono::steady_clock::time_point deadline,
                              const Wake& stop) const;
  void run(std::uint64_t call, std::string_view input, std::chrono::milliseconds deadline,
           const Wake& stop);

  const sdk::Answers answers_;
  const Config config_;
  PrivateFolders folders_;
  std::mutex mutex_;
  std::map<std::uint64_t, std::shared_ptr<const Wake>> stops_;
  std::unique_ptr<sdk::Threads> threads_;
};

}  // namespace tidemark::process
