#include "replay/golden/steady_case.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/base/hash.hpp"
#include "replay/golden/baseline.hpp"

namespace tidemark::golden {
namespace {

constexpr int runs = 9;

std::string line_of(const std::string& id, const std::string& output) {
  return R"({"id":")" + id + R"(","input_hash":")" + sha256_hex(id) + R"(","reference":)" + output +
         R"(,"controls":[0,0,0,0,0,0,0,0,0]})";
}

std::optional<BaselineCase> read(std::string_view line, const GoldenSet& golden = {}) {
  SharedTexts texts;
  return steady_case(line, runs, golden, texts);
}

TEST_CASE("a case whose runs all gave the same is known by its first output") {
  for (const char* output :
       {"1", "null", R"("billing")", R"({"queue":"billing","text":"é\n"})", R"([[],{},""])",
        R"("],\"controls\":[")", R"({"a":[1,1,1],"controls":[1,1]})"}) {
    CAPTURE(output);
    const auto one = read(line_of("case-1", output));
    REQUIRE(one);
    CHECK(one->id == "case-1");
    CHECK(one->input_hash == sha256_hex("case-1"));
    CHECK(one->reference == output);
    REQUIRE(one->controls.size() == runs);
    for (const SharedText& control : one->controls) CHECK(&control.str() == &one->reference.str());
  }
}

TEST_CASE("a baseline is written so that such a case is known") {
  Baseline baseline;
  baseline.automation = "automation:a";
  baseline.closure = baseline.tool = "1";
  baseline.recorded_at = "2026-10-01T09:30:00Z";
  baseline.runs = runs;
  const SharedText output = R"({"queue":"billing","text":"é\n"})";
  baseline.cases.push_back(
      {"case-1", sha256_hex("case-1"), output, std::vector<SharedText>(runs, output)});
  const std::string text = write_baseline(baseline);
  const std::size_t start = text.find('\n') + 1;
  CHECK(read(text.substr(start, text.size() - start - 1)));
}

TEST_CASE("what is no canonical JSON is left to the reader of JSON, good or bad") {
  for (const char* output :
       {R"({"b":1,"a":2})", R"({"a":1,"a":2})", "1.0", "[1, 2]", R"("\u0041")", "{", "01",
        "\"\xff\"", "", "1]", "[1", R"("a)", "1,\"more\":1", R"(1,"others":[2])"}) {
    CAPTURE(output);
    CHECK_FALSE(read(line_of("case-1", output)));
  }
}

TEST_CASE("what differs anywhere from how it is written is left to the reader of JSON") {
  const std::string line = line_of("case-1", "[1,2]");
  REQUIRE(read(line));
  for (std::size_t at = 0; at < line.size(); ++at) {
    CAPTURE(at);
    std::string changed = line;
    changed[at] = changed[at] == '#' ? '%' : '#';
    CHECK_FALSE(read(changed));
    CHECK_FALSE(read(line.substr(0, at)));
    CHECK_FALSE(read(line.substr(0, at) + ' ' + line.substr(at)));
  }
  CHECK_FALSE(read(line + ' '));
}

TEST_CASE("a run more or less is no line of this many") {
  const std::string line = line_of("case-1", "[1]");
  SharedTexts texts;
  CHECK_FALSE(steady_case(line, 18, {}, texts));
  CHECK_FALSE(read(line.substr(0, line.size() - 4) + "]}"));
  CHECK_FALSE(read(line.substr(0, line.size() - 2) + ",0]}"));
}

TEST_CASE("an output that is expected is the golden set's own text") {
  GoldenSet golden;
  golden.cases.emplace_back().id = "case-1";
  golden.cases[0].expect = R"({"queue":"billing"})";
  const auto one = read(line_of("case-1", R"({"queue":"billing"})"), golden);
  REQUIRE(one);
  CHECK(&one->reference.str() == &golden.cases[0].expect->str());
  CHECK(read(line_of("case-1", R"({"queue":"sales"})"), golden)->reference ==
        R"({"queue":"sales"})");
}

}  // namespace
}  // namespace tidemark::golden
