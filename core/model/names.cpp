#include <algorithm>
#include <array>

#include "core/model/change.hpp"
#include "core/model/finding.hpp"
#include "core/model/trial.hpp"
#include "core/model/verdict.hpp"

namespace tidemark {
namespace {

constexpr std::array<std::string_view, 6> change_sources = {"inventory", "file",  "golden",
                                                            "baseline",  "named", "package"};
constexpr std::array<std::string_view, 4> change_classes = {"breaking", "risky", "benign",
                                                            "unknown"};
constexpr std::array<std::string_view, 3> directions = {"none", "request", "response"};
constexpr std::array<std::string_view, 17> failure_kinds = {
    "load",           "plugin_crash", "plugin_exception", "protocol",  "timeout",      "failed",
    "invalid_output", "cancelled",    "resource",         "refused",   "rate_limited", "quota",
    "auth",           "unavailable",  "refusal",          "truncated", "filtered"};
constexpr std::array<std::string_view, 8> verdict_kinds = {
    "NOT_AFFECTED", "PASS",       "ACCEPTED", "CHANGED",
    "INCONCLUSIVE", "NOT_TESTED", "ERROR",    "REGRESSED"};

template <typename Enum, std::size_t size>
std::optional<Enum> named(const std::array<std::string_view, size>& names, std::string_view name) {
  for (std::size_t i = 0; i < size; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(ChangeSource source) {
  return change_sources[static_cast<std::size_t>(source)];
}

std::string_view to_string(ChangeClass change_class) {
  return change_classes[static_cast<std::size_t>(change_class)];
}

std::string_view to_string(DataDirection direction) {
  return directions[static_cast<std::size_t>(direction)];
}

ChangeClass worse(ChangeClass one, ChangeClass other) {
  constexpr std::array<int, 4> ranks = {3, 2, 0, 1};
  const auto rank = [&](ChangeClass level) { return ranks[static_cast<std::size_t>(level)]; };
  return rank(one) >= rank(other) ? one : other;
}

ChangeClass worst_of(const std::vector<Finding>& findings) {
  const auto worst = std::min_element(
      findings.begin(), findings.end(),
      [](const Finding& one, const Finding& other) { return one.level < other.level; });
  return worst == findings.end() ? ChangeClass::benign : worst->level;
}

std::string_view to_string(FailureKind kind) {
  return failure_kinds[static_cast<std::size_t>(kind)];
}

std::optional<FailureKind> failure_kind_named(std::string_view name) {
  return named<FailureKind>(failure_kinds, name);
}

std::string_view to_string(VerdictKind kind) {
  return verdict_kinds[static_cast<std::size_t>(kind)];
}

std::optional<VerdictKind> verdict_kind_named(std::string_view name) {
  return named<VerdictKind>(verdict_kinds, name);
}

}  // namespace tidemark
