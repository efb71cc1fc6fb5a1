#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/hash.hpp"

namespace tidemark::golden {

/// Has the lines of a file read on all cores while its bytes come. Between two pieces no more is
/// held than a line that has not ended yet.
class Parts {
 public:
  /// What is left to do with a part that was read: called in the order of the file, on one thread.
  using Join = std::function<void()>;
  /// Reads some whole lines, of which the first has this number. Called on any core; the text is
  /// there until its Join is over.
  using Read = std::function<Join(std::string_view text, std::uint32_t first_line)>;

  /// The hash, which must stay, is given all that comes.
  Parts(std::uint32_t first_line, Sha256& hash, Read read)
      : next_line_(first_line), hash_(hash), read_(std::move(read)) {}

  /// The larger a piece, the better the cores share it.
  void add(std::string_view piece);
  /// No more comes. A last line that does not end is read, too.
  void finish();
  std::size_t lines() const { return lines_; }

 private:
  struct Part {
    std::string_view text;
    std::uint32_t first_line;
  };

  Part next_part(std::string_view text);
  std::vector<Part> cut(std::string_view lines);
  void read_all(const std::vector<Part>& parts, std::string_view piece);

  std::uint32_t next_line_;
  std::size_t lines_ = 0;
  Sha256& hash_;
  Read read_;
  std::string begun_;  ///< a line whose end has not come
};

}  // namespace tidemark::golden
