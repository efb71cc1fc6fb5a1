#include <algorithm>

#include "core/contract/openapi.hpp"

namespace tidemark::contract {
namespace {

/// What must be shown together: schemes with their scopes. Nothing for a request of anybody.
using Credentials = std::map<std::string, std::set<std::string>>;

std::vector<Credentials> choices_of(const Element& security) {
  std::vector<Credentials> alternatives;
  for (std::size_t i = 0; i < security.items().size(); ++i) {
    const Element one = security.child(i);
    Credentials& credentials = alternatives.emplace_back();
    for (const auto& [scheme, value] : one.members()) {
      const Element scopes = one.child(scheme, value);
      auto& names = credentials[scheme];
      for (std::size_t k = 0; k < scopes.items().size(); ++k) names.insert(scopes.child(k).text());
    }
  }
  if (alternatives.empty()) alternatives.emplace_back();
  return alternatives;
}

bool satisfies(const Credentials& shown, const Credentials& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& scheme) {
    const auto found = shown.find(scheme.first);
    return found != shown.end() && std::includes(found->second.begin(), found->second.end(),
                                                 scheme.second.begin(), scheme.second.end());
  });
}

/// How a request came along that shows these.
std::string text_of(const Credentials& credentials) {
  std::string text;
  for (const auto& [scheme, scopes] : credentials) {
    text += (text.empty() ? "" : " with ") + as_code(scheme);
    for (const std::string& scope : scopes)
      text += (scope == *scopes.begin() ? " for " : ", ") + as_code(scope);
  }
  return text.empty() ? " without credentials" : " with " + text + " alone";
}

std::set<std::string> schemes_of(const std::vector<Credentials>& alternatives) {
  std::set<std::string> schemes;
  for (const Credentials& one : alternatives) {
    for (const auto& [scheme, scopes] : one) schemes.insert(scheme);
  }
  return schemes;
}

/// All scopes, as `scheme:scope`.
std::set<std::string> scopes_of(const std::vector<Credentials>& alternatives) {
  std::set<std::string> all;
  for (const Credentials& one : alternatives) {
    for (const auto& [scheme, scopes] : one) {
      for (const std::string& scope : scopes) all.insert(scheme + ':' + scope);
    }
  }
  return all;
}

struct Question {
  const ApiPair& apis;
  const Spot& spot;
  Element place;
  std::string ids;  ///< `api-security` or `api-global-security`
};

void report_sets(const Question& question, const std::set<std::string>& was,
                 const std::set<std::string>& is, const std::string& rule,
                 const std::string& noun) {
  const std::string of = " for " + question.spot.whole;
  for (const std::string& name : was) {
    if (is.count(name) == 0) {
      question.apis.findings().add(question.ids + rule + "-removed", question.spot, question.place,
                                   "the " + noun + ' ' + as_code(name) + of + " was removed");
    }
  }
  for (const std::string& name : is) {
    if (was.count(name) == 0) {
      question.apis.findings().add(question.ids + rule + "-added", question.spot, question.place,
                                   "the " + noun + ' ' + as_code(name) + of + " was added");
    }
  }
}

void compare(const Question& question, const Element& before, const Element& after) {
  const auto was = choices_of(before), is = choices_of(after);
  for (const Credentials& shown : was) {
    const bool enough = std::any_of(
        is.begin(), is.end(), [&](const Credentials& wanted) { return satisfies(shown, wanted); });
    if (enough) continue;
    question.apis.findings().add("api-security-narrowed", question.spot, question.place,
                                 question.spot.whole + " can no longer be used" + text_of(shown));
  }
  report_sets(question, schemes_of(was), schemes_of(is), "", "security scheme");
  report_sets(question, scopes_of(was), scopes_of(is), "-scope", "security scope");
}

Spot global_spot() {
  Spot spot;
  spot.direction = Direction::none;
  spot.whole = "the API";
  return spot;
}

void compare_schemes(const ApiPair& apis) {
  const Both schemes{apis.before.root()["components"]["securitySchemes"],
                     apis.after.root()["components"]["securitySchemes"]};
  for (const auto& [name, scheme] : matched(apis, schemes)) {
    const std::string what = "the security scheme " + as_code(name);
    const Element& place = scheme.is ? scheme.is : scheme.was;
    if (!scheme.was || !scheme.is) {
      apis.findings().add(
          scheme.is ? "api-security-component-added" : "api-security-component-removed",
          global_spot(), place, what + (scheme.is ? " was added" : " was removed"));
    } else if (scheme.was["type"].text() != scheme.is["type"].text()) {
      apis.findings().add("api-security-component-type-changed", global_spot(), place,
                          "the type of " + what + " changed from " +
                              as_code(scheme.was["type"].text()) + " to " +
                              as_code(scheme.is["type"].text()));
    }
  }
}

}  // namespace

void compare_global_security(const ApiPair& apis) {
  const Spot spot = global_spot();
  compare({apis, spot, apis.after.root(), "api-global-security"}, apis.before.root()["security"],
          apis.after.root()["security"]);
  compare_schemes(apis);
}

void compare_security(const ApiPair& apis, const Both& operation, const Spot& spot) {
  const Element was = operation.was["security"], is = operation.is["security"];
  if (!was && !is) return;
  compare({apis, spot, operation.is, "api-security"}, was ? was : apis.before.root()["security"],
          is ? is : apis.after.root()["security"]);
}

}  // namespace tidemark::contract
