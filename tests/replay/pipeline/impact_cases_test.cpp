#include "replay/pipeline/impact_cases.hpp"

#include <doctest/doctest.h>

#include "core/inventory/archive.hpp"
#include "replay/pipeline/golden_outlines.hpp"
#include "replay/pipeline/judge_of.hpp"
#include "replay/pipeline/touched_cases.hpp"
#include "tests/core/git/kit.hpp"
#include "tests/replay/pipeline/cache_home.hpp"

namespace tidemark::pipeline {
namespace {

using kit::CacheHome;
using test::refusal;
using test::TestFolder;
using test::TestRepository;

constexpr const char* inventory = R"(tidemark: 1
automations:
  router: {uses: [system:crm, system:erp], replay: {runner: {plugin: uppercase}, golden: router.jsonl, compare: [{comparator: exact}]}}
  sorter: {uses: [system:crm], replay: {runner: {plugin: uppercase}, golden: sorter.jsonl, compare: [{comparator: exact}]}}
  teller: {uses: [system:crm]}
systems:
  crm: {version: "1"}
  erp: {version: "1"}
)";
constexpr const char* two = "{\"id\":\"a\",\"input\":1}\n{\"id\":\"b\",\"input\":2}\n";
constexpr const char* one_of_its_size = "{\"id\":\"a\",\"input\":\"11111111111111111111\"}\n";

/// A workspace in which the system changes that all automations use.
class TestWorkspace : public TestRepository {
 public:
  TestWorkspace() {
    write("tidemark.yaml", inventory);
    write("router.jsonl",
          "{\"id\":\"a\",\"input\":1,\"touches\":[\"system:crm\"]}\n"
          "{\"id\":\"b\",\"input\":2,\"touches\":[\"system:erp\"]}\n"
          "{\"id\":\"c\",\"input\":3}\n");
    write("sorter.jsonl", two);
    base = commit("base");
    std::string moved = inventory;
    moved.replace(moved.find("crm: {version: \"1"), 17, "crm: {version: \"2");
    write("tidemark.yaml", moved);
  }

  Assessment assessment() const {
    return assessment_of(range_of(find_workspace(root()), base, std::nullopt, Purpose::asking));
  }

  /// "router 2 of 3, ..."
  std::string counts() const {
    const auto all = assessment();
    const auto cache = cache_of(find_workspace(root()));
    const auto cases = cases_of_impacts(all, cache.get());
    std::string text;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      text += (i == 0 ? "" : ", ") + all.impacts[i].automation.name;
      if (!cases[i]) continue;
      text += ' ' + std::to_string(cases[i]->called) + " of " + std::to_string(cases[i]->all);
    }
    return text;
  }

  std::string base;
};

std::string blob_of(const TestRepository& repository, const std::string& path) {
  return repository.git("rev-parse HEAD:" + path);
}

TEST_CASE("the cases that a change calls for are counted, the same from the cache") {
  const TestWorkspace workspace;
  const std::string counted = "router 2 of 3, sorter 2 of 2, teller";
  CHECK(workspace.counts() == counted);
  const TestFolder home;
  const CacheHome cache_home(home.root());
  CHECK(workspace.counts() == counted);
  CHECK(workspace.counts() == counted);
}

TEST_CASE("the base's cases are counted, whatever the head makes of them") {
  const TestFolder home;
  const CacheHome cache_home(home.root());
  const TestWorkspace workspace;
  workspace.counts();
  workspace.write("sorter.jsonl", one_of_its_size);
  CHECK(workspace.counts() == "router 2 of 3, sorter 2 of 2, teller");
  workspace.commit("head");
  CHECK(workspace.counts() == "router 2 of 3, sorter 2 of 2, teller");
  workspace.remove("sorter.jsonl");
  CHECK(workspace.counts() == "router 2 of 3, sorter 2 of 2, teller");
}

