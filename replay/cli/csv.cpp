#include "replay/cli/csv.hpp"

#include "core/json/json.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::cli {
namespace {

/// What OWASP lists as the start of a formula.
bool may_be_formula(const std::string& text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string result = "\"";
  for (const char byte : text) result += byte == '"' ? std::string("\"\"") : std::string(1, byte);
  return result + '"';
}

/// Lines and tabs stay; whatever else a terminal would obey becomes visible.
std::string without_controls(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\t\n\r");
    result += text::printable(text.substr(0, end));
    if (end == std::string_view::npos) break;
    result += text[end];
    text.remove_prefix(end + 1);
  }
  return result;
}

std::string field_of(const ledger::Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr) return cell_text(cell);
  return quoted((may_be_formula(*text) ? "'" : "") + without_controls(*text));
}

std::string line_of(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) line += (i == 0 ? "" : ",") + fields[i];
  return line + '\n';
}

}  // namespace

std::string cell_text(const ledger::Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* real = std::get_if<double>(&cell)) return json::dump(json::Value(*real));
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return "";
}

std::string csv_of(const ledger::Answer& answer) {
  std::vector<std::string> names;
  for (const std::string& column : answer.columns) names.push_back(field_of(column));
  std::string csv = line_of(names);
  for (const ledger::Row& row : answer.rows) {
    std::vector<std::string> fields;
    for (const ledger::Cell& cell : row) fields.push_back(field_of(cell));
    csv += line_of(fields);
  }
  return csv;
}

}  // namespace tidemark::cli
