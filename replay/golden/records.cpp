#include "replay/golden/records.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/place.hpp"
#include "core/model/entity_id.hpp"
#include "core/model/golden.hpp"
#include "core/text/code_points.hpp"
#include "core/text/suggest.hpp"
#include "replay/golden/golden_set.hpp"

namespace tidemark::golden {
namespace {

constexpr std::size_t most_complaints = 1000;
constexpr std::size_t longest_quote = 300;
constexpr std::string_view lfs_pointer = "version https://git-lfs.github.com/spec/";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr std::array<std::string_view, 7> type_sentences = {
    "a string", "a list of strings", "true or false", "a number", "an object", "a list", "a value"};

bool is_texts(const json::View& value) {
  const auto items = value.items();
  return value.is_array() && std::all_of(items.begin(), items.end(), [](const json::View& item) {
           return item.string().has_value();
         });
}

bool has_type(const json::View& value, MemberType type) {
  switch (type) {
    case MemberType::text:
      return value.string().has_value();
    case MemberType::texts:
      return is_texts(value);
    case MemberType::flag:
      return value.boolean().has_value();
    case MemberType::number:
      return value.is_number();
    case MemberType::object:
      return value.is_object();
    case MemberType::array:
      return value.is_array();
    case MemberType::any:
      return true;
  }
  return false;
}

std::string quoted(std::string_view text) { return '"' + text::printable(text, 60) + '"'; }

std::string did_you_mean(std::string_view word, std::span<const Member> members) {
  std::vector<std::string> names;
  for (const Member& member : members) names.emplace_back(member.name);
  return text::did_you_mean(word.substr(0, 60), names);
}

/// The fault of a line that needs no JSON reader to be seen, or "".
std::string raw_fault(std::string_view line, const FileFormat& format) {
  if (line.empty()) return "the line is empty";
  if (line.size() > format.longest_line) {
    return "the line is longer than " + std::to_string(format.longest_line >> 20U) + " MiB";
  }
  if (line.substr(0, 3) == byte_order_mark) return "the line starts with a byte order mark";
  if (line.find('\0') != std::string_view::npos) return "the line holds NUL bytes";
  if (!text::is_utf8(line)) return "the line is not UTF-8";
  return "";
}

/// json::parse puts the place before its fact; complaints add the place themselves.
void take_line(std::string_view line, std::uint32_t number, Complaints& complaints,
               const std::function<void(const json::View&, std::uint32_t)>& take) {
  std::optional<json::View> record;
  try {
    record = json::view(line, "");
  } catch (const Error& error) {
    const std::string_view fact = std::string_view(error.what()).substr(2);
    complaints.add(number, fact,
                   fact.starts_with("not JSON") ? "every line must be one whole JSON object" : "");
    return;
  }
  take(*record, number);
}

}  // namespace

void Complaints::add(std::uint32_t line, std::string_view fact, std::string_view way_out) {
  const Complaint complaint{{path_, line, 0},
                            text::printable(fact, longest_quote),
                            text::printable(way_out, longest_quote)};
  texts_.emplace_back(line, to_string(complaint));
}

void Complaints::take(Complaints other) {
  std::move(other.texts_.begin(), other.texts_.end(), std::back_inserter(texts_));
}

void Complaints::refuse_if_any() const {
  if (texts_.empty()) return;
  auto sorted = texts_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string all;
  for (std::size_t i = 0; i < std::min(sorted.size(), most_complaints); ++i) {
    all += (i == 0 ? "" : "\n") + sorted[i].second;
  }
  if (sorted.size() > most_complaints) {
    all +=
        '\n' + path_ + ": " + std::to_string(sorted.size() - most_complaints) + " more complaints";
  }
  throw Error(Fault::configuration, all);
}

void each_record(std::string_view text, const FileFormat& format, std::uint32_t first_line,
                 Complaints& complaints,
                 const std::function<void(const json::View&, std::uint32_t)>& take,
                 const TakeKnown& known) {
  if (text.substr(0, lfs_pointer.size()) == lfs_pointer) {
    complaints.add(0, std::string(format.what) + " is an LFS pointer", "run git lfs pull");
    return;
  }
  const std::size_t first_too_many = format.first_line + format.most_records;
  for (std::uint32_t number = first_line; !text.empty(); ++number) {
    if (number > first_too_many) return;
    if (number == first_too_many) {
      complaints.add(number, "more than " + std::to_string(format.most_records) + " " +
                                 std::string(format.records));
      return;
    }
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const bool may_be_known = known && end != std::string_view::npos;
    if (may_be_known && line.size() <= format.longest_line && known(line, number)) continue;
    if (const std::string fault = raw_fault(line, format); !fault.empty()) {
      complaints.add(number, fault, line.empty() ? "remove it" : "");
    } else if (end != std::string_view::npos) {
      take_line(line, number, complaints, take);
    }
    if (end == std::string_view::npos) {
      complaints.add(number, "the last line does not end with a newline: the file may be cut");
    }
  }
}

bool conforms(const json::View& record, std::span<const Member> members, std::uint32_t line,
              Complaints& complaints) {
  if (!record.is_object()) {
    complaints.add(line, "the line is not a JSON object");
    return false;
  }
  bool good = true;
  for (const auto& [name, value] : record.members()) {
    const auto member =
        std::find_if(members.begin(), members.end(),
                     [&, &key = name](const Member& one) { return one.name == key; });
    if (member == members.end()) {
      complaints.add(line, "unknown key " + quoted(name), did_you_mean(name, members));
    } else if (!has_type(value, member->type)) {
      complaints.add(line, std::string(name) + " must be " +
                               std::string(type_sentences[static_cast<std::size_t>(member->type)]));
    } else {
      continue;
    }
    good = false;
  }
  for (const Member& member : members) {
    if (!member.required || record.find(member.name)) continue;
    complaints.add(line, std::string(member.name) + " is missing");
    good = false;
  }
  return good;
}

std::string text_member(const json::View& record, std::string_view name) {
  const auto member = record.find(name);
  const auto text = member ? member->string() : std::nullopt;
  return std::string(text.value_or(""));
}

void check_automation(const json::View& record, std::uint32_t line, Complaints& complaints) {
  const std::string name = text_member(record, "automation");
  const auto id = parse_entity_id(name);
  if (id && id->kind == Kind::automation) return;
  complaints.add(line, "automation " + quoted(name) + " is not the id of an automation",
                 "write automation:NAME");
}

void check_case_id(const std::string& id, std::uint32_t line, Complaints& complaints) {
  if (can_name_case(id)) return;
  complaints.add(line, "id " + quoted(id) + " cannot name a case",
                 "use 1 to 200 of A-Z a-z 0-9 . _ @ + / -");
}

}  // namespace tidemark::golden
