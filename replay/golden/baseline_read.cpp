#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "core/base/clock.hpp"
#include "core/base/hash.hpp"
#include "core/text/counted.hpp"
#include "replay/golden/baseline.hpp"
#include "replay/golden/parts.hpp"
#include "replay/golden/records.hpp"
#include "replay/golden/steady_case.hpp"

namespace tidemark::golden {
namespace {

constexpr FileFormat baseline_format = {"baseline", "cases", 100'000, std::size_t{512} << 20U, 2};
constexpr std::array<Member, 11> header_members = {{
    {"tidemark_baseline", MemberType::number, true},
    {"automation", MemberType::text, true},
    {"closure", MemberType::text, true},
    {"components", MemberType::object, true},
    {"recorded_at", MemberType::text, true},
    {"runs", MemberType::number, true},
    {"tool", MemberType::text, true},
    {"plugins", MemberType::object, true},
    {"models", MemberType::texts, false},
    {"cases", MemberType::number, true},
    {"hash", MemberType::text, true},
}};
constexpr std::int64_t repeating_format = 1, newest_format = 2;
constexpr std::array<Member, 5> case_members = {{
    {"id", MemberType::text, true},
    {"input_hash", MemberType::text, true},
    {"reference", MemberType::any, true},
    {"controls", MemberType::array, true},
    {"others", MemberType::array, false},  // not in the repeating format
}};

struct Header {
  std::int64_t format = 0;
  std::int64_t cases = 0;
  std::string hash;
};

std::int64_t count_member(const json::View& record, std::string_view name) {
  const json::Value value = record.find(name)->value();
  return value.integer() == nullptr ? -1 : *value.integer();
}

std::vector<std::pair<std::string, std::string>> pairs_of(const json::View& header,
                                                          std::string_view name,
                                                          Complaints& complaints) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [key, value] : header.find(name)->members()) {
    if (const auto text = value.string()) {
      pairs.emplace_back(key, *text);
    } else {
      complaints.add(1, std::string(name) + ": \"" + std::string(key) + "\" must be a string");
    }
  }
  return pairs;
}

void check_header(const json::View& record, Complaints& complaints) {
  check_automation(record, 1, complaints);
  if (!parse_utc(text_member(record, "recorded_at"))) {
    complaints.add(1, "recorded_at is not a UTC time", "write it as 2026-10-01T09:30:00Z");
  }
  const std::int64_t runs = count_member(record, "runs"), cases = count_member(record, "cases");
  if (cases < 0) complaints.add(1, "cases must be a count");
  if (runs <= 0 || runs % 9 != 0 || runs > most_control_runs) {
    complaints.add(
        1, "runs must be 9 or a multiple of it, " + std::to_string(most_control_runs) + " at most");
  } else if (cases > most_control_runs_in_all / runs) {
    complaints.add(1, "more than " + std::to_string(most_control_runs_in_all) + " control runs",
                   "record fewer runs of each case");
  }
}

/// A header may promise fewer cases than come.
FileFormat format_with(int runs) {
  FileFormat format = baseline_format;
  format.most_records = std::min(
      format.most_records, static_cast<std::size_t>(most_control_runs_in_all / std::max(runs, 1)));
  return format;
}

void take_header(const json::View& record, Baseline& baseline, Header& header,
                 Complaints& complaints) {
  const auto version = record.find("tidemark_baseline");
  if (!version) {
    complaints.add(1, "the file does not start with a baseline's header", "record it again");
    return;
  }
  const json::Value value = version->value();
  const std::int64_t* const format = value.integer();
  if (format == nullptr || (*format != repeating_format && *format != newest_format)) {
    complaints.add(1, "baseline format " + json::dump(value) + " is not known",
                   "use a newer tidemark");
    return;
  }
  if (!conforms(record, header_members, 1, complaints)) return;
  check_header(record, complaints);
  baseline.automation = text_member(record, "automation");
  baseline.closure = text_member(record, "closure");
  baseline.components = pairs_of(record, "components", complaints);
  baseline.recorded_at = text_member(record, "recorded_at");
  baseline.runs = static_cast<int>(count_member(record, "runs"));
  baseline.tool = text_member(record, "tool");
  baseline.plugins = pairs_of(record, "plugins", complaints);
  if (const auto models = record.find("models")) {
    for (const json::View& model : models->items()) baseline.models.emplace_back(*model.string());
  }
  header = {*format, count_member(record, "cases"), text_member(record, "hash")};
  const auto most = static_cast<std::int64_t>(baseline_format.most_records);
  baseline.cases.reserve(static_cast<std::size_t>(std::clamp<std::int64_t>(header.cases, 0, most)));
}

/// What the golden set expects, where the case gave just that.
SharedText shared(std::string reference, const GoldenCase* golden, SharedTexts& texts) {
  const bool as_expected = golden != nullptr && golden->expect && *golden->expect == reference;
  return as_expected ? *golden->expect : texts.of(std::move(reference));
}

/// Lines that are read at the same time as others.
struct Part {
  explicit Part(const std::string& path) : complaints(path) {}
  void add(BaselineCase one, std::uint32_t line) {
    cases.push_back(std::move(one));
    lines.push_back(line);
  }
  Complaints complaints;
  std::vector<BaselineCase> cases;
  std::vector<std::uint32_t> lines;  ///< of the cases
  SharedTexts texts;                 ///< most runs of a case give the same
};

/// Each control as it came.
void take_repeated(std::span<const json::View> controls, Part& part, BaselineCase& one) {
  for (const json::View& control : controls) {
    std::string text = control.canonical();
    const bool as_before = text == one.reference;  // as most of them
    one.controls.push_back(as_before ? one.reference : part.texts.of(std::move(text)));
  }
}

/// Outputs, each once, and the number of that which a control gave.
void take_numbered(const json::View& record, std::span<const json::View> controls,
                   std::uint32_t line, Part& part, BaselineCase& one) {
  std::vector<SharedText> outputs = {one.reference};
  if (const auto others = record.find("others")) {
    for (const json::View& other : others->items()) {
      outputs.push_back(part.texts.of(other.canonical()));
    }
  }
  std::size_t met = 1;  // of the outputs
  for (const json::View& control : controls) {
    const json::Value number = control.value();
    const std::int64_t* const at = number.integer();
    if (at == nullptr || *at < 0 || static_cast<std::size_t>(*at) >= outputs.size()) {
      part.complaints.add(
          line, "a control is no number of an output, 0 to " + std::to_string(outputs.size() - 1));
      return;
    }
    const auto position = static_cast<std::size_t>(*at);
    if (position > met) break;
    met = std::max(met, position + 1);
    one.controls.push_back(outputs[position]);
  }
  std::set<std::string_view> distinct;
  for (const SharedText& output : outputs) distinct.insert(output.str());
  if (distinct.size() != outputs.size() || met != outputs.size()) {
    part.complaints.add(line, "others must hold each output once, in the order of the controls");
  }
}

void take_case(const json::View& record, std::uint32_t line, int runs, std::int64_t format,
               const GoldenSet& golden, Part& part) {
  const bool repeats = format == repeating_format;
  const auto members = std::span(case_members).first(case_members.size() - (repeats ? 1 : 0));
  if (!conforms(record, members, line, part.complaints)) return;
  BaselineCase one{text_member(record, "id"), text_member(record, "input_hash"), {}, {}};
  one.reference = shared(record.find("reference")->canonical(), golden.find(one.id), part.texts);
  check_case_id(one.id, line, part.complaints);
  const auto controls = record.find("controls")->items();
  if (controls.size() != static_cast<std::size_t>(runs)) {
    part.complaints.add(
        line, "expected " + text::counted(static_cast<std::size_t>(runs), "control", "controls") +
                  ", found " + std::to_string(controls.size()));
  } else if (repeats) {
    take_repeated(controls, part, one);
  } else {
    take_numbered(record, controls, line, part, one);
  }
  part.add(std::move(one), line);
}

void join(Part& part, Baseline& baseline, Complaints& complaints) {
  complaints.take(std::move(part.complaints));
  for (std::size_t i = 0; i < part.cases.size(); ++i) {
    BaselineCase& one = part.cases[i];
    if (!baseline.cases.empty() && one.id <= baseline.cases.back().id) {
      complaints.add(part.lines[i], "ids must be sorted and unique, but \"" + one.id +
                                        "\" follows \"" + baseline.cases.back().id + "\"");
    }
    baseline.cases.push_back(std::move(one));
  }
}

/// `found` counts lines, not readable records: a line that was mangled is there.
void check_whole(std::size_t found, const std::string& hash, const Header& header,
                 Complaints& complaints) {
  if (found != static_cast<std::size_t>(header.cases)) {
    complaints.add(0, "expected " +
                          text::counted(static_cast<std::size_t>(header.cases), "case", "cases") +
                          ", found " + std::to_string(found));
  }
  if (hash != header.hash) {
    complaints.add(0, "content hash differs: the file was edited or cut by hand",
                   "record it again");
  }
}

}  // namespace

