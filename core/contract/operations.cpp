#include <algorithm>

#include "core/contract/lifecycle.hpp"
#include "core/contract/openapi.hpp"

namespace tidemark::contract {
namespace {

/// `/orders/{id}` as `/orders/{}`.
std::string without_names(const std::string& path) {
  std::string text;
  bool inside = false;
  for (const char c : path) {
    if (c == '}') inside = false;
    if (!inside) text += c;
    if (c == '{') inside = true;
  }
  return text;
}

std::map<std::string, PathPair> paths_of(const ApiPair& apis) {
  std::map<std::string, PathPair> paths;
  const Element was = apis.before.root()["paths"], is = apis.after.root()["paths"];
  for (const auto& [name, value] : was.members()) {
    if (name.empty() || name.front() != '/') continue;
    PathPair& path = paths[without_names(name)];
    path.was_name = name;
    path.items.was = apis.before.followed(was.child(name, value));
  }
  for (const auto& [name, value] : is.members()) {
    if (name.empty() || name.front() != '/') continue;
    PathPair& path = paths[without_names(name)];
    path.is_name = name;
    path.items.is = apis.after.followed(is.child(name, value));
  }
  return paths;
}

Spot spot_of(std::string_view method, const std::string& path) {
  Spot spot;
  spot.direction = Direction::none;
  spot.operation = operation_name(method, path);
  spot.whole = as_code(spot.operation);
  return spot;
}

bool has_operation(const Element& item) {
  return std::any_of(methods.begin(), methods.end(),
                     [&](std::string_view method) { return bool(item[method]); });
}

void operation_removed(const ApiPair& apis, const Element& operation, const Spot& spot,
                       bool path_remains) {
  const Lifecycle was = lifecycle_of(operation);
  const std::string start = path_remains ? "api-removed-" : "api-path-removed-";
  if (was.deprecated && was.sunset.is_broken()) {
    apis.findings().add("api-path-sunset-parse", spot, operation,
                        spot.whole + " was removed; its sunset was no date");
    return;
  }
  apis.findings().add(start + removal_of(was, apis.walk.today), spot, operation,
                      spot.whole + " was removed" + removal_text(was, apis.walk.today));
}

void compare_operation_id(const ApiPair& apis, const Both& operation, const Spot& spot) {
  const std::string was = operation.was["operationId"].text(),
                    is = operation.is["operationId"].text();
  if (was == is) return;
  if (!was.empty()) {
    apis.findings().add("api-operation-id-removed", spot, operation.is,
                        "the operation id of " + spot.whole + ", which was " + as_code(was) + ", " +
                            (is.empty() ? "was removed" : "is now " + as_code(is)));
  } else {
    apis.findings().add("api-operation-id-added", spot, operation.is,
                        "the operation id " + as_code(is) + " of " + spot.whole + " was added");
  }
}

std::set<std::string> tags_of(const Element& operation) {
  std::set<std::string> tags;
  const Element list = operation["tags"];
  for (std::size_t i = 0; i < list.items().size(); ++i) tags.insert(list.child(i).text());
  return tags;
}

void compare_tags(const ApiPair& apis, const Both& operation, const Spot& spot) {
  const auto was = tags_of(operation.was), is = tags_of(operation.is);
  for (const std::string& tag : was) {
    if (is.count(tag) != 0) continue;
    apis.findings().add("api-tag-removed", spot, operation.is,
                        "the tag " + as_code(tag) + " of " + spot.whole + " was removed");
  }
  for (const std::string& tag : is) {
    if (was.count(tag) != 0) continue;
    apis.findings().add("api-tag-added", spot, operation.is,
                        "the tag " + as_code(tag) + " of " + spot.whole + " was added");
  }
}

void compare_operation(const ApiPair& apis, const Both& operation, const PathPair& path,
                       const Spot& spot) {
  apis.walk.next_operation();
  compare_operation_id(apis, operation, spot);
  compare_tags(apis, operation, spot);
  compare_operation_deprecation(lifecycle_of(operation.was), lifecycle_of(operation.is), spot,
                                operation.is, apis.walk);
  compare_servers(apis, operation, path, spot);
  compare_security(apis, operation, spot);
  compare_parameters(apis, operation, path, spot);
  compare_request_body(apis, operation, spot);
  compare_responses(apis, operation, spot);
  compare_callbacks(apis, operation, spot);
}

void compare_path(const ApiPair& apis, const PathPair& path) {
  for (const std::string_view method : methods) {
    const Both operation{path.items.was[method], path.items.is[method]};
    const Spot spot = spot_of(method, path.name());
    if (operation.was && operation.is) {
      compare_operation(apis, operation, path, spot);
    } else if (operation.was) {
      operation_removed(apis, operation.was, spot, has_operation(path.items.is));
    } else if (operation.is) {
      apis.findings().add("endpoint-added", spot, operation.is, spot.whole + " was added");
    }
  }
}

void compare_webhook(const ApiPair& apis, const std::string& name, const Both& items) {
  Spot spot;
  spot.operation = "webhook " + name;
  spot.whole = "the body of the webhook " + as_code(name);
  spot.piece = "the webhook " + as_code(name) + "'s property";
  compare_sent_bodies(apis, items, spot);
}

}  // namespace

std::string operation_name(std::string_view method, const std::string& path) {
  std::string name;
  for (const char letter : method) name += static_cast<char>(letter & ~0x20);
  return name + ' ' + path;
}

void compare_paths(const ApiPair& apis) {
  for (const auto& [key, path] : paths_of(apis)) compare_path(apis, path);
}

void compare_webhooks(const ApiPair& apis) {
  const Both all{apis.before.root()["webhooks"], apis.after.root()["webhooks"]};
  for (const auto& [name, items] : matched(apis, all)) {
    Spot spot;
    spot.direction = Direction::none;
    spot.operation = "webhook " + name;
    if (items.was && items.is) {
      apis.walk.next_operation();
      compare_webhook(apis, name, items);
    } else {
      apis.findings().add(
          items.is ? "webhook-added" : "webhook-removed", spot, items.is ? items.is : items.was,
          "the webhook " + as_code(name) + (items.is ? " was added" : " was removed"));
    }
  }
}

}  // namespace tidemark::contract
