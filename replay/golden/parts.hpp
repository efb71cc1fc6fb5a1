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

/// Has the lines of a file read on all cores while its bytes come, so that little of them is held
/// at a time.
class Parts {
 public:
  /// What is left to do with a part that was read: called in the order of the file, on one thread.
  using Join = std::function<void()>;
  /// Reads some whole lines, of which the first has this number. Called on any core.
  using Read = std::function<Join(std::string_view text, std::uint32_t first_line)>;

  /// The hashes, which must stay, are given all that comes.
  Parts(std::uint32_t first_line, std::vector<Sha256*> hashes, Read read)
      : next_line_(first_line), hashes_(std::move(hashes)), read_(std::move(read)) {}

  void add(std::string_view piece);
  /// No more comes. A last line that does not end is read, too.
  void finish();
  std::size_t lines() const { return lines_; }

 private:
  using Part = std::pair<std::string_view, std::uint32_t>;  // text, number of its first line

  void read_waiting(bool is_all);
  std::vector<Part> cut(bool is_all);

  std::uint32_t next_line_;
  std::size_t lines_ = 0;
  std::vector<Sha256*> hashes_;
  Read read_;
  std::string waiting_;
  std::size_t enough_ = least;  ///< bytes to be worth all cores

  static constexpr std::size_t worth_a_core = std::size_t{128} << 10U;
  static constexpr std::size_t part_size = std::size_t{1} << 20U;
  /// Four parts and a line take some cores as long as a hash of them takes one.
  static constexpr std::size_t least = 4 * part_size + part_size / 4;
};

}  // namespace tidemark::golden
