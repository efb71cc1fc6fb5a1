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
  const Parameterized result = with_parameters(runner_with(config), inventory);
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
        R"({"a":"$${model:gpt-4.1/mini}"})", R"({"a":"$${model:gpt-4.1/mini#version}"})",
        R"({"a":"${model:gpt-4.1/mini#version"})", R"({"a":"${model:a b#version} ${x:-y#z}"})",
        R"({"${model:x#version}":1})"}) {
    CHECK(filled(config) == config);
  }
}

TEST_CASE("what surely means an entity that is there is refused") {
  for (const char* text : {"${model:gpt-4.1/mini}", "${ model:gpt-4.1/mini#version }",
                           "${model:gpt-4.1/mini #version}", "${model:gpt-4.1/mini#Version}"}) {
    CHECK(filled(R"({"a":"x )" + std::string(text) + R"("})") ==
          "the runner names " + std::string(text) +
              ", but that stands for nothing (write ${model:gpt-4.1/mini#version})");
  }
}

TEST_CASE("what looks like a parameter and is none is told, with what it was meant for") {
  const auto doubtful = [](const std::string& text) {
    std::string all;
    for (const DoubtfulParameter& one :
         doubtful_parameters(runner_with(R"({"a":[")" + text + R"("]})"))) {
      all += one.written + " -> " + one.meant + '\n';
    }
    return all;
  };
  CHECK(doubtful("${model:gpt-4.1/mini}") ==
        "${model:gpt-4.1/mini} -> ${model:gpt-4.1/mini#version}\n");
  CHECK(doubtful("x${ model:m # endpoint }y ${prompt:p}") ==
        "${ model:m # endpoint } -> ${model:m#endpoint}\n${prompt:p} -> ${prompt:p#version}\n");
  CHECK(doubtful("${entity.version}") == "${entity.version} -> ${KIND:NAME#ATTRIBUTE}\n");
  CHECK(doubtful("${model:m#version") == "${model:m#version -> ${model:m#version}\n");
  CHECK(doubtful("${{model:m#version}}") == "${{model:m#version} -> ${model:m#version}\n");
  CHECK(doubtful("${model:a b#version}") == "${model:a b#version} -> ${KIND:NAME#ATTRIBUTE}\n");
  for (const char* text : {"${model:m#version}", "$${model:m}", "${/json/pointer}", "${env:KEY}",
                           "${HOME}", "${x:-y}", "${model}", "${a#b}", "${}", "${HOME"}) {
    CHECK(doubtful(text) == "");
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
  CHECK(
      with_parameters(runner_with(R"({"a":"${model:gpt-4.1/mini#version}"})"), inventory_with(""))
          .fault ==
      "the runner names ${model:gpt-4.1/mini#version}, but model:gpt-4.1/mini has no version (add "
      "it to model:gpt-4.1/mini)");
  CHECK(filled(R"({"a":"${modle:x#version}"})") ==
        "the runner names ${modle:x#version}, but there is no such kind (did you mean model?)");
}

TEST_CASE("a gate tries the head's version; what the head lost is the base's") {
  const Inventory base = inventory_with("old"), head = inventory_with("org/new:8b"), empty;
  const RunnerSpec runner = runner_with(R"({"a":"${model:gpt-4.1/mini#version}"})");
  const Parameterized result = with_parameters(runner, base, head);
  CHECK(result.runner.config == R"({"a":"org/new:8b"})");
  CHECK(result.named == std::vector<EntityId>{{Kind::model, "gpt-4.1/mini"}});
  CHECK(result.kept.empty());
  CHECK(with_parameters(runner, base, empty).runner.config == R"({"a":"old"})");
  CHECK(with_parameters(runner, empty, head).runner.config == R"({"a":"org/new:8b"})");
}

TEST_CASE("a version that is more than a name waits for a person") {
  const Inventory base = inventory_with("old");
  const RunnerSpec runner = runner_with(R"({"a":"${model:gpt-4.1/mini#version}"})");
  for (const char* version : {"new\n echo $KEY > file", "a b", "$(id)", "x;y", "--config=x",
                              "../../tool", "/bin/sh", "http://evil.example", "//evil", "a%2fb"}) {
    const Parameterized result = with_parameters(runner, base, inventory_with(version));
    CHECK(result.runner.config == R"({"a":"old"})");
    CHECK(result.kept.size() == 1);
  }
}

TEST_CASE("who is asked is never for the head to say") {
  const Inventory base = inventory_with("old"), head = inventory_with("x.evil.example/y");
  const auto in_gate = [&](const std::string& url) {
    const Parameterized result =
        with_parameters(runner_with(R"({"url":")" + url + R"("})"), base, head);
    return result.runner.config + (result.kept.empty() ? "" : " kept");
  };
  CHECK(in_gate("https://a-${model:gpt-4.1/mini#version}") == R"({"url":"https://a-old"} kept)");
  CHECK(in_gate("https://${model:gpt-4.1/mini#version}:443/x") ==
        R"({"url":"https://old:443/x"} kept)");
  CHECK(in_gate("https://a.example/${model:gpt-4.1/mini#version}") ==
        R"({"url":"https://a.example/x.evil.example/y"})");
  CHECK(in_gate("https://a.example?m=${model:gpt-4.1/mini#version}") ==
        R"({"url":"https://a.example?m=x.evil.example/y"})");
}

TEST_CASE("another attribute than the version stays the base's, and the change is told") {
  const Inventory base = inventory_with("1");
  Inventory head = inventory_with("1");
  head.entities.edit(0).attributes["endpoint"] = "https://evil.example/v1";
  head.entities.edit(0).attributes["region"] = "eu";
  const Parameterized result =
      with_parameters(runner_with(R"({"url":"${model:gpt-4.1/mini#endpoint}/x"})"), base, head);
  CHECK(result.runner.config == R"({"url":"https://a.example/v1/x"})");
  CHECK(
      result.kept ==
      std::vector<std::string>{
          "proposal runner.parameter: the endpoint of model:gpt-4.1/mini, which the runner names, "
          "would change from https://a.example/v1 to https://evil.example/v1; the base's is used"});
  head.entities.edit(0).version.clear();
  const auto lost =
      with_parameters(runner_with(R"({"a":"${model:gpt-4.1/mini#version}"})"), base, head);
  CHECK(lost.runner.config == R"({"a":"1"})");
  CHECK(lost.kept ==
        std::vector<std::string>{
            "proposal runner.parameter: the version of model:gpt-4.1/mini, which the runner names, "
            "would be gone; the base's is used"});
  CHECK(
      with_parameters(runner_with(R"({"r":"${model:gpt-4.1/mini#region}"})"), base, head).fault ==
      "the runner names ${model:gpt-4.1/mini#region}, but only the head has that (land it first)");
}

}  // namespace tidemark::pipeline
