#include "replay/report/contracts.hpp"

#include <doctest/doctest.h>

#include "tests/replay/report/kit.hpp"

namespace tidemark::report::kit {
namespace {

Finding finding_of(ChangeClass level, const std::string& text) {
  Finding finding;
  finding.rule = "response-property-type-changed";
  finding.level = level;
  finding.operation = "GET /orders";
  finding.text = text;
  return finding;
}

const EntityId order{Kind::schema, "order"}, router{Kind::automation, "router"};

/// Reaches the router with one finding; two others see nothing of it.
ContractChange contract_of(std::size_t breaking) {
  ContractChange contract;
  contract.before = contract.after = "shop.yaml";
  contract.kind = "openapi";
  for (std::size_t i = 0; i < breaking; ++i) {
    contract.findings.push_back(finding_of(ChangeClass::breaking, "change " + std::to_string(i)));
  }
  contract.findings.push_back(finding_of(ChangeClass::benign, "a remark"));
  contract.reach = {order, 3, {{router, ChangeClass::breaking, {order, router}, {0}}}};
  contract.apart = {{Kind::automation, "digest"}, {Kind::automation, "poet"}};
  return contract;
}

}  // namespace

TEST_CASE("a contract says how it differs, whom that breaks, and who sees nothing of it") {
  CHECK(
      contracts_text({contract_of(2)}, 5) ==
      "Contracts\n"
      "  schema:order  shop.yaml (openapi): 2 breaking, 0 risky, 1 benign\n"
      "    breaking for 1, risky for 0 of 3 automations that stand on schema:order; 2 of them see "
      "nothing of it\n"
      "    breaking  response-property-type-changed  GET /orders: change 0\n"
      "    breaking  response-property-type-changed  GET /orders: change 1\n");
}

TEST_CASE("what is left out of a contract's findings is counted") {
  const std::string text = contracts_text({contract_of(7)}, 5);
  CHECK(text.find("change 4\n    and 2 more (`tidemark impact` lists all)\n") != std::string::npos);
  CHECK(text.find("change 5") == std::string::npos);
  CHECK(contracts_text({contract_of(7)}, 0).find("change 6") != std::string::npos);
}

TEST_CASE("a contract that was not compared says why") {
  ContractChange contract = contract_of(0);
  contract.kind = "";
  contract.not_compared = "it is new";
  CHECK(contracts_text({contract}, 5) ==
        "Contracts\n"
        "  schema:order  shop.yaml: not compared, since it is new; it may break whoever stands on "
        "it\n");
  CHECK(contracts_text({}, 5).empty());
}

TEST_CASE("a verdict names the worst that reaches its automation, on the way to it") {
  Report report = gate_of(VerdictKind::regressed);
  report.impacts.front().change_class = ChangeClass::breaking;
  report.impacts.front().strength = Criticality::soft;
  report.contracts = {contract_of(2)};
  report.contracts.front().reach.impacts.front().findings = {0, 1};
  report.verdicts.front().cases = CaseSelection{24, 24, 60, ""};
  const std::string text = verdict_text(report.verdicts.front(), report, {});
  CHECK(
      text.find("REGRESSED     router\n"
                "  reached   model:classifier > automation:router  (breaking, by soft uses only)\n"
                "  contract  schema:order: breaking, change 0 (and 1 more)\n"
                "  golden    24 of 60 cases touch what changed; the others are left out\n") == 0);
  report.verdicts.front().cases = CaseSelection{7, 60, 60, "fewer than the 20 that a PASS needs"};
  CHECK(
      verdict_text(report.verdicts.front(), report, {})
          .find("  golden    all 60 cases: 7 of them touch what changed, fewer than the 20 that a "
                "PASS needs\n") != std::string::npos);
}

TEST_CASE("a contract's change has its JSON") {
  ContractChange contract = contract_of(1);
  contract.findings.pop_back();
  CHECK(json::dump(contracts_json({contract})) ==
        R"([{"entity":"schema:order","old":"shop.yaml","new":"shop.yaml","kind":"openapi",)"
        R"("not_compared":null,"findings":[{"rule":"response-property-type-changed",)"
        R"("level":"breaking","direction":"none","operation":"GET /orders","part":"","place":"",)"
        R"("text":"change 0","fingerprint":""}],"standing":3,)"
        R"("impacts":[{"automation":"automation:router","level":"breaking",)"
        R"("path":["schema:order","automation:router"],"findings":[0]}],)"
        R"("apart":["automation:digest","automation:poet"]}])");
}

}  // namespace tidemark::report::kit
