#include "core/contract/lifecycle.hpp"
#include "core/contract/openapi.hpp"

namespace tidemark::contract {
namespace {

bool is_success(const std::string& status) { return !status.empty() && status.front() == '2'; }

Spot request_spot(const Spot& operation) {
  Spot spot = operation;
  spot.direction = Direction::request;
  spot.whole = "the request body";
  spot.piece = "the request property";
  return spot;
}

Spot response_spot(const Spot& operation, const std::string& status) {
  Spot spot = operation;
  spot.direction = Direction::response;
  spot.whole = "the response body";
  spot.piece = "the response property";
  spot.after = " (" + status + ')';
  return spot;
}

/// `` (200)`` with the media type in its parentheses.
std::string with_type(const std::string& after, const std::string& type) {
  return after.empty() ? " (" + type + ')' : after.substr(0, after.size() - 1) + ", " + type + ')';
}

void compare_media(const ApiPair& apis, const Both& media, const std::string& type, Spot spot,
                   const std::string& ids) {
  const bool usual = type.starts_with("application/json");
  if (!usual) spot.after = with_type(spot.after, type);
  const Element was = media.was["schema"], is = media.is["schema"];
  if (bool(was) == bool(is)) return apis.walk.compare(joint_of(was), joint_of(is), spot);
  apis.findings().add(ids + "-body-media-type-schema-" + (is ? "added" : "removed"), spot,
                      is ? is : was,
                      "the schema of " + spot.name() + (is ? " was added" : " was removed"));
}

void compare_headers(const ApiPair& apis, const Both& response, Spot spot,
                     const std::string& status) {
  spot.subject = Subject::header;
  for (const auto& [name, header] :
       matched(apis, {response.was["headers"], response.is["headers"]})) {
    spot.whole = "the response header " + as_code(name);
    spot.piece = spot.whole + " at";
    spot.after = " (" + status + ')';
    const bool was_required = header.was["required"].is_true(),
               now_required = header.is["required"].is_true();
    if (!header.is) {
      apis.findings().add(
          was_required ? "required-response-header-removed" : "optional-response-header-removed",
          spot, header.was, spot.name() + " was removed");
    } else if (!header.was) {
      apis.findings().add("response-header-added", spot, header.is, spot.name() + " was added");
    } else {
      if (was_required != now_required) {
        apis.findings().add(
            now_required ? "response-header-became-required" : "response-header-became-optional",
            spot, header.is,
            spot.name() + (now_required ? " became required" : " became optional"));
      }
      compare_deprecation(lifecycle_of(header.was), lifecycle_of(header.is), spot, header.is,
                          apis.walk);
      compare_style(apis, header, "header", spot);
      apis.walk.compare(joint_of(header.was["schema"]), joint_of(header.is["schema"]), spot);
    }
  }
}

void status_changed(const ApiPair& apis, const Both& response, const Spot& spot,
                    const std::string& status) {
  const std::string kind = is_success(status) ? "success" : "non-success";
  apis.findings().add(
      "response-" + kind + "-status-" + (response.is ? "added" : "removed"), spot,
      response.is ? response.is : response.was,
      "the response " + as_code(status) + (response.is ? " was added" : " was removed"));
}

}  // namespace

void compare_content(const ApiPair& apis, const Both& holder, const Spot& spot,
                     const std::string& ids) {
  const std::string rule = ids == "request" ? "request-body-media-type-" : "response-media-type-";
  for (const auto& [type, media] : matched(apis, {holder.was["content"], holder.is["content"]})) {
    if (media.was && media.is) {
      compare_media(apis, media, type, spot, ids);
    } else {
      apis.findings().add(rule + (media.is ? "added" : "removed"), spot,
                          media.is ? media.is : media.was,
                          "the media type " + as_code(type) + " of " + spot.name() +
                              (media.is ? " was added" : " was removed"));
    }
  }
}

void compare_request_body(const ApiPair& apis, const Both& operation, const Spot& spot) {
  const Both body{apis.before.followed(operation.was["requestBody"]),
                  apis.after.followed(operation.is["requestBody"])};
  const Spot here = request_spot(spot);
  const bool was_required = body.was["required"].is_true(),
             now_required = body.is["required"].is_true();
  if (!body.was && !body.is) return;
  if (!body.was) {
    apis.findings().add(
        now_required ? "request-body-added-required" : "request-body-added-optional", here, body.is,
        std::string("a request body was added and is ") + (now_required ? "required" : "optional"));
  } else if (!body.is) {
    apis.findings().add("request-body-removed", here, body.was, "the request body was removed");
  } else {
    if (was_required != now_required) {
      apis.findings().add(
          now_required ? "request-body-became-required" : "request-body-became-optional", here,
          body.is, here.whole + (now_required ? " became required" : " became optional"));
    }
    compare_content(apis, body, here, "request");
  }
}

void compare_responses(const ApiPair& apis, const Both& operation, const Spot& spot) {
  for (const auto& [status, response] :
       matched(apis, {operation.was["responses"], operation.is["responses"]})) {
    const Spot here = response_spot(spot, status);
    if (!response.was || !response.is) {
      status_changed(apis, response, here, status);
    } else {
      compare_headers(apis, response, here, status);
      compare_content(apis, response, here, "response");
      compare_links(apis, response, here);
    }
  }
}

}  // namespace tidemark::contract
