#include "core/contract/sample.hpp"

#include <algorithm>
#include <map>

#include "core/base/clock.hpp"
#include "core/contract/csv.hpp"
#include "core/contract/schema.hpp"

namespace tidemark::contract {
namespace {

bool ends_with(const std::string& file, std::initializer_list<const char*> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](const char* ending) { return file.ends_with(ending); });
}

/// What was seen of the values at one place.
struct Seen {
  unsigned types = 0;
  std::size_t objects = 0, strings = 0, days = 0, times = 0;
  std::map<std::string, Seen> members;
  std::map<std::string, std::size_t> present;  ///< in how many objects
  std::vector<Seen> items;                     ///< one, once an array had any

  void add_text(const std::string& text) {
    types |= string_type;
    ++strings;
    const bool date = parse_utc(text).has_value();
    days += date && text.size() == 10 ? 1 : 0;
    times += date && text.size() > 10 ? 1 : 0;
  }
  void add(const json::Value& value);
};

void Seen::add(const json::Value& value) {
  if (value.is_null()) types |= null_type;
  if (value.boolean() != nullptr) types |= boolean_type;
  if (value.is_number())
    types |= value.integer() != nullptr ? integer_type : number_type | integer_type;
  if (const std::string* text = value.string()) add_text(*text);
  if (const json::Array* array = value.array()) {
    types |= array_type;
    if (!array->empty() && items.empty()) items.emplace_back();
    for (const json::Value& item : *array) items.front().add(item);
  }
  if (const json::Object* object = value.object()) {
    types |= object_type;
    ++objects;
    for (const auto& [name, member] : *object) {
      members[name].add(member);
      ++present[name];
    }
  }
}

json::Array types_json(unsigned types) {
  json::Array names;
  if ((types & null_type) != 0) names.emplace_back("null");
  if ((types & boolean_type) != 0) names.emplace_back("boolean");
  if ((types & number_type) != 0) {
    names.emplace_back("number");
  } else if ((types & integer_type) != 0) {
    names.emplace_back("integer");
  }
  if ((types & string_type) != 0) names.emplace_back("string");
  if ((types & array_type) != 0) names.emplace_back("array");
  if ((types & object_type) != 0) names.emplace_back("object");
  return names;
}

json::Value schema_of(const Seen& seen) {
  json::Value schema = json::Object{};
  // Only nulls tell nothing about what else may come.
  if ((seen.types & ~unsigned{null_type}) == 0) return schema;
  schema.set("type", types_json(seen.types));
  if (seen.strings > 0 && seen.days == seen.strings) schema.set("format", "date");
  if (seen.strings > 0 && seen.times == seen.strings) schema.set("format", "date-time");
  if (!seen.items.empty()) schema.set("items", schema_of(seen.items.front()));
  if (seen.objects == 0) return schema;
  json::Object properties;
  json::Array required;
  for (const auto& [name, member] : seen.members) {
    properties.emplace_back(name, schema_of(member));
    if (seen.present.at(name) == seen.objects) required.emplace_back(name);
  }
  schema.set("properties", std::move(properties));
  schema.set("required", std::move(required));
  return schema;
}

/// A cell as the value that it most likely is. `007` is no number, and nothing is null.
json::Value cell(const std::string& text) {
  if (text.empty()) return nullptr;
  if (text == "true" || text == "TRUE" || text == "True") return true;
  if (text == "false" || text == "FALSE" || text == "False") return false;
  if (text.size() > 40 || text.find_first_not_of("+-0123456789.eE") != std::string::npos)
    return text;
  const std::size_t sign = text.find_last_of("+-");
  if (sign != std::string::npos && sign > 0 && (text[sign - 1] | 0x20) != 'e') return text;
  try {
    json::Value number = json::parse(text, "");
    return number.is_number() ? number : json::Value(text);
  } catch (const Error&) {
    return text;
  }
}

[[noreturn]] void refuse_line(const std::string& file, std::size_t line, const std::string& fact) {
  throw Error(Fault::configuration, file + ':' + std::to_string(line) + ": " + fact);
}

Seen seen_in_csv(const std::string& text, const std::string& file, char delimiter) {
  Rows rows(text, file, delimiter);
  const auto header = rows.next();
  if (!header) refuse_line(file, 1, "there is no header (its first row names the columns)");
  Seen seen;
  while (const auto row = rows.next()) {
    if (row->fields.size() != header->fields.size()) {
      refuse_line(file, row->line,
                  "the row has " + std::to_string(row->fields.size()) + " fields, the header " +
                      std::to_string(header->fields.size()));
    }
    ++seen.objects;
    for (std::size_t i = 0; i < row->fields.size(); ++i)
      seen.members[header->fields[i]].add(cell(row->fields[i]));
  }
  if (seen.objects == 0)
    refuse_line(file, 1, "there are no rows (some are needed to know the types)");
  seen.types = object_type;
  for (const std::string& name : header->fields) {
    if (seen.present[name]++ != 0) refuse_line(file, 1, "two columns are called \"" + name + "\"");
    seen.present[name] = seen.objects;
  }
  return seen;
}

Seen seen_in_lines(const std::string& text, const std::string& file, bool& has_blank_lines) {
  Seen seen;
  std::size_t line = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view content = std::string_view(text).substr(start, end - start);
    start = end + 1;
    ++line;
    if (content.find_first_not_of(" \t\r") == std::string_view::npos) {
      has_blank_lines = true;
      continue;
    }
    seen.add(json::parse(content, file + ':' + std::to_string(line)));
  }
  if (seen.types == 0)
    refuse_line(file, 1, "there are no rows (some are needed to know the types)");
  return seen;
}

}  // namespace

bool is_sample(const std::string& file) {
  return ends_with(file, {".csv", ".tsv", ".jsonl", ".ndjson"});
}

Document schema_of_sample(const std::string& text, const std::string& file) {
  const bool lines = ends_with(file, {".jsonl", ".ndjson"});
  Writing writing = writing_of(text);
  if (!lines) writing.delimiter = file.ends_with(".tsv") ? '\t' : separator_of(text);
  const Seen seen = lines ? seen_in_lines(text, file, writing.has_blank_lines)
                          : seen_in_csv(text, file, writing.delimiter);
  return {file, schema_of(seen), {}, {}, writing};
}

}  // namespace tidemark::contract