TEST_CASE("a golden set of a new automation is counted as it lies there") {
  const TestFolder home;
  const CacheHome cache_home(home.root());
  const TestWorkspace workspace;
  std::string more = inventory;
  more.replace(more.find("  teller"), 8,
               "  joiner: {replay: {runner: {plugin: uppercase}, golden: joiner.jsonl, "
               "compare: [{comparator: exact}]}}\n  teller");
  workspace.write("tidemark.yaml", more);
  workspace.write("joiner.jsonl", two);
  workspace.commit("head");
  CHECK(workspace.counts() == "joiner 2 of 2");
  // Within the same instant, and of the same size.
  workspace.write("joiner.jsonl", one_of_its_size);
  CHECK(workspace.counts() == "joiner 1 of 1");
  workspace.write("joiner.jsonl", two);
  CHECK(workspace.counts() == "joiner 2 of 2");
  workspace.remove("joiner.jsonl");
  CHECK(workspace.counts() == "joiner");
}

TEST_CASE("a golden set that cannot be read is refused, from the cache too") {
  const TestFolder home;
  const CacheHome cache_home(home.root());
  const TestWorkspace workspace;
  workspace.git("checkout -q .");
  workspace.write("sorter.jsonl", "{\"id\":\"a\"}\n");
  workspace.commit("broken");
  workspace.write("tidemark.yaml", workspace.git("show HEAD:tidemark.yaml") + "  # moved\n");
  const Workspace here = find_workspace(workspace.root());
  const auto cache = cache_of(here);
  Supposition supposed;
  supposed.changed = {{Kind::system, "crm"}};
  const auto assessment = assessment_of(world_now(here), supposed);
  for (int i = 0; i < 2; ++i) {
    CHECK(refusal([&] { cases_of_impacts(assessment, cache.get()); }) ==
          "21: sorter.jsonl:1: input is missing");
  }
}

TEST_CASE("damage to what is kept of golden sets changes no answer") {
  const TestFolder home;
  const CacheHome cache_home(home.root());
  const TestWorkspace workspace;
  workspace.counts();
  const auto cache = cache_of(find_workspace(workspace.root()));
  const std::string kept = cache->note("golden outlines");
  REQUIRE(kept.size() > 80);
  cache->keep_note("golden outlines", kept.substr(0, kept.size() - 5));
  CHECK(workspace.counts() == "router 2 of 3, sorter 2 of 2, teller");
  CHECK(cache->note("golden outlines").size() == kept.size());
}

TEST_CASE("whoever plants an outline changes an answer, never what is judged by") {
  const TestFolder home;
  const CacheHome cache_home(home.root());
  const TestWorkspace workspace;
  inventory::Writer planted, outline;
  outline.number(7);
  outline(golden::Touched());
  planted(blob_of(workspace, "router.jsonl"), outline.take());
  cache_of(find_workspace(workspace.root()))->keep_note("golden outlines", planted.take());
  CHECK(workspace.counts() == "router 7 of 7, sorter 2 of 2, teller");
  const auto assessment = workspace.assessment();
  const EntityId router{Kind::automation, "router"};
  const auto judge = judge_of(assessment.range.before, assessment.range.after, router);
  CHECK(called_for(assessment, router, judge.golden) == std::vector<bool>{true, false, true});
}

TEST_CASE("what lies in a file that changed since it was looked at is not kept") {
  const TestFolder home;
  const CacheHome cache_home(home.root());
  const TestWorkspace workspace;
  const auto cache = cache_of(find_workspace(workspace.root()));
  const std::string blob = blob_of(workspace, "sorter.jsonl");
  const auto cases = [&](const std::string& text) {
    GoldenOutlines outlines(cache.get());
    const auto outline = outlines.of(blob, "sorter.jsonl", [&] { return text; });
    outlines.keep();
    return outline.cases;
  };
  CHECK(cases(one_of_its_size) == 1);
  CHECK(cases(two) == 2);
  // From now on it is known.
  CHECK(cases(one_of_its_size) == 2);
}

}  // namespace
}  // namespace tidemark::pipeline
