#include "replay/pipeline/plugin_comparator.hpp"

#include <doctest/doctest.h>

#include "core/base/error.hpp"
#include "tests/core/host/host_kit.hpp"

using namespace tidemark;

namespace {

/// The score that the chaos plugin gives when it is told `option`, or the error's text.
std::string scored(const std::string& option) {
  host::Host host(host::kit::settings());
  host::WorkerSpec spec = host::kit::spec("uppercase");
  spec.plugin = host::kit::plugin_file("chaos", TIDEMARK_TEST_CHAOS "/tidemark_chaos.so");
  ComparatorSpec comparator;
  comparator.comparator = "chaos";
  comparator.options = option;
  const auto plugin = pipeline::plugin_comparator(host.open(spec), comparator);
  const json::Value reference = json::Object{{"queue", "billing"}};
  try {
    const compare::Score score = plugin->compare(&reference, nullptr);
    return std::to_string(score.value) + " " + score.explanation;
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::evaluation);
    return error.what();
  }
}

}  // namespace

TEST_CASE("a plugin's score and explanation are taken as they come") {
  CHECK(scored(R"("0.5")") == "0.500000 because");
}

TEST_CASE("a comparator that fails, throws or leaves [0,1] gives an error and never a score") {
  CHECK(scored(R"("failed")").starts_with("comparator chaos: "));
  CHECK(scored(R"("throw")").starts_with("comparator chaos: "));
  CHECK(scored(R"("NaN")") == "comparator chaos: plugin chaos sent the score nan, not in [0,1]");
  CHECK(scored(R"("1.5")") ==
        "comparator chaos: plugin chaos sent the score 1.500000, not in [0,1]");
}
