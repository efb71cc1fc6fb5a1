#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/inventory/findings.hpp"
#include "core/json/json.hpp"
#include "core/yaml/reader.hpp"

namespace tidemark::inventory {

/// A key and the value under it, on the way to a reader that knows what the value must be. Readers
/// leave their target alone when they complain.
struct Field {
  std::string_view key;  ///< as messages call it
  const Place& place;    ///< of the key
  const yaml::Node& value;
  Findings& findings;

  /// `fact` goes on after the key: "must be a list".
  void complain(const std::string& fact, std::string way_out) const {
    findings.complain(value.place, std::string(key) + ' ' + fact, std::move(way_out));
  }
};

/// Text from a file and where it stands.
struct Written {
  std::string text;
  Place place;
};

/// Numbers from `low` to `high`; `words` says so.
struct Range {
  double low, high;
  bool above_low;
  std::string_view words;
};

void read_text(const Field& field, std::string& target);
void read_flag(const Field& field, bool& target);
void read_number(const Field& field, const Range& range, double& target);
void read_count(const Field& field, int low, int high, int& target);
/// Longer than nothing.
void read_duration(const Field& field, std::chrono::milliseconds& target);
/// `YYYY-MM-DD`, kept as text.
void read_date(const Field& field, std::string& target);
/// The name of a plugin: as strict as the name of an entity.
void read_name(const Field& field, std::string& target);
/// A JSON pointer.
void read_pointer(const Field& field, std::string& target);
/// A path below tidemark.yaml, in the one spelling that git uses.
void read_path(const Field& field, std::string& target);
/// Whether the entry of a list is text and not empty; complains otherwise.
bool is_entry(const Field& list, const yaml::Node& item);
/// A list of texts that are not empty.
void read_list(const Field& field, std::vector<Written>& target);
void read_texts(const Field& field, std::vector<std::string>& target);
/// The same, where one text may stand without a list around it.
void read_text_or_list(const Field& field, std::vector<Written>& target);
/// A list of patterns in the dialect of gitignore that stay in the repository.
void read_globs(const Field& field, std::vector<Written>& target);

/// A URL or any other text without a user or password in it, which a complaint does not repeat.
void read_url(const Field& field, std::string& target);
/// Letters, digits and _, not a digit first.
bool is_variable_name(std::string_view name);
/// The name of an environment variable. What stands here instead may be a secret, so a complaint
/// does not repeat it.
void read_variable(const Field& field, std::string& target);

bool is_map(const Field& field);
bool is_list(const Field& field);
/// Complains unless the map has the key; `way_out` shows what to add.
void require(const Field& map, std::string_view key, std::string way_out);

/// The number that plain decimal text names; nothing for octal, hexadecimal, exponents or infinity.
std::optional<double> decimal(std::string_view text);

/// Complains that the value must be `expected`.
void refuse(const Field& field, const std::string& expected, const std::string& way_out);

/// The position of the word among `names`; complains when it is none of them.
std::optional<std::size_t> read_choice_among(const Field& field,
                                             std::span<const std::string_view> names);

/// `names` in the order of the enumerators.
template <typename Target, typename Enum, std::size_t size>
void read_choice(const Field& field, const std::array<std::string_view, size>& names,
                 Target& target, Enum first) {
  const auto position = read_choice_among(field, names);
  if (position) target = static_cast<Enum>(static_cast<std::size_t>(first) + *position);
}

/// A key that a map may have, and how its value is read.
template <typename Target>
struct Key {
  std::string_view name;
  void (*read)(const Field& field, Target& target);
};

void refuse_unknown_key(const Field& map, const yaml::Member& member,
                        const std::vector<std::string>& known);
/// A setting that may be a misspelt key of ours goes through, with a warning.
void warn_of_near_miss(const Field& map, const yaml::Member& member,
                       const std::vector<std::string>& known);

template <typename Keys>
std::vector<std::string> names_of(const Keys& keys) {
  std::vector<std::string> names;
  names.reserve(keys.size());
  for (const auto& key : keys) names.emplace_back(key.name);
  return names;
}

template <typename Keys>
auto find_key(const Keys& keys, std::string_view name) {
  return std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.name == name; });
}

/// Reads a map that may have these keys and no others.
template <typename Target, std::size_t size>
void read_map(const Field& map, const std::array<Key<Target>, size>& keys, Target& target) {
  if (!is_map(map)) return;
  for (const yaml::Member& member : map.value.members) {
    const auto key = find_key(keys, member.key);
    if (key != keys.end()) {
      key->read({member.key, member.place, member.value, map.findings}, target);
    } else {
      refuse_unknown_key(map, member, names_of(keys));
    }
  }
}

/// The value as JSON: quoted text is a string; plain true, false, null and decimal numbers are what
/// they look like; any other plain text (1e3, 0x10, 012, no) is a string.
json::Value settings_of(const yaml::Node& node, Findings& findings);

/// Reads a map whose further keys are somebody else's settings; these come back as canonical JSON.
template <typename Target, std::size_t size>
std::string read_open_map(const Field& map, const std::array<Key<Target>, size>& keys,
                          Target& target) {
  json::Object settings;
  if (!is_map(map)) return "{}";
  for (const yaml::Member& member : map.value.members) {
    const auto key = find_key(keys, member.key);
    if (key != keys.end()) {
      key->read({member.key, member.place, member.value, map.findings}, target);
    } else {
      warn_of_near_miss(map, member, names_of(keys));
      settings.emplace_back(member.key, settings_of(member.value, map.findings));
    }
  }
  return json::canonical(settings);
}

}  // namespace tidemark::inventory
