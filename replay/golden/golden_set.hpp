#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/model/golden.hpp"

namespace tidemark::golden {

/// Reads a golden set, one JSON object per line: `id` and `input`, and if wanted `expect`, `tags`,
/// `critical`, `touches`. Cases come sorted by id. At most 100,000 cases of 10 MiB each. Throws
/// Error(configuration) with all complaints, one per line, each with `path` and line. An empty text
/// is a set without cases: whether that is enough is not decided here.
GoldenSet read_golden_set(std::string_view text, const std::string& path);

/// read_golden_set() of a text that comes in pieces, of which little is held at a time.
class GoldenReader {
 public:
  explicit GoldenReader(const std::string& path);
  ~GoldenReader();
  GoldenReader(const GoldenReader&) = delete;
  GoldenReader& operator=(const GoldenReader&) = delete;

  /// `piece` is not empty.
  void add(std::string_view piece);
  /// No more comes. Call once. Throws as read_golden_set().
  GoldenSet finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The case as a line of a golden set. Of `input` and `expect`, which are JSON, the text stays.
std::string case_line(const GoldenCase& one);

/// Whether the text can be the id of a case: 1 to 200 of A-Z a-z 0-9 . _ @ + / -.
bool can_name_case(std::string_view id);

}  // namespace tidemark::golden
