#include "replay/harvest/reading.hpp"

#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "core/text/code_points.hpp"

namespace tidemark::harvest {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view content_of(const LogLine& line) {
  std::string_view text = line.text;
  if (line.number == 1 && text.starts_with(byte_order_mark)) text.remove_prefix(3);
  return text;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

/// The names of what the document has, for whoever must say where the input is. Names that may be
/// somebody's data are not among them.
std::string names_of(const json::Value& document) {
  std::string names;
  if (document.object() == nullptr) return names;
  const text::PrivateData private_data;
  for (const auto& [name, value] : *document.object()) {
    if (name.size() > 40 || !private_data.parts_of(name).empty() || names.size() > 200) continue;
    names += (names.empty() ? "/" : ", /") + text::printable(name);
  }
  return names;
}

void add(const Taken& from, Taken& to) {
  for (const auto& [kind, count] : from) to[kind] += count;
}

}  // namespace

LogReader::LogReader(const std::filesystem::path& path, std::string name, Mapping mapping,
                     const Redaction& redaction, bool skip_malformed)
    : lines_(path),
      name_(std::move(name)),
      mapping_(std::move(mapping)),
      redaction_(redaction),
      skip_malformed_(skip_malformed) {}

std::optional<json::Value> LogReader::document_of(const LogLine& line, std::string& fault) const {
  if (line.is_too_long) {
    fault = "the line is longer than " + std::to_string(longest_line >> 20U) + " MiB";
    return std::nullopt;
  }
  try {
    return json::parse(content_of(line), "");
  } catch (const Error&) {
    // Its words may quote the line.
    fault = line.is_ended ? "the line is not one whole JSON document"
                          : "the last line is not one whole JSON document: the log may be cut";
    return std::nullopt;
  }
}

std::optional<CleanRecord> LogReader::clean(const json::Value& document, std::string& fault) {
  auto parts = record_of(document, mapping_, fault);
  if (!parts) return std::nullopt;
  const std::string whole =
      json::dump(parts->input) + (parts->expect ? json::dump(*parts->expect) : "");
  CaseRedaction redaction(redaction_, whole);
  CleanRecord clean;
  clean.parts.input = redaction.redacted(parts->input, *mapping_.input);
  if (parts->expect) clean.parts.expect = redaction.redacted(*parts->expect, *mapping_.expect);
  for (const std::string& tag : parts->tags) clean.parts.tags.push_back(redaction.redacted(tag));
  // An id that something was taken out of is none.
  if (redaction.redacted(parts->id) == parts->id) clean.parts.id = parts->id;
  clean.input = json::canonical(clean.parts.input);
  clean.hash = sha256_hex(clean.input);
  add(redaction.taken(), tally_.taken);
  return clean;
}

void LogReader::settle_input(const json::Value& document) {
  if (mapping_.input) return;
  mapping_.input = usual_input(document);
  if (mapping_.input) return;
  const std::string names = names_of(document);
  throw Error(Fault::configuration,
              name_ + ": where is the input? (--input POINTER" +
                  (names.empty() ? ")" : "; the first record has " + names + ")"));
}

void LogReader::refuse_or_count(const LogLine& line, const std::string& fault) {
  if (!skip_malformed_) {
    throw Error(Fault::configuration, name_ + ':' + std::to_string(line.number) + ": " + fault +
                                          " (--skip-malformed leaves such lines out)");
  }
  if (tally_.malformed++ != 0) return;
  tally_.first_malformed = line.number;
  tally_.first_fault = fault;
}

void LogReader::each(const std::function<void(const LogLine&, CleanRecord)>& take) {
  LogLine line;
  while (lines_.next(line)) {
    if (!line.is_too_long && is_blank(content_of(line))) continue;
    ++tally_.lines;
    std::string fault;
    const auto document = document_of(line, fault);
    if (document && !is_wanted(*document, mapping_)) {
      ++tally_.unwanted;
      continue;
    }
    if (document) settle_input(*document);
    auto record = document ? clean(*document, fault) : std::nullopt;
    if (record) {
      take(line, *std::move(record));
    } else {
      refuse_or_count(line, fault);
    }
  }
}

CleanRecord LogReader::again(const LogLine& line, const std::string& hash) {
  LogLine read;
  std::string fault;
  lines_.seek(line);
  const auto document = lines_.next(read) ? document_of(read, fault) : std::nullopt;
  const Tally before = tally_;
  auto record = document ? clean(*document, fault) : std::nullopt;
  tally_ = before;  // what is read again was counted
  if (!record || record->hash != hash) {
    throw Error(Fault::configuration, name_ + ':' + std::to_string(line.number) +
                                          ": the log was changed while it was read (try again)");
  }
  return *std::move(record);
}

}  // namespace tidemark::harvest
