#include "replay/pipeline/parameters.hpp"

#include <doctest/doctest.h>

namespace tidemark::pipeline {
namespace {

Inventory inventory_with(const std::string& version) {
  Entity model;
  model.id = {Kind::model, "gpt-4.1/mini"};
  model.version = version;
  model.attributes = {{"endpoint", "https://a.example/v1"}, {"price.input", "0.15"}};
  Inventory inventory;
  inventory.entities = {model};
  return inventory;
}

RunnerSpec runner_with(const std::string& config) {
  RunnerSpec runner;
  runner.plugin = "chat";
  runner.config = config;
  return runner;
}

/// The settings after the way through an inventory, or what is wrong with them.
std::string filled(const std::string& config) {
  const Inventory inventory = inventory_with("2026-10-01");
  const Parameterized result = with_parameters(runner_with(config), {&inventory});
  return result.fault.empty() ? result.runner.config : result.fault;
}

}  // namespace

TEST_CASE("a runner's settings hold what they name of entities, wherever a text stands") {
  CHECK(filled(R"({"model":"${model:gpt-4.1/mini#version}"})") == R"({"model":"2026-10-01"})");
  CHECK(filled(R"({"command":["run","--model=${model:gpt-4.1/mini#version}!"],"n":1})") ==
        R"({"command":["run","--model=2026-10-01!"],"n":1})");
  CHECK(filled(R"({"a":{"b":"${model:gpt-4.1/mini#endpoint}/x?${model:gpt-4.1/mini#version}"}})") ==
        R"({"a":{"b":"https://a.example/v1/x?2026-10-01"}})");
  CHECK(filled(R"({"price":{"input":"${model:gpt-4.1/mini#price.input}"}})") ==
        R"({"price":{"input":"0.15"}})");
}

TEST_CASE("what has another shape is the plugin's, and stays") {
  for (const char* config :
       {R"({"a":"${/json/pointer} ${env:KEY} ${} ${HOME} ${x:-y} ${model:gpt} ${a#b}"})",
        R"({"a":"$${model:gpt-4.1/mini#version}"})", R"({"a":"${model:gpt-4.1/mini#version"})",
        R"({"a":"${model:a b#version} ${x:-y#z}"})", R"({"${model:x#version}":1})"}) {
    CHECK(filled(config) == config);
  }
}

TEST_CASE("what is named and not there is a fact with a way out") {
  CHECK(filled(R"({"a":"${model:gpt-4.1/mimi#version}"})") ==
        "the runner names ${model:gpt-4.1/mimi#version}, but there is no model:gpt-4.1/mimi (did "
        "you mean model:gpt-4.1/mini?)");
  CHECK(filled(R"({"a":"${vendor:acme#contact}"})") ==
        "the runner names ${vendor:acme#contact}, but there is no vendor:acme (add it to the "
        "inventory)");
  CHECK(filled(R"({"a":"${model:gpt-4.1/mini#endpiont}"})") ==
        "the runner names ${model:gpt-4.1/mini#endpiont}, but model:gpt-4.1/mini has no endpiont "
        "(did you mean endpoint?)");
  CHECK(filled(R"({"a":"${modle:x#version}"})") ==
        "the runner names ${modle:x#version}, but there is no such kind (did you mean model?)");
}

TEST_CASE("the first state that knows it is asked, and which entities were named is known") {
  const Inventory head = inventory_with("new"), base = inventory_with("old"), empty;
  const RunnerSpec runner = runner_with(R"({"a":"${model:gpt-4.1/mini#version}"})");
  const Parameterized result = with_parameters(runner, {&head, &base});
  CHECK(result.runner.config == R"({"a":"new"})");
  CHECK(result.named == std::vector<EntityId>{{Kind::model, "gpt-4.1/mini"}});
  CHECK(with_parameters(runner, {&empty, &base}).runner.config == R"({"a":"old"})");
}

}  // namespace tidemark::pipeline
