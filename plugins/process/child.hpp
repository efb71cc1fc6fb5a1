#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "descriptor.hpp"
#include "launch.hpp"

namespace tidemark::process {

/// Lets one thread end the poll() of another.
class Wake {
 public:
  Wake();
  int get() const { return event_.get(); }
  void ring() const;
  void clear() const;

 private:
  Descriptor event_;
};

/// How a process ended, for a sentence: "exited with status 3".
struct ProcessEnding {
  bool good = false;  ///< exit status 0
  std::string text;
};

/// A running command, leader of its own process group, with three pipes that do not block.
class Child {
 public:
  /// Its TMPDIR is `temporary`. As much of `input` as a pipe takes is written before it starts, and
  /// removed. Throws CallFailure naming the command when it cannot be started.
  Child(const Launch& launch, const std::string& temporary, std::string_view& input);
  /// Kills the whole group and reaps the process.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int exit() const { return started_.exit.get(); }  ///< readable when it ended
  int in() const { return in_.get(); }              ///< -1 once closed
  int out() const { return out_.get(); }
  int error() const { return error_.get(); }
  void close_in() { in_.close(); }
  void close_out() { out_.close(); }
  void close_error() { error_.close(); }
  void signal_group(int signal) const;
  /// Nothing while it runs. What it printed may still wait in the pipes.
  std::optional<ProcessEnding> ending() const;
  /// Whether its first thread runs, or would if it got a core, so that it may still say something
  /// without being asked. False where the kernel does not tell. proc(5), /proc/pid/stat.
  bool is_working() const;

 private:
  Descriptor in_;
  Descriptor out_;
  Descriptor error_;
  Started started_;
  mutable Descriptor state_;  ///< opened when it is first asked for
};

/// Writes what the pipe takes of `text` and removes it. False when nobody reads any more.
bool write_some(int descriptor, std::string_view& text);
/// Appends what the pipe holds now. False at its end.
bool read_some(int descriptor, std::string& text);

/// Appends what the pipe holds and still gets, up to about `most` bytes in all. False at its end.
bool read_rest(int descriptor, std::string& text, std::size_t most);

inline constexpr std::size_t tail_limit = 65536;

/// The end of a stderr stream: 64 KiB are kept.
class Tail {
 public:
  std::string& buffer() { return text_; }
  void trim();
  /// "" or `; last lines of stderr:` and at most ten lines.
  std::string sentence_end() const;

 private:
  std::string text_;
};

}  // namespace tidemark::process
