#include "replay/pipeline/shares.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "core/base/clock.hpp"

namespace tidemark::pipeline {
namespace {

/// Plugins that start nothing on this machine for a trial.
bool only_waits(const RunnerSpec& runner) {
  return runner.plugin == "http" || runner.plugin == "chat";
}

bool answers_calls(Kind kind) {
  return kind == Kind::model || kind == Kind::service || kind == Kind::system;
}

/// Of what its rate limit counts by that key; 0 when it does not.
double per_minute_of(const Entity& entity, const std::string& key) {
  const auto count = entity.attributes.find(key);
  const auto per = entity.attributes.find("rate_limit.per");
  if (count == entity.attributes.end() || per == entity.attributes.end()) return 0;
  const auto duration = parse_duration(per->second);
  if (!duration || duration->count() == 0) return 0;
  return std::stod(count->second) * 60'000 / static_cast<double>(duration->count());
}

using Shares = std::map<std::string, run::Bounds>;

void add_shares(const Entity& entity, Shares& shares) {
  if (!answers_calls(entity.id.kind)) return;
  const double calls = per_minute_of(entity, "rate_limit.requests");
  const double tokens = per_minute_of(entity, "rate_limit.tokens");
  if (calls > 0 || tokens > 0) {
    shares[to_string(entity.id)] = {run::unbounded, calls, tokens};
  }
  for (const Use& use : entity.uses) {
    if (use.target.kind == Kind::vendor) shares.try_emplace(to_string(use.target));
  }
}

/// The automation and all that it stands on.
void each_below(const Inventory& inventory, const Entity& automation,
                const std::function<void(const Entity&)>& take) {
  std::set<EntityId> seen = {automation.id};
  for (std::deque<const Entity*> next = {&automation}; !next.empty(); next.pop_front()) {
    const Entity& entity = *next.front();
    take(entity);
    for (const Use& use : entity.uses) {
      if (seen.insert(use.target).second) next.push_back(inventory.find(use.target));
    }
  }
}

}  // namespace

std::vector<run::Share> shares_of(const Inventory& inventory, const Entity& automation) {
  Shares shares;
  each_below(inventory, automation, [&](const Entity& entity) { add_shares(entity, shares); });
  if (automation.replay && !only_waits(automation.replay->runner)) {
    const auto most = static_cast<std::size_t>(automation.replay->runner.concurrency);
    shares[this_machine] = {most, 0};
  }
  std::vector<run::Share> all;
  for (const auto& [name, bounds] : shares) all.push_back({name, bounds});
  return all;
}

std::vector<std::string> servers_of(const Inventory& inventory, const Entity& automation) {
  std::set<std::string> servers;
  each_below(inventory, automation, [&](const Entity& entity) {
    if (!answers_calls(entity.id.kind)) return;
    if (entity.files.empty()) servers.insert(to_string(entity.id));
    for (const Use& use : entity.uses) {
      if (use.target.kind == Kind::vendor) servers.insert(to_string(use.target));
    }
  });
  return {servers.begin(), servers.end()};
}

}  // namespace tidemark::pipeline
