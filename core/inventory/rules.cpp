#include "core/inventory/document.hpp"

namespace tidemark::inventory {
namespace {

constexpr std::array<std::string_view, 3> severity_names = {"error", "warning", "off"};

std::vector<std::string> texts_of(const Field& field) {
  std::vector<Written> items;
  std::vector<std::string> texts;
  read_text_or_list(field, items);
  for (Written& item : items) texts.push_back(std::move(item.text));
  return texts;
}

/// One word or several, each of them one of `names`; `take` gets its position.
template <typename Take>
void read_words(const Field& field, std::span<const std::string_view> names, Take take) {
  const auto one = [&](const yaml::Node& node) {
    const Field word{field.key, field.place, node, field.findings};
    const auto position = read_choice_among(word, names);
    if (position) take(*position);
  };
  if (field.value.type != yaml::Node::Type::sequence) return one(field.value);
  for (const yaml::Node& item : field.value.items) {
    if (is_entry(field, item)) one(item);
  }
}

void read_kinds(const Field& field, Scope& scope) {
  std::array<std::string_view, all_kinds.size()> names{};
  for (const Kind kind : all_kinds) names[static_cast<std::size_t>(kind)] = to_string(kind);
  read_words(field, names,
             [&](std::size_t position) { scope.kinds.push_back(all_kinds[position]); });
}

void read_tiers(const Field& field, Scope& scope) {
  read_words(field, tier_names,
             [&](std::size_t position) { scope.tiers.push_back(static_cast<Tier>(position)); });
}

constexpr std::array<Key<Scope>, 5> scope_keys = {{
    {"kind", read_kinds},
    {"tier", read_tiers},
    {"tag", [](const Field& field, Scope& scope) { scope.tags = texts_of(field); }},
    {"id", [](const Field& field, Scope& scope) { scope.ids = texts_of(field); }},
    {"path", [](const Field& field, Scope& scope) { scope.paths = texts_of(field); }},
}};

void read_needed_text(const Field& field, std::string& target) {
  read_text(field, target);
  if (field.value.type == yaml::Node::Type::scalar && target.empty()) {
    field.complain("is empty", "fill it: a waiver is somebody's word for a while");
  }
}

constexpr std::array<Key<Waiver>, 4> waiver_keys = {{
    {"id", [](const Field& field, Waiver& waiver) { waiver.ids = texts_of(field); }},
    {"owner", [](const Field& field, Waiver& waiver) { read_needed_text(field, waiver.owner); }},
    {"reason", [](const Field& field, Waiver& waiver) { read_needed_text(field, waiver.reason); }},
    {"expires", [](const Field& field, Waiver& waiver) { read_date(field, waiver.expires); }},
}};

void read_waivers(const Field& field, Rule& rule) {
  if (!is_list(field)) return;
  for (const yaml::Node& item : field.value.items) {
    const Field entry{"a waiver", item.place, item, field.findings};
    Waiver waiver;
    waiver.place = item.place;
    read_map(entry, waiver_keys, waiver);
    if (item.type != yaml::Node::Type::map) continue;
    require(entry, "id", "add id: kind:name, or a glob of ids");
    require(entry, "owner", "add owner: whoever answers for it");
    require(entry, "reason", "add reason: why it may be so");
    require(entry, "expires", "add expires: YYYY-MM-DD, its last day");
    rule.waivers.push_back(std::move(waiver));
  }
}

/// A key of a rule; some belong to one kind of rule.
struct RuleKey {
  std::string_view name;
  std::optional<RuleKind> only;
  void (*read)(const Field& field, Rule& rule);
};

constexpr std::array<RuleKey, 6> rule_keys = {{
    {"severity",
     {},
     [](const Field& field, Rule& rule) {
       read_choice(field, severity_names, rule.severity, Severity::error);
     }},
    {"scope", {}, [](const Field& field, Rule& rule) { read_map(field, scope_keys, rule.scope); }},
    {"waivers", {}, read_waivers},
    {"cases", RuleKind::golden_current,
     [](const Field& field, Rule& rule) { read_count(field, 1, 1'000'000, rule.cases); }},
    {"baseline_age", RuleKind::golden_current,
     [](const Field& field, Rule& rule) { read_duration(field, rule.baseline_age); }},
    {"notice", RuleKind::retirement_ahead,
     [](const Field& field, Rule& rule) { read_duration(field, rule.notice); }},
}};

std::vector<std::string> keys_for(RuleKind kind) {
  std::vector<std::string> names;
  for (const RuleKey& key : rule_keys) {
    if (!key.only || key.only == kind) names.emplace_back(key.name);
  }
  return names;
}

void read_rule(const Field& field, Rule& rule) {
  if (field.value.type == yaml::Node::Type::null || !is_map(field)) return;
  for (const yaml::Member& member : field.value.members) {
    const auto key = find_key(rule_keys, member.key);
    if (key == rule_keys.end() || (key->only && key->only != rule.kind)) {
      refuse_unknown_key(field, member, keys_for(rule.kind));
    } else {
      key->read({member.key, member.place, member.value, field.findings}, rule);
    }
  }
}

std::vector<std::string> all_rules() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < rule_kinds; ++i) {
    names.emplace_back(to_string(static_cast<RuleKind>(i)));
  }
  return names;
}

void refuse_rule(const Field& rules, const yaml::Member& member) {
  const auto names = all_rules();
  const std::string near = rules.findings.nearest(member.key, names);
  rules.findings.complain(member.place, '"' + shown(member.key) + "\" is no rule",
                          near.empty()
                              ? "known: " + listed(names, ", ") + ", each also as RULE/NAME"
                              : "did you mean " + near + "?");
}

}  // namespace

void read_rules(const Field& field, Policy& policy) {
  if (!is_map(field)) return;
  for (const yaml::Member& member : field.value.members) {
    const auto kind = rule_kind_of(member.key);
    if (!kind || name_fault(member.key)) {
      refuse_rule(field, member);
      continue;
    }
    Rule rule;
    rule.id = member.key;
    rule.kind = *kind;
    rule.place = member.place;
    read_rule({member.key, member.place, member.value, field.findings}, rule);
    policy.rules.push_back(std::move(rule));
  }
  std::sort(policy.rules.begin(), policy.rules.end(),
            [](const Rule& one, const Rule& other) { return one.id < other.id; });
}

}  // namespace tidemark::inventory
