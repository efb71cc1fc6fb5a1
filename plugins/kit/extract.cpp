#include "plugins/kit/extract.hpp"

#include <re2/re2.h>

#include <vector>

#include "plugins/kit/call_failure.hpp"
#include "plugins/kit/json_text.hpp"
#include "plugins/kit/settings.hpp"

namespace tidemark::plugin {

Extract pattern_of(const std::string& key, const std::string& text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto pattern = std::make_shared<const re2::RE2>(text, options);
  if (!pattern->ok()) refuse(key, "a RE2 pattern: " + pattern->error());
  if (pattern->NamedCapturingGroups().empty()) {
    refuse(key, "a pattern with a named group such as (?P<label>\\w+)");
  }
  return pattern;
}

std::string extracted(const Extract& pattern, std::string_view text) {
  std::vector<re2::StringPiece> groups(
      static_cast<std::size_t>(pattern->NumberOfCapturingGroups()) + 1);
  const re2::StringPiece whole(text.data(), text.size());
  if (!pattern->Match(whole, 0, text.size(), re2::RE2::UNANCHORED, groups.data(),
                      static_cast<int>(groups.size()))) {
    throw CallFailure(TIDEMARK_FAILED, "output does not match extract");
  }
  std::string object;
  for (const auto& [name, index] : pattern->NamedCapturingGroups()) {
    const re2::StringPiece& group = groups[static_cast<std::size_t>(index)];
    object += object.empty() ? '{' : ',';
    object += text_as_json(name) + ':';
    object += group.data() == nullptr ? "null" : text_as_json({group.data(), group.size()});
  }
  return object + '}';
}

}  // namespace tidemark::plugin
