#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/clock.hpp"
#include "core/base/hash.hpp"
#include "core/base/parallel.hpp"
#include "core/text/counted.hpp"
#include "replay/golden/baseline.hpp"
#include "replay/golden/records.hpp"

namespace tidemark::golden {
namespace {

constexpr FileFormat format = {"baseline", "cases", 100'000, std::size_t{512} << 20U};
constexpr std::array<Member, 10> header_members = {{
    {"tidemark_baseline", MemberType::number, true},
    {"automation", MemberType::text, true},
    {"closure", MemberType::text, true},
    {"components", MemberType::object, true},
    {"recorded_at", MemberType::text, true},
    {"runs", MemberType::number, true},
    {"tool", MemberType::text, true},
    {"plugins", MemberType::object, true},
    {"cases", MemberType::number, true},
    {"hash", MemberType::text, true},
}};
constexpr std::array<Member, 4> case_members = {{
    {"id", MemberType::text, true},
    {"input_hash", MemberType::text, true},
    {"reference", MemberType::any, true},
    {"controls", MemberType::array, true},
}};

struct Header {
  std::int64_t cases = 0;
  std::string hash;
};

std::int64_t count_member(const json::Value& record, std::string_view name) {
  const std::int64_t* number = record.find(name)->integer();
  return number == nullptr ? -1 : *number;
}

std::vector<std::pair<std::string, std::string>> pairs_of(const json::Value& header,
                                                          std::string_view name,
                                                          Complaints& complaints) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [key, value] : *header.find(name)->object()) {
    if (value.string() != nullptr) {
      pairs.emplace_back(key, *value.string());
    } else {
      complaints.add(1, std::string(name) + ": \"" + key + "\" must be a string");
    }
  }
  return pairs;
}

void check_header(const json::Value& record, Complaints& complaints) {
  check_automation(record, 1, complaints);
  if (!parse_utc(text_member(record, "recorded_at"))) {
    complaints.add(1, "recorded_at is not a UTC time", "write it as 2026-10-01T09:30:00Z");
  }
  const std::int64_t runs = count_member(record, "runs");
  if (runs <= 0 || runs % 9 != 0 || runs > 9000) {
    complaints.add(1, "runs must be 9 or a multiple of it");
  }
  if (count_member(record, "cases") < 0) complaints.add(1, "cases must be a count");
}

void take_header(const json::Value& record, Baseline& baseline, Header& header,
                 Complaints& complaints) {
  const json::Value* version = record.find("tidemark_baseline");
  if (version == nullptr) {
    complaints.add(1, "the file does not start with a baseline's header", "record it again");
    return;
  }
  if (*version != json::Value(1)) {
    complaints.add(1, "baseline format " + json::dump(*version) + " is not known",
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
  header = {count_member(record, "cases"), text_member(record, "hash")};
}

BaselineCase case_of(const json::Value& record) {
  BaselineCase one;
  one.id = text_member(record, "id");
  one.input_hash = text_member(record, "input_hash");
  one.reference = json::canonical(*record.find("reference"));
  for (const json::Value& control : *record.find("controls")->array()) {
    one.controls.push_back(json::canonical(control));
  }
  return one;
}

/// Lines of a file that are read at the same time as others of it.
struct Part {
  std::string_view text;
  std::uint32_t first_line;
  Complaints complaints;
  std::vector<BaselineCase> cases{};
  std::vector<std::uint32_t> lines{};  ///< of the cases
};

constexpr std::size_t part_size = std::size_t{1} << 20U;

void take_case(const json::Value& record, std::uint32_t line, int runs, Part& part) {
  if (!conforms(record, case_members, line, part.complaints)) return;
  BaselineCase one = case_of(record);
  check_case_id(one.id, line, part.complaints);
  if (one.controls.size() != static_cast<std::size_t>(runs)) {
    part.complaints.add(
        line, "expected " + text::counted(static_cast<std::size_t>(runs), "control", "controls") +
                  ", found " + std::to_string(one.controls.size()));
  }
  part.cases.push_back(std::move(one));
  part.lines.push_back(line);
}

/// The file's text in parts of some size that end where a line does.
std::vector<Part> parts_of(std::string_view text, const std::string& path) {
  std::vector<Part> parts;
  for (std::uint32_t line = 2; !text.empty();) {
    const std::size_t end = text.find('\n', std::min(part_size, text.size() - 1));
    const std::string_view part = text.substr(0, end == std::string_view::npos ? end : end + 1);
    parts.push_back({part, line, Complaints(path)});
    line += static_cast<std::uint32_t>(std::count(part.begin(), part.end(), '\n'));
    text.remove_prefix(part.size());
  }
  return parts;
}

void join(Part part, Baseline& baseline, Complaints& complaints) {
  complaints.take(std::move(part.complaints));
  for (std::size_t i = 0; i < part.cases.size(); ++i) {
    BaselineCase& one = part.cases[i];
    if (!baseline.cases.empty() && one.id <= baseline.cases.back().id) {
      complaints.add(part.lines[i], "ids must be sorted and unique, but \"" + one.id +
                                        "\" follows \"" + baseline.cases.back().id + "\"");
    }
    baseline.cases.push_back(std::move(one));
  }
  if (baseline.cases.size() <= format.most_records) return;
  complaints.add(0, "more than " + std::to_string(format.most_records) + " cases");
}

struct Hashes {
  std::string cases, all;
};

/// Reads all parts and makes both hashes, on all cores.
Hashes read_parts(std::string_view text, std::string_view cases, int runs,
                  std::vector<Part>& parts) {
  Hashes hashes;
  on_all_cores(parts.size() + 2, [&](std::size_t i) {
    if (i == 0) {
      hashes.cases = sha256_hex(cases);
    } else if (i == 1) {
      hashes.all = sha256_hex(text);
    } else {
      Part& part = parts[i - 2];
      each_record(part.text, format, part.first_line, part.complaints,
                  [&](const json::Value& record, std::uint32_t line) {
                    take_case(record, line, runs, part);
                  });
    }
  });
  return hashes;
}

/// Lines, not readable records: a line that was mangled is there.
std::size_t count_lines(std::string_view text) {
  std::size_t lines = 0;
  for (const char c : text) lines += c == '\n' ? 1 : 0;
  return lines + (!text.empty() && text.back() != '\n' ? 1 : 0);
}

void check_whole(std::string_view cases, const std::string& hash, const Header& header,
                 Complaints& complaints) {
  const std::size_t found = count_lines(cases);
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

Baseline read_baseline(std::string_view text, const std::string& path) {
  Complaints complaints(path);
  if (text.empty()) complaints.add(0, "the baseline is empty", "record it again");
  Baseline baseline;
  Header header;
  const std::size_t end = text.find('\n');
  const std::string_view first = text.substr(0, end == std::string_view::npos ? end : end + 1);
  each_record(first, format, 1, complaints, [&](const json::Value& record, std::uint32_t) {
    take_header(record, baseline, header, complaints);
  });
  // Without a header nothing below it means anything.
  complaints.refuse_if_any();

  const std::string_view cases = text.substr(first.size());
  auto parts = parts_of(cases, path);
  Hashes hashes = read_parts(text, cases, baseline.runs, parts);
  for (Part& part : parts) join(std::move(part), baseline, complaints);
  check_whole(cases, hashes.cases, header, complaints);
  complaints.refuse_if_any();
  baseline.path = path;
  baseline.hash = std::move(hashes.all);
  return baseline;
}

}  // namespace tidemark::golden
