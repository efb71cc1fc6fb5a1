#include "replay/golden/parts.hpp"

#include <algorithm>

#include "core/base/parallel.hpp"

namespace tidemark::golden {
namespace {

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
  if (waiting_.size() + piece.size() > part_size) waiting_.reserve(least + part_size);
  while (!piece.empty()) {
    waiting_.append(piece.substr(0, part_size));
    piece.remove_prefix(std::min(part_size, piece.size()));
    if (waiting_.size() >= enough_) read_waiting(false);
  }
}

void Parts::finish() { read_waiting(true); }

void Parts::read_waiting(bool is_all) {
  const std::vector<Part> parts = cut(is_all);
  std::size_t size = 0;
  for (const auto& [text, line] : parts) size += text.size();
  const std::string_view taken = std::string_view(waiting_).substr(0, size);
  std::vector<Join> joins(parts.size());
  const auto do_one = [&](std::size_t i) {
    if (i < hashes_.size()) {
      hashes_[i]->add(taken);
    } else {
      const auto& [text, line] = parts[i - hashes_.size()];
      joins[i - hashes_.size()] = read_(text, line);
    }
  };
  if (size < worth_a_core) {
    for (std::size_t i = 0; i < hashes_.size() + parts.size(); ++i) do_one(i);
  } else {
    on_all_cores(hashes_.size() + parts.size(), do_one, Memory::little);
  }
  for (const Join& join : joins) join();
  waiting_.erase(0, size);
  // What holds no whole part yet is not searched again for each piece.
  enough_ = std::max(least, 2 * waiting_.size());
}

/// Parts of some size that end where a line does.
std::vector<Parts::Part> Parts::cut(bool is_all) {
  std::vector<Part> parts;
  for (std::string_view text = waiting_; !text.empty();) {
    const std::size_t end = text.find('\n', std::min(part_size, text.size() - 1));
    if (!is_all && (text.size() <= part_size || end == std::string_view::npos)) break;
    const std::string_view part = text.substr(0, end == std::string_view::npos ? end : end + 1);
    parts.emplace_back(part, next_line_);
    const std::uint32_t ends = count_ends(part);
    next_line_ += ends;
    lines_ += ends + (part.back() == '\n' ? 0U : 1U);
    text.remove_prefix(part.size());
  }
  return parts;
}

}  // namespace tidemark::golden
