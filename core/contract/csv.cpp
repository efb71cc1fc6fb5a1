#include "core/contract/csv.hpp"

#include <algorithm>

#include "core/base/error.hpp"

namespace tidemark::contract {

char separator_of(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  char best = ',';
  for (const char candidate : {';', '\t'}) {
    if (std::count(line.begin(), line.end(), candidate) >
        std::count(line.begin(), line.end(), best)) {
      best = candidate;
    }
  }
  return best;
}

Rows::Rows(std::string_view text, std::string file, char separator)
    : text_(text), file_(std::move(file)), separator_(separator) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

bool Rows::at_row_end() const {
  return at_ >= text_.size() || text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n";
}

std::optional<Row> Rows::next() {
  while (at_ < text_.size() && at_row_end()) {
    line_ += text_[at_] == '\n' ? 1 : 0;
    ++at_;
  }
  if (at_ >= text_.size()) return std::nullopt;
  Row row{{}, line_};
  row.fields.push_back(field());
  while (!at_row_end()) {
    ++at_;  // the separator
    row.fields.push_back(field());
  }
  return row;
}

std::string Rows::field() {
  if (at_ < text_.size() && text_[at_] == '"') return quoted_field();
  const std::size_t start = at_;
  while (!at_row_end() && text_[at_] != separator_) ++at_;
  return std::string(text_.substr(start, at_ - start));
}

std::string Rows::quoted_field() {
  const std::size_t first_line = line_;
  std::string field;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\n') ++line_;
    if (text_[at_] != '"') {
      field += text_[at_];
    } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      field += text_[at_++];
    } else {
      break;
    }
  }
  const bool closed = at_++ < text_.size();
  if (!closed || (!at_row_end() && text_[at_] != separator_)) {
    throw Error(Fault::configuration,
                file_ + ':' + std::to_string(first_line) +
                    ": a quoted field does not end (double the quotes inside)");
  }
  return field;
}

}  // namespace tidemark::contract
