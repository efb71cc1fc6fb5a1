#include "core/inventory/fields.hpp"

namespace tidemark::inventory {

void require(const Field& map, std::string_view key, std::string way_out) {
  if (map.value.find(key) != nullptr) return;
  map.findings.complain(map.place, shown(map.key) + " has no " + std::string(key),
                        std::move(way_out));
}

void refuse_unknown_key(const Field& map, const yaml::Member& member,
                        const std::vector<std::string>& known) {
  const std::string near = map.findings.nearest(member.key, known);
  map.findings.complain(
      member.place, "unknown key \"" + shown(member.key) + "\" in " + shown(map.key),
      near.empty() ? "known here: " + listed(known, ", ") : "did you mean " + near + "?");
}

void warn_of_near_miss(const Field& map, const yaml::Member& member,
                       const std::vector<std::string>& known) {
  constexpr std::size_t shortest = 4;  // two short words are always near each other
  if (member.key.size() < shortest) return;
  const std::string near = map.findings.nearest(member.key, known);
  if (near.empty()) return;
  map.findings.warn(member.place,
                    "key \"" + shown(member.key) + "\" in " + shown(map.key) +
                        " goes to the plugin as its own setting",
                    "did you mean " + near + "?");
}

}  // namespace tidemark::inventory
