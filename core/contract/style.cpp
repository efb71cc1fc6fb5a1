#include "core/contract/openapi.hpp"

namespace tidemark::contract {
namespace {

/// How a value is written into a request or a header.
struct Style {
  std::string name;
  bool explode = false;
};

Style style_of(const Element& element, const std::string& kind) {
  Style style{element["style"].text(), false};
  if (style.name.empty()) style.name = kind == "query" || kind == "cookie" ? "form" : "simple";
  const Element explode = element["explode"];
  style.explode = explode ? explode.is_true() : style.name == "form";
  return style;
}

std::string text_of(const Style& style) { return style.name + (style.explode ? ", exploded" : ""); }

/// Only values of several parts are written otherwise when they are exploded.
bool may_have_parts(Schemas& schemas, const Element& element) {
  const Element schema = element["schema"];
  if (!schema) return true;
  const unsigned types = schemas.types_of(schemas.read(joint_of(schema)));
  return (types & (array_type | object_type)) != 0;
}

}  // namespace

void compare_style(const ApiPair& apis, const Both& both, const std::string& kind,
                   const Spot& spot) {
  const Style was = style_of(both.was, kind), is = style_of(both.is, kind);
  const bool matters = was.name != is.name ||
                       (was.explode != is.explode && may_have_parts(apis.walk.before, both.was) &&
                        may_have_parts(apis.walk.after, both.is));
  if (!matters) return;
  apis.findings().add(spot.subject == Subject::header ? "response-header-style-changed"
                                                      : "request-parameter-style-changed",
                      spot, both.is,
                      "the style of " + spot.name() + " changed from " + as_code(text_of(was)) +
                          " to " + as_code(text_of(is)));
}

}  // namespace tidemark::contract
