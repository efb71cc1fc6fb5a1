#include "replay/pipeline/plugin_shelf.hpp"

#include <doctest/doctest.h>

#include "replay/pipeline/evidence.hpp"
#include "tests/replay/pipeline/kit.hpp"

namespace tidemark::pipeline {
namespace {

PluginShelf shelf_with(const std::string& sha256, const std::string& version) {
  return {{{"process", "/opt/plugins/tidemark_process.so", sha256, true, version}}, "/work"};
}

Judge judge_with_pin() {
  Judge judge;
  judge.replay = *kit::router().replay;
  judge.replay.compare.push_back({"acme", "/text", false, "{}"});
  judge.plugins = {{"acme", "/opt/acme.so", "abcd", {}}};
  return judge;
}

}  // namespace

TEST_CASE("a built-in plugin is known by its own version, a pinned one by its bytes") {
  CHECK(shelf_with("1111", "1.2.0").identity(judge_with_pin()) ==
        "process 1.2.0, acme sha256:abcd");
}

TEST_CASE("a rebuilt plugin has the same identity, and none of the old evidence") {
  const Judge judge = judge_with_pin();
  const PluginShelf before = shelf_with("1111", "1.2.0"), rebuilt = shelf_with("2222", "1.2.0");
  CHECK(before.identity(judge) == rebuilt.identity(judge));
  CHECK(before.bytes(judge) == "process sha256:1111, acme sha256:abcd");
  CHECK(rebuilt.bytes(judge) == "process sha256:2222, acme sha256:abcd");
  CHECK(evidence_key("state", "reach", judge, before.bytes(judge), "0.1.0") !=
        evidence_key("state", "reach", judge, rebuilt.bytes(judge), "0.1.0"));
}

}  // namespace tidemark::pipeline
