#include "core/host/conformance.hpp"

#include <doctest/doctest.h>

#include "tests/core/host/host_kit.hpp"

namespace tidemark::host {
namespace {

using namespace kit;

/// The promises that the misbehaving plugin breaks.
std::string broken_by(const std::string& behaviour) {
  Host host(settings());
  std::string text;
  for (const auto& [promise, broken] : conformance(host, {chaos(behaviour), "1", "1", 300ms})) {
    if (!broken.empty()) text += promise + "\n";
  }
  return text;
}

/// It knows no settings, so it takes them all.
const std::string any_settings = "refuses settings that it does not know\n";

}  // namespace

TEST_CASE("a plugin that is as it must be keeps all but what it does not even try") {
  CHECK(broken_by("") == any_settings);
}

TEST_CASE("a plugin that answers a call that there is not breaks what has to do with answers") {
  const std::string always =
      "answers\nanswers each of a hundred calls in flight once\n"
      "ends cancelled calls and serves the next one\n" +
      any_settings + "survives garbage as input\n";
  const std::string broken = broken_by("answer unknown call");
  // Whether its worker is told to end before such an answer is seen is chance.
  CHECK((broken == always || broken == always + "ends while calls are in flight\n"));
}

TEST_CASE("a plugin that answers twice is found out by a hundred calls in flight") {
  CHECK(broken_by("answer twice").find("answers each of a hundred calls in flight once\n") !=
        std::string::npos);
}

TEST_CASE("a plugin that says something else than it must breaks what has to do with answers") {
  CHECK(broken_by("no json").starts_with("answers\n"));
  Host host(settings());
  const auto promises = conformance(host, {chaos("process id"), "1", "1", 2s});
  CHECK(promises[0].broken.starts_with("it answered "));
}

TEST_CASE("a plugin that cannot be started has nothing to keep") {
  Host host(settings());
  CHECK_THROWS_WITH(conformance(host, {chaos("refuse"), "1", "1", 300ms}),
                    "plugin chaos: chaos does not like its configuration");
}

}  // namespace tidemark::host