struct BaselineReader::Impl {
  Impl(const std::string& path, const GoldenSet& known) : complaints(path), golden(known) {}

  Complaints complaints;
  const GoldenSet& golden;
  Baseline baseline;
  std::string first_line;
  bool has_header = false;
  Header header;
  Sha256 hash_of_cases;
  Parts parts{2, hash_of_cases, [this](std::string_view text, std::uint32_t first) {
                return read_part(text, first);
              }};

  /// Without a header nothing below it means anything.
  void read_header() {
    has_header = true;
    if (first_line.empty()) complaints.add(0, "the baseline is empty", "record it again");
    each_record(first_line, baseline_format, 1, complaints,
                [&](const json::View& record, std::uint32_t) {
                  take_header(record, baseline, header, complaints);
                });
    complaints.refuse_if_any();
  }

  Parts::Join read_part(std::string_view text, std::uint32_t first) {
    const auto part = std::make_shared<Part>(complaints.path());
    each_record(
        text, format_with(baseline.runs), first, part->complaints,
        [&](const json::View& record, std::uint32_t line) {
          take_case(record, line, baseline.runs, header.format, golden, *part);
        },
        [&](std::string_view line, std::uint32_t number) {
          if (header.format == repeating_format) return false;
          auto one = steady_case(line, baseline.runs, golden, part->texts);
          if (one) part->add(*std::move(one), number);
          return one.has_value();
        });
    return [this, part] { join(*part, baseline, complaints); };
  }
};

BaselineReader::BaselineReader(const std::string& path, const GoldenSet& golden)
    : impl_(std::make_unique<Impl>(path, golden)) {}
BaselineReader::~BaselineReader() = default;

void BaselineReader::add(std::string_view piece) {
  if (!impl_->has_header) {
    const std::size_t end = std::min(piece.find('\n'), piece.size() - 1) + 1;
    impl_->first_line += piece.substr(0, end);
    if (impl_->first_line.back() == '\n') impl_->read_header();
    piece.remove_prefix(end);
  }
  impl_->parts.add(piece);
}

Baseline BaselineReader::finish() {
  if (!impl_->has_header) impl_->read_header();
  impl_->parts.finish();
  check_whole(impl_->parts.lines(), impl_->hash_of_cases.hex(), impl_->header, impl_->complaints);
  impl_->complaints.refuse_if_any();
  impl_->baseline.path = impl_->complaints.path();
  impl_->baseline.hash = sha256_hex(impl_->first_line);
  return std::move(impl_->baseline);
}

Baseline read_baseline(std::string_view text, const std::string& path) {
  const GoldenSet none;
  BaselineReader reader(path, none);
  if (!text.empty()) reader.add(text);
  return reader.finish();
}

}  // namespace tidemark::golden
