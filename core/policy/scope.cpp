#include "core/policy/scope.hpp"

#include <algorithm>

#include "core/text/glob.hpp"

namespace tidemark::policy {
namespace {

template <typename Value>
bool has(const std::vector<Value>& values, const Value& wanted) {
  return std::find(values.begin(), values.end(), wanted) != values.end();
}

bool has_tier(const Scope& scope, const Entity& entity) {
  if (scope.tiers.empty()) return true;
  return entity.id.kind == Kind::automation && has(scope.tiers, entity.tier);
}

bool has_tag(const Scope& scope, const Entity& entity) {
  if (scope.tags.empty()) return true;
  return std::any_of(scope.tags.begin(), scope.tags.end(),
                     [&](const std::string& tag) { return has(entity.tags, tag); });
}

}  // namespace

bool names(const std::vector<std::string>& globs, const EntityId& id, const std::string& text) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return text::glob_match(glob, text) || text::glob_match(glob, id.name);
  });
}

bool is_in(const Scope& scope, const Entity& entity) {
  if (!scope.kinds.empty() && !has(scope.kinds, entity.id.kind)) return false;
  if (!has_tier(scope, entity) || !has_tag(scope, entity)) return false;
  if (!scope.ids.empty() && !names(scope.ids, entity.id, to_string(entity.id))) return false;
  return scope.paths.empty() || text::GlobSet(scope.paths, "").matches(entity.place.file.str());
}

}  // namespace tidemark::policy
