#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::contract {

/// One row of a CSV text and the line that it starts on.
struct Row {
  std::vector<std::string> fields;
  std::size_t line = 0;
};

/// Reads CSV (RFC 4180) row by row; empty lines are passed over. A byte order mark is no data.
class Rows {
 public:
  Rows(std::string_view text, std::string file, char separator);
  /// Nothing at the end. Throws Error(configuration) at a quote that is not closed.
  std::optional<Row> next();

 private:
  std::string field();
  std::string quoted_field();
  bool at_row_end() const;

  std::string_view text_;
  const std::string file_;
  const char separator_;
  std::size_t at_ = 0, line_ = 1;
};

/// The separator of a text's first line: tab, semicolon or comma, whichever is there most.
char separator_of(std::string_view text);

}  // namespace tidemark::contract
