#include "core/contract/openapi.hpp"

namespace tidemark::contract {
namespace {

void compare_component_schemas(const ApiPair& apis) {
  const Both schemas{apis.before.root()["components"]["schemas"],
                     apis.after.root()["components"]["schemas"]};
  for (const auto& [name, value] : schemas.was.members()) {
    apis.walk.before.read_all(joint_of(schemas.was.child(name, value)));
  }
  for (const auto& [name, value] : schemas.is.members()) {
    apis.walk.after.read_all(joint_of(schemas.is.child(name, value)));
  }
  for (const auto& [name, both] : matched(apis, schemas)) {
    if (both.is) continue;
    Spot spot;
    spot.direction = Direction::none;
    apis.findings().add("api-schema-removed", spot, both.was,
                        "the schema " + as_code(name) + " was removed");
  }
}

}  // namespace

Joint joint_of(const Element& schema) {
  if (!schema) return {};
  return {{schema, false}};
}

std::map<std::string, Both> matched(const ApiPair& apis, const Both& maps) {
  std::map<std::string, Both> members;
  for (const auto& [name, value] : maps.was.members()) {
    members[name].was = apis.before.followed(maps.was.child(name, value));
  }
  for (const auto& [name, value] : maps.is.members()) {
    members[name].is = apis.after.followed(maps.is.child(name, value));
  }
  return members;
}

void compare_apis(const ApiPair& apis) {
  compare_global_servers(apis);
  compare_global_security(apis);
  compare_paths(apis);
  compare_webhooks(apis);
  compare_component_schemas(apis);
}

}  // namespace tidemark::contract
