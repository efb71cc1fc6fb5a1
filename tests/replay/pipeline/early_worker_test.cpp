#include "replay/pipeline/early_worker.hpp"

#include <doctest/doctest.h>

#include "tests/core/host/host_kit.hpp"

namespace tidemark::pipeline {
namespace {

using namespace host::kit;

TEST_CASE("a worker that was begun early is taken once, and is the one that was meant") {
  host::Host host(settings());
  EarlyWorker early;
  CHECK(early.take(spec("uppercase")) == nullptr);
  early.begin(host, spec("uppercase"));
  CHECK(early.take(spec("process")) == nullptr);
  CHECK(early.take(spec("uppercase", R"({"other":1})")) == nullptr);
  const auto worker = early.take(spec("uppercase"));
  REQUIRE(worker);
  CHECK(host::kit::run(*worker, R"("a")").output == R"("A")");
  CHECK(early.take(spec("uppercase")) == nullptr);
}

TEST_CASE("no second one is begun while the first waits to be taken") {
  host::Host host(settings());
  EarlyWorker early;
  early.begin(host, spec("uppercase"));
  early.begin(host, chaos("well"));
  CHECK(early.take(chaos("well")) == nullptr);
  CHECK(early.take(spec("uppercase")));
}

TEST_CASE("what cannot be started early is started when it is needed, and says why then") {
  host::Host host(settings());
  EarlyWorker early;
  auto changed = spec("uppercase");
  changed.plugin.sha256 = std::string(64, '0');
  early.begin(host, changed);
  CHECK(early.take(changed) == nullptr);
  CHECK_THROWS_AS(host.open(changed), Error);
}

TEST_CASE("one that nobody takes ends with whoever began it") {
  {
    host::Host host(settings());
    EarlyWorker early;
    early.begin(host, spec("uppercase"));
  }
  CHECK(children() == 0);
}

}  // namespace
}  // namespace tidemark::pipeline
