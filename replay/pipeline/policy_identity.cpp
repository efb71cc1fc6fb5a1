#include "core/base/clock.hpp"
#include "core/base/hash.hpp"
#include "core/json/json.hpp"
#include "replay/pipeline/acceptance.hpp"

namespace tidemark::pipeline {
namespace {

json::Array texts(const std::vector<std::string>& items) { return {items.begin(), items.end()}; }

template <typename Enum>
json::Array words(const std::vector<Enum>& values) {
  json::Array texts;
  for (const Enum value : values) texts.emplace_back(to_string(value));
  return texts;
}

json::Value scope_part(const Scope& scope) {
  return json::Object{{"kinds", words(scope.kinds)},
                      {"tiers", words(scope.tiers)},
                      {"tags", texts(scope.tags)},
                      {"ids", texts(scope.ids)},
                      {"paths", texts(scope.paths)}};
}

json::Value waivers_part(const std::vector<Waiver>& waivers) {
  json::Array parts;
  for (const Waiver& waiver : waivers) {
    parts.emplace_back(json::Object{{"ids", texts(waiver.ids)},
                                    {"owner", waiver.owner},
                                    {"reason", waiver.reason},
                                    {"expires", waiver.expires}});
  }
  return parts;
}

json::Value rules_part(const std::vector<Rule>& rules) {
  json::Array parts;
  for (const Rule& rule : rules) {
    parts.emplace_back(json::Object{{"id", rule.id},
                                    {"severity", to_string(rule.severity)},
                                    {"scope", scope_part(rule.scope)},
                                    {"waivers", waivers_part(rule.waivers)},
                                    {"cases", rule.cases},
                                    {"baseline_age", duration_text(rule.baseline_age)},
                                    {"notice", duration_text(rule.notice)}});
  }
  return parts;
}

}  // namespace

std::string policy_identity(const change::World& world) {
  if (world.files->find(world.folder + "tidemark.yaml") == nullptr) return no_baseline;
  const Policy& policy = world.inventory.policy;
  json::Array ignore(policy.ignore.begin(), policy.ignore.end());
  json::Array pins;
  for (const PluginPin& pin : world.inventory.plugins) {
    pins.emplace_back(json::Array{pin.id, pin.path, pin.sha256});
  }
  const json::Value within =
      policy.within_margin ? json::Value(static_cast<int>(*policy.within_margin)) : json::Value();
  return sha256_hex(
      json::canonical(json::Object{{"approval", static_cast<int>(policy.approval)},
                                   {"unclassified", static_cast<int>(policy.unclassified)},
                                   {"ignore", std::move(ignore)},
                                   {"within_margin", within},
                                   {"min_cases", policy.min_cases},
                                   {"rules", rules_part(policy.rules)},
                                   {"plugins", std::move(pins)}}));
}

}  // namespace tidemark::pipeline
