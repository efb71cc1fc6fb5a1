#include "core/inventory/details.hpp"

namespace tidemark::inventory {
namespace {

/// Attributes that stand in a map of the entity.
struct Group {
  std::string_view name;
  Entity& entity;
};

/// Keeps the value as it is written once its reader has taken it.
void keep(const Field& field, Group& group, bool taken) {
  if (!taken) return;
  group.entity.attributes[std::string(group.name) + '.' + std::string(field.key)] =
      field.value.text;
}

void keep_duration(const Field& field, Group& group) {
  std::chrono::milliseconds duration{};
  read_duration(field, duration);
  keep(field, group, duration.count() > 0);
}

void keep_day(const Field& field, Group& group) {
  std::string day;
  read_date(field, day);
  keep(field, group, !day.empty());
}

void keep_count(const Field& field, Group& group) {
  int count = 0;
  read_count(field, 1, 1'000'000'000, count);
  keep(field, group, count > 0);
}

void keep_share(const Field& field, Group& group) {
  constexpr Range shares = {0, 1, true, "greater than 0 and at most 1"};
  double share = 0;
  read_number(field, shares, share);
  keep(field, group, share > 0);
}

constexpr std::array<Key<Group>, 3> alert_keys = {
    {{"score_drop", keep_share}, {"error_rate", keep_share}, {"latency", keep_duration}}};

constexpr std::array<Key<Group>, 3> contract_keys = {
    {{"since", keep_day}, {"until", keep_day}, {"notice", keep_duration}}};

constexpr std::array<Key<Group>, 3> rate_limit_keys = {
    {{"requests", keep_count}, {"tokens", keep_count}, {"per", keep_duration}}};

void keep_amount(const Field& field, Group& group) {
  constexpr Range amounts = {0, 1'000'000, false, "from 0 to 1000000"};
  double amount = -1;
  read_number(field, amounts, amount);
  keep(field, group, amount >= 0);
}

constexpr std::array<Key<Group>, 2> price_keys = {
    {{"input", keep_amount}, {"output", keep_amount}}};

constexpr std::array<Key<ProbeSpec>, 4> probe_keys = {{
    {"plugin", [](const Field& field, ProbeSpec& probe) { read_name(field, probe.plugin); }},
    {"url", [](const Field& field, ProbeSpec& probe) { read_url(field, probe.url); }},
    {"key_env", [](const Field& field, ProbeSpec& probe) { read_variable(field, probe.key_env); }},
    {"every", [](const Field& field, ProbeSpec& probe) { read_duration(field, probe.every); }},
}};

}  // namespace

void read_alerts(const Field& field, Entity& entity) {
  Group group{"alerts", entity};
  read_map(field, alert_keys, group);
}

void read_contract(const Field& field, Entity& entity) {
  Group group{"contract", entity};
  read_map(field, contract_keys, group);
}

void read_rate_limit(const Field& field, Entity& entity) {
  Group group{"rate_limit", entity};
  read_map(field, rate_limit_keys, group);
  if (field.value.type == yaml::Node::Type::map) require(field, "per", "add per: 1m");
}

void read_price(const Field& field, Entity& entity) {
  Group group{"price", entity};
  read_map(field, price_keys, group);
}

void read_probe(const Field& field, std::optional<ProbeSpec>& target) {
  ProbeSpec probe;
  probe.config = read_open_map(field, probe_keys, probe);
  if (field.value.type != yaml::Node::Type::map) return;
  require(field, "plugin", "add plugin: NAME");
  target = std::move(probe);
}

}  // namespace tidemark::inventory
