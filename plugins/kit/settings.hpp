#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "plugins/kit/json_text.hpp"

/// Reads a plugin's configuration. Everything here throws sdk::Failed with a sentence that names
/// the key.
namespace tidemark::plugin {

[[noreturn]] void refuse(const std::string& key, const std::string& need);

/// Reads one member of a configuration; false when its key is unknown.
using ReadMember = std::function<bool(const std::string& key, const Json& value)>;
/// Gives every member of the configuration, an object, to `read`. `known` lists the keys that there
/// are, for who wrote another one. Returns the configuration.
Json read_settings(std::string_view json, const ReadMember& read, const std::string& known);
std::string text_of(const std::string& key, const Json& value);
/// Whether an output is JSON: `json`, not `text`.
bool is_json_of(const std::string& key, const Json& value);
bool flag_of(const std::string& key, const Json& value);
/// A whole number from `least` to `most`.
std::int64_t count_of(const std::string& key, const Json& value, std::int64_t least,
                      std::int64_t most);
/// A JSON pointer.
std::string pointer_of(const std::string& key, const std::string& text);

}  // namespace tidemark::plugin
