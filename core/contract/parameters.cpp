#include <algorithm>

#include "core/contract/lifecycle.hpp"
#include "core/contract/openapi.hpp"

namespace tidemark::contract {
namespace {

/// One parameter on both sides, whose name may differ where the path says which one it is.
struct Parameter {
  Both both;
  std::string kind, name;  ///< `query`, `limit`
};
using Parameters = std::map<std::string, Parameter>;

/// Which of the names in `{}` of a path it is; names that it has not come last.
std::size_t position_in(const std::string& path, const std::string& name) {
  const std::size_t at = path.find('{' + name + '}');
  return at == std::string::npos
             ? path.size()
             : static_cast<std::size_t>(
                   std::count(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(at), '{'));
}

std::string key_of(const std::string& kind, const std::string& name, const std::string& path) {
  if (kind == "path") return "path " + std::to_string(position_in(path, name));
  return kind + ' ' + name;
}

/// `path` is how that side writes it.
void collect(Documents& documents, const Element& list, Element Both::*side,
             const std::string& path, Parameters& parameters) {
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    const Element parameter = documents.followed(list.child(i));
    const std::string kind = parameter["in"].text(), name = parameter["name"].text();
    if (kind.empty() || name.empty()) refuse(parameter, "a parameter needs `name` and `in`");
    Parameter& entry = parameters[key_of(kind, name, path)];
    entry.both.*side = parameter;
    entry.kind = kind;
    entry.name = name;
  }
}

Joint schema_of(const Element& parameter) {
  if (const Element schema = parameter["schema"]) return joint_of(schema);
  const Element content = parameter["content"];
  if (!content || content.members().empty()) return {};
  const auto& [type, media] = content.members().front();
  return joint_of(content.child(type, media)["schema"]);
}

bool is_required(const Element& parameter) {
  return parameter["required"].is_true() || parameter["in"].text() == "path";
}

Spot spot_of(const Parameter& parameter, const Spot& operation) {
  Spot spot = operation;
  spot.direction = Direction::request;
  spot.subject = Subject::parameter;
  spot.whole = "the " + parameter.kind + " parameter " + as_code(parameter.name);
  spot.piece = spot.whole + " at";
  return spot;
}

void parameter_removed(const ApiPair& apis, const Parameter& parameter, const Spot& spot) {
  const Lifecycle was = lifecycle_of(parameter.both.was);
  const std::string how = removal_of(was, apis.walk.today);
  apis.findings().add(
      was.deprecated ? "request-parameter-removed-" + how : "request-parameter-removed", spot,
      parameter.both.was,
      spot.whole + " was removed" + (was.deprecated ? removal_text(was, apis.walk.today) : ""));
}

void parameter_added(const ApiPair& apis, const Parameter& parameter, const Spot& spot) {
  const bool required = is_required(parameter.both.is);
  const char* id = parameter.kind == "path" ? "new-request-path-parameter"
                   : required               ? "new-required-request-parameter"
                                            : "new-optional-request-parameter";
  apis.findings().add(id, spot, parameter.both.is,
                      spot.whole + " was added and is " + (required ? "required" : "optional"));
}

void compare_parameter(const ApiPair& apis, const Parameter& parameter, const Spot& spot) {
  const auto& [was, is] = parameter.both;
  if (is_required(was) != is_required(is)) {
    const bool now = is_required(is);
    apis.findings().add(
        now ? "request-parameter-became-required" : "request-parameter-became-optional", spot, is,
        spot.whole + (now ? " became required" : " became optional"));
  }
  compare_deprecation(lifecycle_of(was), lifecycle_of(is), spot, is, apis.walk);
  compare_style(apis, parameter.both, parameter.kind, spot);
  apis.walk.compare(schema_of(was), schema_of(is), spot);
}

}  // namespace

void compare_parameters(const ApiPair& apis, const Both& operation, const PathPair& path,
                        const Spot& spot) {
  Parameters parameters;
  // The operation's own take the place of the path's.
  collect(apis.before, path.items.was["parameters"], &Both::was, path.was_name, parameters);
  collect(apis.before, operation.was["parameters"], &Both::was, path.was_name, parameters);
  collect(apis.after, path.items.is["parameters"], &Both::is, path.is_name, parameters);
  collect(apis.after, operation.is["parameters"], &Both::is, path.is_name, parameters);
  for (const auto& [key, parameter] : parameters) {
    const Spot here = spot_of(parameter, spot);
    if (!parameter.both.is) {
      parameter_removed(apis, parameter, here);
    } else if (!parameter.both.was) {
      parameter_added(apis, parameter, here);
    } else {
      compare_parameter(apis, parameter, here);
    }
  }
}

}  // namespace tidemark::contract
