#include "core/model/entity_id.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/model/change.hpp"
#include "core/model/golden.hpp"
#include "core/model/inventory.hpp"
#include "core/model/trial.hpp"
#include "core/model/verdict.hpp"

using namespace tidemark;

TEST_CASE("every kind has a name and a section, and is found by its name") {
  std::string sections;
  for (const Kind kind : all_kinds) {
    CHECK(kind_named(to_string(kind)) == kind);
    sections += std::string(section_of(kind)) + ' ';
  }
  CHECK(sections ==
        "automations models vendors services schemas datasets prompts systems packages ");
  CHECK_FALSE(kind_named("Model").has_value());
  CHECK_FALSE(kind_named("models").has_value());
  CHECK_FALSE(kind_named("").has_value());
}

TEST_CASE("an id reads back as it is written") {
  for (const char* text :
       {"model:gpt-4.1", "package:@scope/name", "dataset:a/b/c", "prompt:0", "service:x_y+z@1.0"}) {
    const auto id = parse_entity_id(text);
    REQUIRE(id.has_value());
    CHECK(to_string(*id) == text);
  }
}

TEST_CASE("what is no id is refused") {
  for (const char* text :
       {"",           "model",    "model:",   ":x",           "models:x",
        "model:a:b",  "model:/a", "model:a/", "model:a//b",   "model:..",
        "model:a..b", "model:.a", "model:-a", "model:a b",    "model:caf\xC3\xA9",
        "model:a\n",  "model: a", " model:a", "model:a/.git", "model:a\\b"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(parse_entity_id(text).has_value());
  }
}

TEST_CASE("a NUL byte ends no name early") {
  CHECK_FALSE(parse_entity_id(std::string_view("model:a\0b", 9)).has_value());
}

TEST_CASE("a name has 200 bytes at most") {
  CHECK_FALSE(name_fault(std::string(200, 'a')).has_value());
  CHECK(name_fault(std::string(201, 'a')) == "must not be longer than 200 bytes");
  CHECK(name_fault("") == "must not be empty");
  CHECK(name_fault("a b") ==
        "must be letters, digits and . _ @ + - in segments joined by /, each starting with a "
        "letter, a digit or @, without \"..\"");
}

TEST_CASE("ids sort by kind, then name") {
  CHECK(EntityId{Kind::automation, "z"} < EntityId{Kind::model, "a"});
  CHECK(EntityId{Kind::model, "a"} < EntityId{Kind::model, "b"});
}

TEST_CASE("entities and cases are found by their ids only") {
  Inventory inventory;
  CHECK(inventory.find({Kind::model, "a"}) == nullptr);
  for (const char* name : {"a", "c"}) {
    inventory.entities.emplace_back().id = EntityId{Kind::model, name};
  }
  CHECK(inventory.find({Kind::model, "c"}) == &inventory.entities[1]);
  CHECK(inventory.find({Kind::model, "b"}) == nullptr);
  CHECK(inventory.find({Kind::vendor, "c"}) == nullptr);
  CHECK(inventory.find({Kind::model, "d"}) == nullptr);

  GoldenSet golden;
  golden.cases.resize(2);
  golden.cases[0].id = "one";
  golden.cases[1].id = "two";
  CHECK(golden.find("two") == &golden.cases[1]);
  CHECK(golden.find("three") == nullptr);
}

TEST_CASE("every state has a name of its own, in the order of its enum") {
  CHECK(to_string(Tier::critical) == "critical");
  CHECK(to_string(Tier::experimental) == "experimental");
  CHECK(to_string(ChangeSource::inventory) == "inventory");
  CHECK(to_string(ChangeSource::named) == "named");
  CHECK(to_string(ChangeClass::unknown) == "unknown");
  CHECK(to_string(FailureKind::load) == "load");
  CHECK(to_string(FailureKind::cancelled) == "cancelled");
  CHECK(to_string(FailureKind::rate_limited) == "rate_limited");
  CHECK(to_string(FailureKind::filtered) == "filtered");
  CHECK(failure_kind_named("timeout") == FailureKind::timeout);
  CHECK(to_string(VerdictKind::not_affected) == "NOT_AFFECTED");
  CHECK(to_string(VerdictKind::regressed) == "REGRESSED");
  CHECK(verdict_kind_named("NOT_TESTED") == VerdictKind::not_tested);
  CHECK_FALSE(verdict_kind_named("pass").has_value());
}
