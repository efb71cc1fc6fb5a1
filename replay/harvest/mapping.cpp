#include "replay/harvest/mapping.hpp"

#include <algorithm>

namespace tidemark::harvest {
namespace {

constexpr const char* usual_inputs[] = {"/input",    "/request",  "/prompt",
                                        "/messages", "/question", "/text"};

/// A text as it is, a number or a boolean as JSON writes it; nothing for what is neither.
std::optional<std::string> word_of(const json::Value& value) {
  if (value.string() != nullptr) return *value.string();
  if (value.is_number() || value.boolean() != nullptr) return json::canonical(value);
  return std::nullopt;
}

/// Adds the tags that stand there; false when that can be no tag.
bool take_tags(const json::Value& value, std::vector<std::string>& tags) {
  if (value.is_null()) return true;
  if (const json::Array* items = value.array()) {
    return std::all_of(items->begin(), items->end(), [&](const json::Value& item) {
      return item.array() == nullptr && take_tags(item, tags);
    });
  }
  const auto word = word_of(value);
  if (word && !word->empty()) tags.push_back(*word);
  return word.has_value();
}

}  // namespace

bool is_wanted(const json::Value& record, const Mapping& mapping) {
  return std::all_of(mapping.where.begin(), mapping.where.end(), [&](const auto& one) {
    const json::Value* found = json::at(record, one.first);
    return found != nullptr &&
           (found->is_null() ? one.second == "null" : word_of(*found) == one.second);
  });
}

std::optional<Record> record_of(const json::Value& record, const Mapping& mapping,
                                std::string& fault) {
  Record made;
  const json::Value* input = json::at(record, *mapping.input);
  if (input == nullptr || input->is_null()) {
    fault = "the record has no " + *mapping.input;
    return std::nullopt;
  }
  made.input = *input;
  if (mapping.expect) {
    const json::Value* expect = json::at(record, *mapping.expect);
    if (expect != nullptr) made.expect = *expect;
  }
  const json::Value* id = mapping.id ? json::at(record, *mapping.id) : nullptr;
  if (id != nullptr) made.id = word_of(*id).value_or("");
  const json::Value* tags = json::at(record, mapping.tags);
  if (tags != nullptr && !take_tags(*tags, made.tags)) {
    fault = mapping.tags + " is neither a text nor a list of texts";
    return std::nullopt;
  }
  std::sort(made.tags.begin(), made.tags.end());
  made.tags.erase(std::unique(made.tags.begin(), made.tags.end()), made.tags.end());
  return made;
}

std::optional<std::string> usual_input(const json::Value& record) {
  for (const char* pointer : usual_inputs) {
    if (json::at(record, pointer) != nullptr) return pointer;
  }
  return std::nullopt;
}

}  // namespace tidemark::harvest
