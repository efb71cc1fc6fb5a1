#include "replay/golden/golden_set.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <utility>

#include "core/base/hash.hpp"
#include "core/text/ascii.hpp"
#include "replay/golden/parts.hpp"
#include "replay/golden/records.hpp"

namespace tidemark::golden {
namespace {

constexpr FileFormat golden_format = {"golden file", "cases", 100'000, std::size_t{10} << 20U};
constexpr std::array<Member, 6> members = {{
    {"id", MemberType::text, true},
    {"input", MemberType::any, true},
    {"expect", MemberType::any, false},
    {"tags", MemberType::texts, false},
    {"critical", MemberType::flag, false},
    {"touches", MemberType::texts, false},
}};

std::vector<std::string> texts_of(const json::View& record, std::string_view name) {
  std::vector<std::string> texts;
  if (const auto member = record.find(name)) {
    for (const json::View& item : member->items()) texts.emplace_back(*item.string());
  }
  return texts;
}

GoldenCase case_of(const json::View& record, std::uint32_t line) {
  GoldenCase one;
  one.id = text_member(record, "id");
  one.input = record.find("input")->canonical();
  one.input_hash = sha256_hex(one.input.str());
  if (const auto expect = record.find("expect")) one.expect = expect->canonical();
  one.tags = texts_of(record, "tags");
  if (const auto critical = record.find("critical")) one.critical = *critical->boolean();
  one.touches = texts_of(record, "touches");
  one.line = line;
  return one;
}

json::Array array_of(const std::vector<std::string>& texts) {
  json::Array items;
  for (const std::string& text : texts) items.emplace_back(text);
  return items;
}

void sort_by_id(std::vector<GoldenCase>& cases, Complaints& complaints) {
  const auto comes_before = [](const GoldenCase& a, const GoldenCase& b) { return a.id < b.id; };
  // To find that out costs less than to move each of them.
  if (!std::is_sorted(cases.begin(), cases.end(), comes_before)) {
    std::stable_sort(cases.begin(), cases.end(), comes_before);
  }
  for (std::size_t i = 1; i < cases.size(); ++i) {
    if (cases[i].id != cases[i - 1].id) continue;
    complaints.add(cases[i].line, "id \"" + cases[i].id + "\" is already used on line " +
                                      std::to_string(cases[i - 1].line));
  }
}

/// Lines that are read at the same time as others.
struct SetPart {
  Complaints complaints;
  std::vector<GoldenCase> cases;
};

SetPart read_part(std::string_view text, std::uint32_t first_line, const std::string& path) {
  SetPart part{Complaints(path), {}};
  each_record(text, golden_format, first_line, part.complaints,
              [&](const json::View& record, std::uint32_t line) {
                if (!conforms(record, members, line, part.complaints)) return;
                part.cases.push_back(case_of(record, line));
                check_case_id(part.cases.back().id, line, part.complaints);
              });
  return part;
}

void join_part(SetPart& part, std::vector<GoldenCase>& cases, Complaints& complaints) {
  complaints.take(std::move(part.complaints));
  std::move(part.cases.begin(), part.cases.end(), std::back_inserter(cases));
}

}  // namespace

struct GoldenReader::Impl {
  explicit Impl(const std::string& path) : complaints(path) { set.path = path; }

  Parts::Join read(std::string_view lines, std::uint32_t first_line) {
    const auto part = std::make_shared<SetPart>(read_part(lines, first_line, set.path));
    return [this, part] { join_part(*part, set.cases, complaints); };
  }

  GoldenSet set;
  Complaints complaints;
  Sha256 hash;
  Parts parts{1, hash, [this](std::string_view lines, std::uint32_t first_line) {
                return read(lines, first_line);
              }};
};

GoldenReader::GoldenReader(const std::string& path) : impl_(std::make_unique<Impl>(path)) {}

GoldenReader::~GoldenReader() = default;

void GoldenReader::add(std::string_view piece) { impl_->parts.add(piece); }

GoldenSet GoldenReader::finish() {
  impl_->parts.finish();
  impl_->set.hash = impl_->hash.hex();
  sort_by_id(impl_->set.cases, impl_->complaints);
  impl_->complaints.refuse_if_any();
  return std::move(impl_->set);
}

GoldenSet read_golden_set(std::string_view text, const std::string& path) {
  GoldenReader reader(path);
  reader.add(text);
  return reader.finish();
}

std::string case_line(const GoldenCase& one) {
  std::string line = "{\"id\":" + json::dump(one.id) + ",\"input\":" + one.input.str();
  if (one.expect) line += ",\"expect\":" + one.expect->str();
  if (!one.tags.empty()) line += ",\"tags\":" + json::dump(array_of(one.tags));
  if (one.critical) line += ",\"critical\":true";
  if (!one.touches.empty()) line += ",\"touches\":" + json::dump(array_of(one.touches));
  return line + "}\n";
}

bool can_name_case(std::string_view id) {
  const bool good = std::all_of(id.begin(), id.end(), [](char c) {
    return text::is_alphanumeric(c) || std::string_view("._@+/-").find(c) != std::string_view::npos;
  });
  return good && !id.empty() && id.size() <= 200;
}

}  // namespace tidemark::golden
