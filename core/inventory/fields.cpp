#include "core/inventory/fields.hpp"

#include <charconv>
#include <cmath>

#include "core/base/clock.hpp"
#include "core/model/entity_id.hpp"

namespace tidemark::inventory {
namespace {

using Type = yaml::Node::Type;

std::string_view called(Type type) {
  constexpr std::array<std::string_view, 4> names = {"nothing", "text", "a list", "a map"};
  return names[static_cast<std::size_t>(type)];
}

std::string shown_word(std::string_view word) { return '"' + shown(word) + '"'; }

bool has_type(const Field& field, Type type, const std::string& way_out) {
  if (field.value.type == type) return true;
  if (field.value.type == Type::null) {
    field.complain("is empty",
                   type == Type::scalar ? "quote it or remove it" : "remove it or fill it");
  } else {
    field.complain(
        "must be " + std::string(called(type)) + ", not " + std::string(called(field.value.type)),
        way_out);
  }
  return false;
}

bool is_text(const Field& field) { return has_type(field, Type::scalar, "quote it if it is text"); }

/// Plain text, as numbers, words and durations are written.
bool is_plain(const Field& field, const std::string& expected, const std::string& example) {
  if (!is_text(field)) return false;
  if (!field.value.quoted) return true;
  field.complain("must be " + expected + ", not quoted text",
                 "write " + std::string(field.key) + ": " + example);
  return false;
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

template <typename Predicate>
bool any_segment(std::string_view path, Predicate predicate) {
  while (true) {
    const std::size_t slash = path.find('/');
    if (predicate(path.substr(0, slash))) return true;
    if (slash == std::string_view::npos) return false;
    path.remove_prefix(slash + 1);
  }
}

bool is_path(std::string_view path) {
  return !has_control_character(path) && !any_segment(path, [](std::string_view segment) {
    return segment.empty() || segment == "." || segment == "..";
  });
}

/// `https://user:password@host`
bool has_userinfo(std::string_view text) {
  for (std::size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at)) {
    at += 3;
    const std::size_t end = text.find_first_of("/?#@", at);
    if (end != std::string_view::npos && text[end] == '@') return true;
  }
  return false;
}

/// `model: gpt` in a list is a map to YAML.
std::string item_way_out(const yaml::Node& item) {
  const bool spaced = item.type == Type::map && item.members.size() == 1 &&
                      item.members[0].value.type == Type::scalar;
  if (!spaced) return "quote it if it is text";
  return "write " + shown(item.members[0].key) + ':' + shown(item.members[0].value.text) +
         " without a space";
}

}  // namespace

void refuse(const Field& field, const std::string& expected, const std::string& way_out) {
  field.complain("must be " + expected + ", not " + shown_word(field.value.text), way_out);
}

bool is_map(const Field& field) { return has_type(field, Type::map, "write {key: value}"); }

bool is_list(const Field& field) {
  return has_type(field, Type::sequence, "write " + shown(field.key) + ": [...]");
}

void read_text(const Field& field, std::string& target) {
  if (is_text(field)) target = field.value.text;
}

void read_flag(const Field& field, bool& target) {
  if (!is_plain(field, "true or false", "true")) return;
  if (field.value.text == "true" || field.value.text == "false") {
    target = field.value.text == "true";
  } else {
    refuse(field, "true or false", "YAML has more words for it, tidemark has these two");
  }
}

std::optional<double> decimal(std::string_view text) {
  std::string_view digits = text.substr(text.substr(0, 1) == "-" ? 1 : 0);
  const auto take_digits = [&] {
    const std::size_t size = std::min(digits.find_first_not_of("0123456789"), digits.size());
    digits.remove_prefix(size);
    return size;
  };
  const bool padded = digits.size() > 1 && digits[0] == '0' && digits[1] != '.';
  if (padded || take_digits() == 0) return std::nullopt;
  if (!digits.empty()) {
    if (digits.front() != '.') return std::nullopt;
    digits.remove_prefix(1);
    if (take_digits() == 0 || !digits.empty()) return std::nullopt;
  }
  double value = 0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || !std::isfinite(value)) return std::nullopt;
  return value;
}

void read_number(const Field& field, const Range& range, double& target) {
  const std::string expected = "a number " + std::string(range.words);
  if (!is_plain(field, expected, "0.5")) return;
  const auto value = decimal(field.value.text);
  const bool fits =
      value && *value <= range.high && (range.above_low ? *value > range.low : *value >= range.low);
  if (fits) {
    target = *value;
  } else {
    refuse(field, expected, "write a decimal such as 0.5");
  }
}

void read_count(const Field& field, int low, int high, int& target) {
  const std::string expected =
      "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  if (!is_plain(field, expected, std::to_string(low))) return;
  const auto value = decimal(field.value.text);
  if (value && *value >= low && *value <= high && std::trunc(*value) == *value &&
      field.value.text.find('.') == std::string::npos) {
    target = static_cast<int>(*value);
  } else {
    refuse(field, expected, "write digits only");
  }
}

