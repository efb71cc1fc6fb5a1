#include "core/contract/openapi.hpp"

namespace tidemark::contract {
namespace {

void compare_callback(const ApiPair& apis, const std::string& name, const Both& callback,
                      const Spot& operation) {
  for (const auto& [address, items] : matched(apis, callback)) {
    Spot spot = operation;
    const std::string called = "the callback " + as_code(name) + " to " + as_code(address);
    if (!items.was || !items.is) {
      apis.findings().add(
          items.is ? "callback-added" : "callback-removed", spot, items.is ? items.is : items.was,
          called + " of " + spot.whole + (items.is ? " was added" : " was removed"));
      continue;
    }
    spot.direction = Direction::response;
    spot.whole = "the body of " + called;
    spot.piece = "the property of " + called + " at";
    compare_sent_bodies(apis, items, spot);
  }
}

/// What a link leads to and what it hands over; not how it is described.
std::string target_of(const Element& link) {
  json::Value target = json::Object{};
  for (const char* key : {"operationId", "operationRef", "parameters", "requestBody", "server"}) {
    if (const Element said = link[key]) target.set(key, *said.value);
  }
  return json::canonical(target);
}

}  // namespace

void compare_sent_bodies(const ApiPair& apis, const Both& items, const Spot& spot) {
  for (const std::string_view method : methods) {
    const Both bodies{apis.before.followed(items.was[method]["requestBody"]),
                      apis.after.followed(items.is[method]["requestBody"])};
    for (const auto& [type, media] : matched(apis, {bodies.was["content"], bodies.is["content"]})) {
      if (!media.was || !media.is) continue;
      apis.walk.compare(joint_of(media.was["schema"]), joint_of(media.is["schema"]), spot);
    }
  }
}

void compare_callbacks(const ApiPair& apis, const Both& operation, const Spot& spot) {
  for (const auto& [name, callback] :
       matched(apis, {operation.was["callbacks"], operation.is["callbacks"]})) {
    compare_callback(apis, name, callback, spot);
  }
}

void compare_links(const ApiPair& apis, const Both& response, const Spot& spot) {
  for (const auto& [name, link] : matched(apis, {response.was["links"], response.is["links"]})) {
    const std::string called = "the link " + as_code(name) + spot.after;
    if (!link.was || !link.is) {
      apis.findings().add(link.is ? "response-link-added" : "response-link-removed", spot,
                          link.is ? link.is : link.was,
                          called + (link.is ? " was added" : " was removed"));
    } else if (target_of(link.was) != target_of(link.is)) {
      apis.findings().add("response-link-changed", spot, link.is,
                          called + " leads to something else");
    }
  }
}

}  // namespace tidemark::contract
