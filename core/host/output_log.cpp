#include "core/host/output_log.hpp"

#include <algorithm>

#include "core/text/code_points.hpp"

namespace tidemark::host {
namespace {

constexpr std::size_t most_lines = 20;
constexpr std::size_t most_bytes = 4096;

std::string_view last_lines(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  std::size_t start = text.size();
  for (std::size_t lines = 0; lines < most_lines && start != std::string_view::npos; ++lines) {
    start = start == 0 ? std::string_view::npos : text.rfind('\n', start - 1);
  }
  const std::size_t by_lines = start == std::string_view::npos ? 0 : start + 1;
  const std::size_t by_bytes = text.size() - std::min(text.size(), most_bytes);
  return text.substr(std::max(by_lines, by_bytes));
}

}  // namespace

std::string printable_lines(std::string_view text) {
  std::string all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    all += text::printable(text.substr(0, end));
    if (end < text.size()) all += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

void OutputLog::add(std::string_view bytes) {
  total_ += bytes.size();
  kept_ += bytes.substr(bytes.size() - std::min(bytes.size(), limit_));
  if (kept_.size() > 2 * limit_) kept_.erase(0, kept_.size() - limit_);
}

/// Secrets go before anything is cut, since half of one would not be found.
std::string OutputLog::excerpt(const text::Redactor& redactor) const {
  const std::string kept = redactor.redacted(kept_);
  const std::size_t total = total_ - kept_.size() + kept.size();
  const std::string_view lines = last_lines(kept);
  const std::size_t shown = lines.size() + (kept.ends_with('\n') ? 1 : 0);
  if (shown >= total) return printable_lines(lines);
  return "... (" + std::to_string(total - shown) + " bytes before this)\n" + printable_lines(lines);
}

}  // namespace tidemark::host
