#include "replay/harvest/mapping.hpp"

#include <doctest/doctest.h>

namespace tidemark::harvest {
namespace {

const json::Value record = json::parse(
    R"({"request": {"body": {"text": "hi"}}, "answer": {"queue": "a"}, "id": 17, "ok": true, "status": 200,
        "labels": ["b", "a", "b"], "none": null})",
    "test");

Mapping mapping() {
  Mapping mapping;
  mapping.input = "/request/body";
  return mapping;
}

TEST_CASE("the parts of a case are where the mapping says") {
  Mapping all = mapping();
  all.expect = "/answer";
  all.id = "/id";
  all.tags = "/labels";
  std::string fault;
  const auto made = record_of(record, all, fault);
  REQUIRE(made);
  CHECK(json::dump(made->input) == R"({"text":"hi"})");
  CHECK(json::dump(*made->expect) == R"({"queue":"a"})");
  CHECK(made->id == "17");
  CHECK(made->tags == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a record needs an input and nothing else") {
  std::string fault;
  const auto made = record_of(record, mapping(), fault);
  REQUIRE(made);
  CHECK(made->tags.empty());
  CHECK(made->id.empty());
  CHECK_FALSE(made->expect);
  Mapping wrong = mapping();
  for (const char* pointer : {"/nowhere", "/none"}) {
    wrong.input = pointer;
    CHECK_FALSE(record_of(record, wrong, fault));
    CHECK(fault == std::string("the record has no ") + pointer);
  }
}

TEST_CASE("what is no tag is told") {
  Mapping wrong = mapping();
  wrong.tags = "/answer";
  std::string fault;
  CHECK_FALSE(record_of(record, wrong, fault));
  CHECK(fault == "/answer is neither a text nor a list of texts");
  wrong.tags = "/none";
  CHECK(record_of(record, wrong, fault));
  wrong.tags = "/status";
  CHECK(record_of(record, wrong, fault)->tags == std::vector<std::string>{"200"});
}

TEST_CASE("conditions hold for texts, numbers, booleans and null, and all of them must") {
  Mapping asked = mapping();
  CHECK(is_wanted(record, asked));
  asked.where = {
      {"/status", "200"}, {"/ok", "true"}, {"/none", "null"}, {"/request/body/text", "hi"}};
  CHECK(is_wanted(record, asked));
  for (const std::pair<std::string, std::string> one :
       {std::pair{"/status", "500"}, {"/nowhere", "null"}, {"/request", "hi"}}) {
    Mapping other = asked;
    other.where.push_back(one);
    CHECK_FALSE(is_wanted(record, other));
  }
}

TEST_CASE("the usual place of an input is the first of those that are there") {
  CHECK(usual_input(record) == "/request");
  CHECK(usual_input(json::parse(R"({"messages": [], "prompt": ""})", "test")) == "/prompt");
  CHECK_FALSE(usual_input(json::parse(R"({"other": 1})", "test")));
}

}  // namespace
}  // namespace tidemark::harvest
