#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/contract/schema_walk.hpp"

namespace tidemark::contract {

/// What OpenAPI calls the operations of a path.
inline constexpr std::array<std::string_view, 8> methods = {"get",     "put",  "post",  "delete",
                                                            "options", "head", "patch", "trace"};

/// What a sentence and a part of a use call an operation: `GET /orders/{id}`.
std::string operation_name(std::string_view method, const std::string& path);

/// Two states of an API and what is needed to compare them.
struct ApiPair {
  Documents &before, &after;
  SchemaWalk& walk;

  Findings& findings() const { return walk.findings; }
};

/// Two states of something that both have; the elements are what references lead to.
struct Both {
  Element was, is;
};

/// A path of both, under the name that each has for it.
struct PathPair {
  std::string was_name, is_name;
  Both items;

  const std::string& name() const { return items.is ? is_name : was_name; }
};

/// Compares everything that two OpenAPI 3 files say.
void compare_apis(const ApiPair& apis);

/// Paths and their operations, matched by path but for the names of its parameters.
void compare_paths(const ApiPair& apis);
/// Webhooks, whose bodies the user of the API receives.
void compare_webhooks(const ApiPair& apis);

/// One operation's parameters, and those of its path.
void compare_parameters(const ApiPair& apis, const Both& operation, const PathPair& path,
                        const Spot& spot);
void compare_request_body(const ApiPair& apis, const Both& operation, const Spot& spot);
void compare_responses(const ApiPair& apis, const Both& operation, const Spot& spot);
/// Media types and their schemas; `ids` begins the names of the rules about them.
void compare_content(const ApiPair& apis, const Both& holder, const Spot& spot,
                     const std::string& ids);
/// What an operation sends to addresses that its user names, and what the user receives there.
void compare_callbacks(const ApiPair& apis, const Both& operation, const Spot& spot);
/// The bodies that the API's own operations send, in callbacks and webhooks: its user receives
/// them.
void compare_sent_bodies(const ApiPair& apis, const Both& items, const Spot& spot);
/// Which operations a response says come next.
void compare_links(const ApiPair& apis, const Both& response, const Spot& spot);
/// How a parameter (`kind`: `query`, ...) or a header is written.
void compare_style(const ApiPair& apis, const Both& both, const std::string& kind,
                   const Spot& spot);
/// The API's own servers.
void compare_global_servers(const ApiPair& apis);
/// One operation's, where it or its path has its own on either side.
void compare_servers(const ApiPair& apis, const Both& operation, const PathPair& path,
                     const Spot& spot);
/// The API's own security, and its schemes.
void compare_global_security(const ApiPair& apis);
/// One operation's, where it has its own on either side.
void compare_security(const ApiPair& apis, const Both& operation, const Spot& spot);

/// A schema of an element that may have none.
Joint joint_of(const Element& schema);
/// The members of both, with what references lead to; empty on a side that has it not. Sorted.
std::map<std::string, Both> matched(const ApiPair& apis, const Both& maps);

}  // namespace tidemark::contract
