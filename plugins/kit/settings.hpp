#pragma once

#include <string>
#include <string_view>

#include "plugins/kit/json_text.hpp"

/// Reads a plugin's configuration. Everything here throws sdk::Failed with a sentence that names
/// the key.
namespace tidemark::plugin {

[[noreturn]] void refuse(const std::string& key, const std::string& need);

/// The configuration, an object.
Json settings_of(std::string_view json);
std::string text_of(const std::string& key, const Json& value);
bool flag_of(const std::string& key, const Json& value);
/// A whole number from `least` to `most`.
std::int64_t count_of(const std::string& key, const Json& value, std::int64_t least,
                      std::int64_t most);
/// A JSON pointer.
std::string pointer_of(const std::string& key, const std::string& text);

}  // namespace tidemark::plugin
