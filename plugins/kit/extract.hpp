#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace tidemark::plugin {

/// A pattern with named groups that takes an object out of a text.
using Extract = std::shared_ptr<const re2::RE2>;

/// Throws sdk::Failed naming the key when the text is no such pattern.
Extract pattern_of(const std::string& key, const std::string& text);

/// The groups of the first match as a JSON object. Throws CallFailure when nothing matches.
std::string extracted(const Extract& pattern, std::string_view text);

}  // namespace tidemark::plugin
