#include <doctest/doctest.h>

#include "tests/core/inventory/kit.hpp"

namespace tidemark::inventory {
namespace {

/// The complaints about one reference in an inventory that has model:gpt, service:mail,
/// vendor:bigco.
std::string of_reference(const std::string& key, const std::string& value) {
  return complaints_of("models: {gpt: }\nservices: {mail: }\nvendors: {bigco: }\nschemas:\n  s: {" +
                       key + ": " + value + "}\n");
}

}  // namespace

TEST_CASE("a reference to nothing says what was probably meant") {
  const std::string names = "6:14: uses names ";
  CHECK(of_reference("uses", "[model:gtp]") ==
        names + "model:gtp, which is not in the inventory (did you mean model:gpt?)");
  CHECK(of_reference("uses", "[model:GPT]") ==
        names + "model:GPT, which is not in the inventory (did you mean model:gpt?)");
  CHECK(of_reference("uses", "[system:mail]") ==
        names + "system:mail, which is not in the inventory (did you mean service:mail?)");
  CHECK(of_reference("uses", "[model:llama-large]") ==
        names + "model:llama-large, which is not in the inventory (add llama-large to models)");
  CHECK(of_reference("uses", "[gpt]") ==
        names + "\"gpt\", which is no id (did you mean model:gpt?)");
  CHECK(of_reference("uses", "[model.gpt]") ==
        names + "\"model.gpt\", which is no id (did you mean model:gpt?)");
  CHECK(of_reference("uses", "[models:gpt]") ==
        names + "\"models:gpt\", which is no id (did you mean model:gpt?)");
  CHECK(of_reference("uses", "[something]") ==
        names + "\"something\", which is no id (write kind:name, as in model:gpt)");
  CHECK(of_reference("uses", "[model: gpt]") ==
        "6:14: an entry of uses must be text, not a map (write model:gpt without a space)");
}

TEST_CASE("vendors, producers and consumers are looked up too") {
  CHECK(of_reference("vendor", "bigco") ==
        "6:15: vendor names \"bigco\", which is no id (did you mean vendor:bigco?)");
  CHECK(of_reference("vendor", "model:gpt") ==
        "6:15: vendor names model:gpt, which is no vendor (write vendor: vendor:NAME)");
  CHECK(of_reference("producers", "[system:x]") ==
        "6:19: producers names system:x, which is not in the inventory (add x to systems)");
  CHECK(of_reference("consumers", "[service:mial]") ==
        "6:19: consumers names service:mial, which is not in the inventory (did you mean "
        "service:mail?)");
}

TEST_CASE("nothing is named twice in one list") {
  CHECK(of_reference("uses", "[model:gpt, vendor:bigco, model:gpt]") ==
        "6:39: uses names model:gpt twice (first at 6:14; keep one)");
}

TEST_CASE("an id is given once in all files") {
  const Reading reading = read_inventory(files_of({
      {"tidemark.yaml", "tidemark: 1\ninventories: [b.yaml]\nmodels: {gpt: }\nsystems: {gpt: }\n"},
      {"b.yaml", "tidemark: 1\nmodels:\n  gpt: {version: 2}\n  GPT:\n"},
  }));
  CHECK(lines(reading.complaints) ==
        "b.yaml:3:3: model:gpt is given twice (first at tidemark.yaml:3:10; keep one)\n"
        "b.yaml:4:3: model:GPT differs from model:gpt only in case (first at tidemark.yaml:3:10; "
        "rename one)");
  CHECK(reading.inventory.find({Kind::model, "gpt"})->version == "");
}

TEST_CASE("cycles, also of one entity with itself, are facts and not faults") {
  CHECK(complaints_of("systems:\n  a: {uses: [system:b]}\n  b: {uses: [system:a, system:b]}\n") ==
        "");
}

TEST_CASE("when a part cannot be read, what is missing is not held against the rest") {
  const Reading reading = read_inventory(files_of({
      {"tidemark.yaml",
       "tidemark: 1\ninventories: [b.yaml]\nsystems: {a: {uses: [system:b, oops]}}\n"},
      {"b.yaml", "tidemark: 1\nsystems: {b: \n"},
  }));
  CHECK(
      lines(reading.complaints) ==
      "b.yaml:3:1: not YAML: end of map flow not found (check quotes, brackets and indentation "
      "near here)\n"
      "tidemark.yaml:3:32: uses names \"oops\", which is no id (write kind:name, as in model:gpt)");
}

TEST_CASE("two automations do not share a baseline") {
  const std::string replay =
      "replay: {runner: {plugin: p}, golden: golden/x.jsonl, compare: [{comparator: c}]}";
  CHECK(
      complaints_of("automations:\n  a: {" + replay + "}\n  b: {" + replay + "}\n") ==
      "4:7: the baseline golden/x.baseline.jsonl is also that of automation:a (first at 3:7; name "
      "another with baseline: ...)");
}

}  // namespace tidemark::inventory
