#include "core/text/ci_commands.hpp"
#include "core/text/code_points.hpp"
#include "core/text/counted.hpp"
#include "replay/report/check_report.hpp"

namespace tidemark::report {
namespace {

constexpr std::size_t most_commands = 10;

/// `fact (way out)`, on one line.
std::string sentence(const CheckFinding& finding) {
  return text::printable(finding.fact +
                         (finding.way_out.empty() ? "" : " (" + finding.way_out + ')'));
}

std::string place_text(const Place& place) { return text::printable(to_string(place)); }

std::string line(const CheckFinding& finding) {
  return place_text(finding.place) + ": " + std::string(to_string(finding.severity)) + ": " +
         sentence(finding) + " [" + finding.rule + "]\n";
}

std::size_t count_at(const CheckReport& report, Severity severity) {
  std::size_t count = 0;
  for (const CheckFinding& finding : report.findings) count += finding.severity == severity;
  return count;
}

std::string next_step(const CheckReport& report) {
  return report.replayed != 0
             ? "Next: `tidemark replay` runs the golden inputs, `tidemark gate --base REV` "
               "judges a change\n"
             : "Next: give an automation a `replay` section, so that its behaviour can be "
               "tested\n";
}

std::string summary(const CheckReport& report) {
  const std::size_t errors = count_at(report, Severity::error);
  const std::size_t warnings = report.findings.size() - errors;
  const std::string read = text::counted(report.entities, "entity", "entities") + " in " +
                           text::counted(report.files, "file", "files");
  if (report.findings.empty()) return read + ", nothing wrong\n" + next_step(report);
  const std::string doubts =
      warnings == 0 ? "" : ", " + text::counted(warnings, "warning", "warnings");
  if (errors == 0) return read + ", no errors" + doubts + "\n";
  return read + ", " + text::counted(errors, "error", "errors") + doubts + "\n";
}

json::Value sentences(const CheckReport& report, Severity severity) {
  json::Array texts;
  for (const CheckFinding& finding : report.findings) {
    if (finding.severity != severity) continue;
    texts.emplace_back(to_string(Complaint{finding.place, finding.fact, finding.way_out}));
  }
  return texts;
}

json::Value finding_json(const CheckFinding& finding) {
  return json::Object{
      {"rule", finding.rule},
      {"severity", to_string(finding.severity)},
      {"place", to_string(finding.place)},
      {"file", finding.place.file.str()},
      {"line", static_cast<std::uint64_t>(finding.place.line)},
      {"column", static_cast<std::uint64_t>(finding.place.column)},
      {"entity", finding.entity ? json::Value(to_string(*finding.entity)) : json::Value()},
      {"fact", finding.fact},
      {"way_out", finding.way_out}};
}

/// As @actions/core escapes what stands behind the second `::`.
std::string escaped(const std::string& text, std::string_view also = "") {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n' || also.find(c) != std::string_view::npos) {
      const auto byte = static_cast<unsigned char>(c);
      result += '%';
      result += digits[byte >> 4U];
      result += digits[byte & 15U];
    } else {
      result += c;
    }
  }
  return result;
}

std::string property(const std::string& text) { return escaped(text, ":,"); }

std::string command(const CheckReport& report, const CheckFinding& finding) {
  std::string text = "::" + std::string(to_string(finding.severity)) +
                     " file=" + property(text::printable(report.folder + finding.place.file.str()));
  if (finding.place.line != 0) text += ",line=" + std::to_string(finding.place.line);
  if (finding.place.column != 0) text += ",col=" + std::to_string(finding.place.column);
  return text + ",title=" + property(finding.rule) +
         "::" + escaped(text::without_ci_commands(sentence(finding))) + "\n";
}

}  // namespace

std::string check_text(const CheckReport& report) {
  std::string text;
  for (const CheckFinding& finding : report.findings) text += line(finding);
  return text + summary(report);
}

json::Value check_json(const CheckReport& report) {
  json::Array findings;
  for (const CheckFinding& finding : report.findings) findings.push_back(finding_json(finding));
  return json::Object{{"schema", "tidemark.check/1"},
                      {"errors", sentences(report, Severity::error)},
                      {"warnings", sentences(report, Severity::warning)},
                      {"findings", std::move(findings)},
                      {"entities", static_cast<std::uint64_t>(report.entities)}};
}

std::string check_github(const CheckReport& report) {
  std::string commands, rest;
  std::size_t errors = 0, warnings = 0;
  for (const CheckFinding& finding : report.findings) {
    std::size_t& count = finding.severity == Severity::error ? errors : warnings;
    if (count++ < most_commands) {
      commands += command(report, finding);
    } else {
      rest += text::without_ci_commands(line(finding));
    }
  }
  return commands + rest + summary(report);
}

}  // namespace tidemark::report
