#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/text/redactor.hpp"

namespace tidemark::host {

/// The end of what a worker prints. Holds at most twice `limit` bytes, whatever comes.
class OutputLog {
 public:
  explicit OutputLog(std::size_t limit) : limit_(limit) {}
  void add(std::string_view bytes);
  /// The last lines without secrets, at most 20 and 4 KiB, each made printable; before them, how
  /// much is not shown.
  std::string excerpt(const text::Redactor& redactor) const;

 private:
  const std::size_t limit_;
  std::string kept_;
  std::size_t total_ = 0;
};

/// The text made safe for a terminal, its line ends kept.
std::string printable_lines(std::string_view text);

}  // namespace tidemark::host
