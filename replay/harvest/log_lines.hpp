#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/descriptor.hpp"

namespace tidemark::harvest {

/// One line of a log.
struct LogLine {
  std::string text;          ///< without its end; empty when it is too long
  std::uint64_t number = 0;  ///< from 1
  std::uint64_t offset = 0;  ///< of its first byte
  bool is_too_long = false;  ///< longer than longest_line
  bool is_ended = true;      ///< false: the file ends before the line does
};

inline constexpr std::size_t longest_line = std::size_t{10} << 20U;

/// Reads a log line by line, however large it is: it holds one line and one buffer.
class LogLines {
 public:
  /// Throws Error(configuration) when the path names no regular file that can be read; only such a
  /// one can be read twice.
  explicit LogLines(const std::filesystem::path& path);

  /// The next line in `line`, or false at the end of the file.
  bool next(LogLine& line);
  /// Goes on at a line that was read before.
  void seek(const LogLine& line);

  std::uint64_t bytes() const { return bytes_; }

 private:
  bool fill();

  std::filesystem::path path_;
  Descriptor file_;
  std::uint64_t bytes_ = 0;  ///< when it was opened; what is written later is not read
  std::string buffer_;
  std::size_t at_ = 0;        ///< in the buffer
  std::uint64_t offset_ = 0;  ///< of the buffer's end in the file
  std::uint64_t number_ = 0;
};

}  // namespace tidemark::harvest
