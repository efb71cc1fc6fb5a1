#include "core/yaml/anchors.hpp"

#include <algorithm>
#include <string_view>

namespace tidemark::yaml {
namespace {

/// The anchor of a line like `   &name |-`, or nothing.
std::string_view lone_anchor(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  if (line.empty() || line.front() != '&') return {};
  const std::size_t end = line.find(' ');
  if (end == std::string_view::npos) return {};
  const std::size_t header = line.find_first_not_of(' ', end);
  const bool is_block =
      header != std::string_view::npos && (line[header] == '|' || line[header] == '>');
  return is_block ? line.substr(0, end) : std::string_view();
}

bool ends_with_key(const std::string& text) {
  const std::size_t last = text.find_last_not_of(" \r");
  return last != std::string::npos && text[last] == ':';
}

}  // namespace

std::string anchors_at_their_keys(const std::string& text) {
  std::string result;
  result.reserve(text.size() + 1);
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size() - 1) + 1;
    std::string line = text.substr(start, end - start);
    start = end;
    const std::string anchor(lone_anchor(line));
    if (!anchor.empty() && !result.empty() && result.back() == '\n') {
      result.pop_back();
      const bool has_key = ends_with_key(result);
      if (has_key) {
        result += ' ' + anchor;
        line.erase(line.find('&'), anchor.size());
      }
      result += '\n';
    }
    result += line;
  }
  return result;
}

}  // namespace tidemark::yaml