void read_duration(const Field& field, std::chrono::milliseconds& target) {
  if (!is_text(field)) return;
  const auto duration = parse_duration(field.value.text);
  if (duration && duration->count() > 0) {
    target = *duration;
  } else {
    refuse(field, "a duration above zero", "write 500ms, 5s, 10m, 24h or 30d");
  }
}

void read_date(const Field& field, std::string& target) {
  if (!is_text(field)) return;
  constexpr std::size_t size = std::string_view("YYYY-MM-DD").size();
  if (field.value.text.size() == size && parse_utc(field.value.text)) {
    target = field.value.text;
  } else {
    refuse(field, "a day of the calendar", "write YYYY-MM-DD");
  }
}

void read_name(const Field& field, std::string& target) {
  if (!is_text(field)) return;
  if (const auto fault = name_fault(field.value.text)) {
    field.complain("cannot be " + shown_word(field.value.text), "it " + *fault);
  } else {
    target = field.value.text;
  }
}

void read_pointer(const Field& field, std::string& target) {
  if (!is_text(field)) return;
  if (json::is_pointer(field.value.text)) {
    target = field.value.text;
  } else {
    refuse(field, "a JSON pointer", "write /key or /list/0; \"\" is the whole output");
  }
}

void read_path(const Field& field, std::string& target) {
  if (!is_text(field)) return;
  if (is_path(field.value.text)) {
    target = field.value.text;
  } else {
    refuse(field, "a path below tidemark.yaml", "no / at either end, no empty, . or .. segments");
  }
}

bool is_entry(const Field& list, const yaml::Node& item) {
  if (item.type == Type::scalar && !item.text.empty()) return true;
  const bool empty = item.type == Type::scalar || item.type == Type::null;
  list.findings.complain(
      item.place,
      "an entry of " + std::string(list.key) +
          (empty ? " is empty" : " must be text, not " + std::string(called(item.type))),
      empty ? "remove it" : item_way_out(item));
  return false;
}

void read_list(const Field& field, std::vector<Written>& target) {
  if (!is_list(field)) return;
  std::vector<Written> items;
  for (const yaml::Node& item : field.value.items) {
    if (is_entry(field, item)) items.push_back({item.text, item.place});
  }
  target = std::move(items);
}

void read_texts(const Field& field, std::vector<std::string>& target) {
  std::vector<Written> items;
  read_list(field, items);
  for (Written& item : items) target.push_back(std::move(item.text));
}

void read_text_or_list(const Field& field, std::vector<Written>& target) {
  if (field.value.type == Type::map) {
    return field.complain("must be text or a list of texts, not a map",
                          "write " + std::string(field.key) + ": [...]");
  }
  if (field.value.type != Type::scalar) return read_list(field, target);
  if (field.value.text.empty()) return field.complain("is empty", "remove it or fill it");
  target = {{field.value.text, field.value.place}};
}

void read_url(const Field& field, std::string& target) {
  if (!is_text(field)) return;
  if (has_userinfo(field.value.text)) {
    field.complain("must hold no user and no password",
                   "name the key's variable with key_env; the value never stands here");
  } else {
    target = field.value.text;
  }
}

bool is_variable_name(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

void read_variable(const Field& field, std::string& target) {
  if (!is_text(field)) return;
  if (is_variable_name(field.value.text)) {
    target = field.value.text;
  } else {
    field.complain("must be the name of a variable",
                   "letters, digits and _; the value never stands here");
  }
}

void read_globs(const Field& field, std::vector<Written>& target) {
  read_list(field, target);
  std::erase_if(target, [&](const Written& glob) {
    const bool negated = glob.text.front() == '!';
    const bool leads_out = any_segment(std::string_view(glob.text).substr(negated ? 1 : 0),
                                       [](std::string_view segment) { return segment == ".."; });
    if (!leads_out && !has_control_character(glob.text)) return false;
    field.findings.complain(glob.place,
                            std::string(field.key) + " cannot name " + shown_word(glob.text),
                            leads_out ? "start it with // for the repository's root instead of .."
                                      : "paths have no control characters");
    return true;
  });
}

std::optional<std::size_t> read_choice_among(const Field& field,
                                             std::span<const std::string_view> names) {
  if (!is_text(field)) return std::nullopt;
  const auto chosen = std::find(names.begin(), names.end(), field.value.text);
  if (chosen != names.end()) return static_cast<std::size_t>(chosen - names.begin());
  const std::vector<std::string> words(names.begin(), names.end());
  const std::string near = field.findings.nearest(field.value.text, words);
  refuse(field, listed(words, " or "),
         near.empty() ? "choose one of these" : "did you mean " + near + "?");
  return std::nullopt;
}

}  // namespace tidemark::inventory
