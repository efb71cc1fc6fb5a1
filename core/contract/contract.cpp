#include "core/contract/contract.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/hash.hpp"
#include "core/contract/large_stack.hpp"
#include "core/contract/openapi.hpp"
#include "core/contract/state.hpp"

namespace tidemark::contract {
namespace {

constexpr std::uint64_t most_steps = 40'000'000;

Spot root_spot(Kind kind, Stance stance) {
  Spot spot;
  spot.direction = stance == Stance::provide ? Direction::request : Direction::response;
  if (kind == Kind::sample) spot.piece = "the column";
  return spot;
}

void finish(Difference& difference) {
  const auto key = [](const Finding& finding) {
    return std::tie(finding.level, finding.operation, finding.direction, finding.part, finding.rule,
                    finding.text, finding.place);
  };
  auto& findings = difference.findings;
  for (Finding& finding : findings) {
    const std::size_t space = finding.operation.find(' ');
    const std::string method = finding.operation.substr(0, space);
    const std::string path = space == std::string::npos ? "" : finding.operation.substr(space + 1);
    finding.fingerprint =
        sha256_hex(finding.rule + ':' + method + ':' + path + ':' + finding.text).substr(0, 12);
    if (difference.kind == "sample") finding.place.resize(finding.place.find('#'));
  }
  std::sort(findings.begin(), findings.end(),
            [&](const Finding& one, const Finding& other) { return key(one) < key(other); });
  findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
}

void compare_schemas(State& before, State& after, SchemaWalk& walk, const Spot& spot) {
  const Joint was = joint_of(before.documents->root()), is = joint_of(after.documents->root());
  before.schemas->read_all(was);
  after.schemas->read_all(is);
  walk.compare(was, is, spot);
}

}  // namespace

Difference difference(const Source& before, const Source& after, std::optional<Stance> stance,
                      const std::string& today) {
  Budget budget(most_steps);
  State was = state_of(before, budget), is = state_of(after, budget);
  if (was.kind != is.kind) {
    throw Error(Fault::configuration, before.file + " and " + after.file +
                                          " are of different kinds: " + name_of(was.kind) +
                                          " and " + name_of(is.kind));
  }
  if (is.kind == Kind::openapi && stance) {
    throw Error(Fault::usage, after.file +
                                  " is an API, which says itself what is sent and what is received "
                                  "(leave --direction out)");
  }
  Findings findings;
  SchemaWalk walk(*was.schemas, *is.schemas, budget, findings, today);
  on_large_stack([&] {
    if (is.kind == Kind::openapi) {
      compare_apis({*was.documents, *is.documents, walk});
    } else {
      compare_schemas(was, is, walk, root_spot(is.kind, stance.value_or(Stance::consume)));
    }
  });
  compare_writing(*was.documents, *is.documents, findings);
  Difference result{name_of(is.kind), std::move(findings.list()), budget.spent()};
  finish(result);
  return result;
}

}  // namespace tidemark::contract
