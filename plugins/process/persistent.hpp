#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <tidemark/plugin.hpp>
#include <vector>

#include "child.hpp"
#include "config.hpp"
#include "conversation.hpp"
#include "exchange.hpp"
#include "private_folder.hpp"

namespace tidemark::process {

/// Modes lines and jsonl: one process that answers many calls, started by the first and again after
/// its death. lines: one call at a time, in order, since nothing else ties a line to its call.
/// jsonl: all at once, tied by id. One thread does all the talking.
class Persistent final : public Conversation {
 public:
  Persistent(sdk::Answers answers, Config config);
  ~Persistent() override;
  void submit(std::uint64_t call, std::string_view input,
              std::chrono::milliseconds deadline) override;
  void cancel(std::uint64_t call) override;

 private:
  struct Request {
    std::uint64_t call = 0;
    std::string line;
    Clock::time_point begun;
    Clock::time_point deadline;
  };

  std::string request_line(std::uint64_t call, std::string_view input) const;
  bool is_lines() const { return config_.mode == Mode::lines; }

  void talk();
  bool take_inbox();
  void give();
  bool give_one(Request request);
  void serve();
  void read_output();
  void take_lines();
  void take_line(std::string_view line);
  void take_json_line(std::string_view line);
  void answer_json(std::uint64_t call, const std::string* error, const std::string& output);
  void finish(std::uint64_t call, std::string_view output);
  void see_death();
  void see_deadlines();
  void give_up(std::uint64_t call, int status, const std::string& fact);
  void stop_call(std::uint64_t call);
  void end_child();
  void object(const std::string& fact);
  void break_off(const std::string& fact);
  std::optional<Clock::time_point> first_deadline() const;

  const sdk::Answers answers_;
  const Config config_;

  std::mutex mutex_;  ///< guards the next three
  std::vector<Request> submitted_;
  std::vector<std::uint64_t> cancelled_;
  bool ending_ = false;
  const Wake wake_;

  // Of the talking thread:
  std::deque<Request> waiting_;
  std::map<std::uint64_t, Request> in_flight_;
  std::map<std::uint64_t, Request> abandoned_;  ///< of jsonl: a late answer is nobody's fault
  const PrivateFolder folder_;                  // of whatever process it talks to
  std::optional<Child> child_;
  std::string outgoing_;
  std::string incoming_;
  std::string fault_;  ///< of a line nobody asked for: told to the next call
  Tail tail_;
  Clock::time_point last_line_;

  std::thread thread_;
};

}  // namespace tidemark::process
