#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/descriptor.hpp"

namespace tidemark::host {

/// A child process that is spoken to in lines: one to its standard input, one from its standard
/// output. What it writes to standard error goes where this process's does.
class LineProgram {
 public:
  struct Events {
    /// A whole line, without its end. [the program's own thread]
    std::function<void(std::string_view line)> heard;
    /// Nothing more will be heard; what became of the process, in words. [the program's own thread]
    std::function<void(const std::string& why)> ended;
  };

  /// Starts the very file that is open, under the name `path`. Throws std::system_error. A line
  /// that is longer than `longest` ends the conversation as the process's end would.
  LineProgram(int file, const std::string& path, std::size_t longest, Events events);
  /// Ends what is said to it, and waits for its end.
  ~LineProgram();
  LineProgram(const LineProgram&) = delete;
  LineProgram& operator=(const LineProgram&) = delete;

  /// Waits while the process does not read. What is said to one that is gone is lost. [one thread]
  void say(std::string line);

 private:
  void listen();
  std::string listen_to_the_end();
  std::string how_it_ended();

  const std::size_t longest_;
  const Events events_;
  pid_t process_ = 0;
  Descriptor to_, from_;
  std::thread listener_;
};

}  // namespace tidemark::host
