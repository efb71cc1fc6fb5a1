#include "core/model/entity_id.hpp"

#include <algorithm>

namespace tidemark {
namespace {

struct KindNames {
  Kind kind;
  std::string_view name, section;
};
constexpr std::array<KindNames, 9> kind_names = {{
    {Kind::automation, "automation", "automations"},
    {Kind::model, "model", "models"},
    {Kind::vendor, "vendor", "vendors"},
    {Kind::service, "service", "services"},
    {Kind::schema, "schema", "schemas"},
    {Kind::dataset, "dataset", "datasets"},
    {Kind::prompt, "prompt", "prompts"},
    {Kind::system, "system", "systems"},
    {Kind::package, "package", "packages"},
}};

bool starts_segment(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '@';
}

bool continues_segment(char c) {
  return starts_segment(c) || c == '.' || c == '_' || c == '+' || c == '-';
}

bool is_segment(std::string_view segment) {
  return !segment.empty() && starts_segment(segment.front()) &&
         std::all_of(segment.begin(), segment.end(), continues_segment) &&
         segment.find("..") == std::string_view::npos;
}

}  // namespace

std::string_view to_string(Kind kind) { return kind_names[static_cast<std::size_t>(kind)].name; }

std::string_view section_of(Kind kind) {
  return kind_names[static_cast<std::size_t>(kind)].section;
}

std::optional<Kind> kind_named(std::string_view name) {
  for (const KindNames& names : kind_names) {
    if (names.name == name) return names.kind;
  }
  return std::nullopt;
}

std::string to_string(const EntityId& id) {
  return std::string(to_string(id.kind)) + ':' + id.name;
}

std::optional<std::string> name_fault(std::string_view name) {
  if (name.empty()) return "must not be empty";
  if (name.size() > 200) return "must not be longer than 200 bytes";
  while (true) {
    const std::size_t slash = name.find('/');
    if (!is_segment(name.substr(0, slash))) {
      return "must be letters, digits and . _ @ + - in segments joined by /, each starting with a "
             "letter, a digit or @, without \"..\"";
    }
    if (slash == std::string_view::npos) return std::nullopt;
    name.remove_prefix(slash + 1);
  }
}

std::optional<EntityId> parse_entity_id(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto kind = kind_named(text.substr(0, colon));
  const std::string_view name = text.substr(colon + 1);
  if (!kind || name_fault(name)) return std::nullopt;
  return EntityId{*kind, std::string(name)};
}

}  // namespace tidemark
