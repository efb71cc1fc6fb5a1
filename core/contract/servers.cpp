#include "core/contract/openapi.hpp"

namespace tidemark::contract {
namespace {

struct Server {
  Element element;
  std::map<std::string, Element> variables;
};
using Servers = std::map<std::string, Server>;

/// By address; without any, OpenAPI means `/`.
Servers servers_of(const Element& list) {
  Servers servers;
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    const Element one = list.child(i);
    Server& server = servers[one["url"].text()];
    server.element = one;
    const Element variables = one["variables"];
    for (const auto& [name, value] : variables.members()) {
      server.variables[name] = variables.child(name, value);
    }
  }
  if (servers.empty()) servers["/"] = {list, {}};
  return servers;
}

std::set<std::string> values_of(const Element& variable) {
  std::set<std::string> values;
  const Element list = variable["enum"];
  for (std::size_t i = 0; i < list.items().size(); ++i) values.insert(list.child(i).text());
  return values;
}

void compare_variable(const ApiPair& apis, const std::string& name, const Both& variable,
                      const Spot& spot, const std::string& url) {
  const std::string of = " of the variable " + as_code(name) + " of the server " + as_code(url);
  const auto was = values_of(variable.was), is = values_of(variable.is);
  for (const std::string& value : was) {
    // Without a list anything goes.
    if (is.empty() || is.count(value) != 0) continue;
    apis.findings().add("api-server-variable-value-removed", spot, variable.is,
                        "the value " + as_code(value) + of + " was removed");
  }
  for (const std::string& value : is) {
    if (was.count(value) != 0) continue;
    apis.findings().add("api-server-variable-value-added", spot, variable.is,
                        "the value " + as_code(value) + of + " was added");
  }
  const std::string old = variable.was["default"].text(), now = variable.is["default"].text();
  if (old == now) return;
  apis.findings().add("api-server-variable-default-changed", spot, variable.is,
                      "the default" + of + " changed from " + as_code(old) + " to " + as_code(now));
}

void compare_server_lists(const ApiPair& apis, const Both& lists, const Spot& spot) {
  const Servers was = servers_of(lists.was), is = servers_of(lists.is);
  for (const auto& [url, server] : was) {
    const auto now = is.find(url);
    if (now == is.end()) {
      apis.findings().add("api-server-removed", spot, server.element,
                          "the server " + as_code(url) + " of " + spot.whole + " was removed");
      continue;
    }
    for (const auto& [name, variable] : server.variables) {
      const auto other = now->second.variables.find(name);
      if (other == now->second.variables.end()) continue;
      compare_variable(apis, name, {variable, other->second}, spot, url);
    }
  }
  for (const auto& [url, server] : is) {
    if (was.count(url) != 0) continue;
    apis.findings().add("api-server-added", spot, server.element,
                        "the server " + as_code(url) + " of " + spot.whole + " was added");
  }
}

/// The nearest list; that of the whole API when neither has its own.
Element nearest(const Element& operation, const Element& item, const Element& root) {
  if (const Element own = operation["servers"]) return own;
  if (const Element of_path = item["servers"]) return of_path;
  return root["servers"];
}

bool has_own(const Element& operation, const Element& item) {
  return operation["servers"] || item["servers"];
}

}  // namespace

void compare_global_servers(const ApiPair& apis) {
  Spot spot;
  spot.direction = Direction::none;
  spot.whole = "the API";
  compare_server_lists(apis, {apis.before.root()["servers"], apis.after.root()["servers"]}, spot);
}

void compare_servers(const ApiPair& apis, const Both& operation, const PathPair& path,
                     const Spot& spot) {
  if (!has_own(operation.was, path.items.was) && !has_own(operation.is, path.items.is)) return;
  compare_server_lists(apis,
                       {nearest(operation.was, path.items.was, apis.before.root()),
                        nearest(operation.is, path.items.is, apis.after.root())},
                       spot);
}

}  // namespace tidemark::contract
