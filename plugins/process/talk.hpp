#pragma once

#include <deque>
#include <map>
#include <optional>
#include <tidemark/plugin.hpp>
#include <utility>
#include <vector>

#include "child.hpp"
#include "config.hpp"
#include "inbox.hpp"
#include "pace.hpp"
#include "private_folder.hpp"

namespace tidemark::process {

/// What is said to and by one process that answers many calls, started by the first and again
/// after its death. jsonl: all at once, tied by id. lines: in order, since nothing else ties a
/// line to its call; as many together as Pace says, and nothing more before all of them are
/// answered, so that a line too many is seen.
class Talk {
 public:
  /// All must stay.
  Talk(const sdk::Answers& answers, const Config& config, Inbox& inbox)
      : answers_(answers), config_(config), inbox_(inbox), pace_(config.lines_at_once) {}

  /// Talks until the inbox says that it is over, then ends the process. On a thread of its own.
  void run();

 private:
  bool is_lines() const { return config_.mode == Mode::lines; }
  bool takes_calls() const { return !is_lines() || (in_flight_.empty() && waiting_.empty()); }

  bool take_news(bool takes);
  void give();
  void give_some(std::size_t count);
  void give_one(Request request);
  void push();
  void hand_on();
  void hand_on(std::size_t count);
  void serve();
  int poll_timeout() const;

  void read_output();
  void listen_for_surplus();
  bool hears(Clock::duration patience) const;
  void take_lines();
  void take_line(std::string line);
  void take_surplus();
  void take_json_line(std::string_view line);
  void answer(std::uint64_t call, std::string_view output);

  void see_death();
  void see_deadlines();
  void give_up(std::uint64_t call, int status, const std::string& fact);
  void stop_call(std::uint64_t call);
  void end_child();
  void object(const std::string& fact);
  void break_off(const std::string& fact);
  void fail_in_flight(const std::string& sentence);
  void fail_waiting(const std::string& fact);
  void fail_behind(std::uint64_t call, const std::string& sentence);
  void fail_blameless(std::uint64_t call, int status, const std::string& sentence);
  std::string sentence_of(const std::string& fact) const;

  const sdk::Answers& answers_;
  const Config& config_;
  Inbox& inbox_;

  std::deque<Request> waiting_;
  std::map<std::uint64_t, Request> in_flight_;
  std::map<std::uint64_t, Request> abandoned_;  ///< of jsonl: a late answer is nobody's fault
  const PrivateFolder folder_;                  // of whatever process it talks to
  std::optional<Child> child_;
  std::string outgoing_;
  std::string incoming_;

  // Of lines.
  std::deque<std::uint64_t> asked_;  ///< calls in flight, as they will be answered
  Clock::time_point asked_since_;
  std::vector<std::pair<std::uint64_t, std::string>> answered_;  ///< not handed on yet
  Clock::time_point answered_since_;                             ///< the first of them
  std::size_t answered_of_asked_ = 0;  ///< the last of them that were asked together
  Pace pace_;

  std::string fault_;  ///< of a line nobody asked for: told to the next call
  Tail tail_;
  Clock::time_point last_line_;
  /// No deadline of a call is earlier.
  Clock::time_point next_look_ = Clock::time_point::max();
};

}  // namespace tidemark::process
