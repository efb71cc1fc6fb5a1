#include "replay/golden/parts.hpp"

#include <algorithm>

#include "core/base/parallel.hpp"

namespace tidemark::golden {
namespace {

constexpr std::size_t worth_a_core = std::size_t{128} << 10U;
constexpr std::size_t part_size = std::size_t{512} << 10U;

/// By lines and not by bytes: most are long.
std::uint32_t count_ends(std::string_view text) {
  std::uint32_t ends = 0;
  for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    ++ends;
  }
  return ends;
}

}  // namespace

void Parts::add(std::string_view piece) {
  const std::size_t first_end = piece.find('\n');
  if (first_end == std::string_view::npos) {
    hash_.add(piece);
    begun_ += piece;
    return;
  }
  const std::size_t last_end = piece.rfind('\n');
  std::string_view lines = piece.substr(0, last_end + 1);
  std::vector<Part> parts;
  if (!begun_.empty()) {
    begun_ += lines.substr(0, first_end + 1);
    lines.remove_prefix(first_end + 1);
    parts.push_back(next_part(begun_));
  }
  for (const Part& part : cut(lines)) parts.push_back(part);
  read_all(parts, piece);
  begun_ = piece.substr(last_end + 1);
}

void Parts::finish() {
  if (!begun_.empty()) read_all({next_part(begun_)}, "");
}

Parts::Part Parts::next_part(std::string_view text) {
  const Part part{text, next_line_};
  const std::uint32_t ends = count_ends(text);
  next_line_ += ends;
  lines_ += ends + (text.back() == '\n' ? 0U : 1U);
  return part;
}

/// Parts of some size that end where a line does.
std::vector<Parts::Part> Parts::cut(std::string_view lines) {
  std::vector<Part> parts;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n', std::min(part_size, lines.size()) - 1);
    parts.push_back(next_part(lines.substr(0, end + 1)));
    lines.remove_prefix(end + 1);
  }
  return parts;
}

void Parts::read_all(const std::vector<Part>& parts, std::string_view piece) {
  std::vector<Join> joins(parts.size());
  const auto do_one = [&](std::size_t i) {
    if (i == 0) {
      hash_.add(piece);
    } else {
      joins[i - 1] = read_(parts[i - 1].text, parts[i - 1].first_line);
    }
  };
  const std::size_t count = 1 + parts.size();
  if (piece.size() < worth_a_core) {
    for (std::size_t i = 0; i < count; ++i) do_one(i);
  } else {
    on_all_cores(count, do_one, Memory::little);
  }
  for (const Join& join : joins) join();
}

}  // namespace tidemark::golden
