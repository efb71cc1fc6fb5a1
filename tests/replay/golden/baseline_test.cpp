#include "replay/golden/baseline.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"
#include "core/json/json.hpp"

using namespace tidemark;

namespace {

const GoldenSet no_golden;

BaselineCase case_named(const std::string& id) {
  BaselineCase one{id, sha256_hex(id), R"({"queue":"billing","text":"é\n"})", {}};
  for (int run = 0; run < 9; ++run) one.controls.push_back("{\"run\":" + std::to_string(run) + "}");
  return one;
}

Baseline baseline_of(std::initializer_list<const char*> ids) {
  Baseline baseline;
  baseline.automation = "automation:ticket-router";
  baseline.closure = "c1";
  baseline.components = {{"runner", "r1"}, {"golden", "g1"}};
  baseline.recorded_at = "2026-10-01T09:30:00Z";
  baseline.runs = 9;
  baseline.tool = "0.1.0";
  baseline.plugins = {{"process", "1.0.0 sha256:ab"}};
  for (const char* id : ids) baseline.cases.push_back(case_named(id));
  return baseline;
}

Baseline read(std::string_view text) { return golden::read_baseline(text, "b.jsonl"); }

std::string refused(std::string_view text) {
  try {
    read(text);
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::configuration);
    return error.what();
  }
  return "accepted";
}

/// The text with one part replaced, and the header's count and hash made to fit again.
std::string with(std::string text, const std::string& part, const std::string& other) {
  const std::size_t place = text.find(part);
  REQUIRE(place != std::string::npos);
  text.replace(place, part.size(), other);
  const std::size_t end = text.find('\n') + 1;
  json::Value header = json::parse(text.substr(0, end), "");
  header.set("hash", sha256_hex(text.substr(end)));
  return json::dump(header) + '\n' + text.substr(end);
}

/// The first line; it holds the hash of all below it.
std::string header_of(const std::string& text) { return text.substr(0, text.find('\n') + 1); }

constexpr const char* edited =
    "b.jsonl: content hash differs: the file was edited or cut by hand (record it again)";

}  // namespace

TEST_CASE("a baseline reads back as it was written") {
  const Baseline written = baseline_of({"b", "a"});
  const std::string text = golden::write_baseline(written);
  const Baseline baseline = read(text);
  CHECK(baseline.path == "b.jsonl");
  CHECK(baseline.hash == sha256_hex(header_of(text)));
  CHECK(baseline.automation == written.automation);
  CHECK(baseline.closure == "c1");
  CHECK(baseline.components == written.components);
  CHECK(baseline.recorded_at == written.recorded_at);
  CHECK(baseline.runs == 9);
  CHECK(baseline.tool == "0.1.0");
  CHECK(baseline.plugins == written.plugins);
  REQUIRE(baseline.cases.size() == 2);
  CHECK(baseline.cases[0].id == "a");
  CHECK(baseline.cases[1].input_hash == written.cases[0].input_hash);
  CHECK(baseline.cases[1].reference == written.cases[0].reference);
  CHECK(baseline.cases[1].controls == written.cases[0].controls);
  CHECK(golden::write_baseline(baseline) == text);
}

TEST_CASE("who answered is in the header where somebody said so, and nowhere else") {
  Baseline baseline = baseline_of({"a"});
  CHECK(golden::write_baseline(baseline).find("models") == std::string::npos);
  CHECK(read(golden::write_baseline(baseline)).models.empty());
  baseline.models = {"m-1", "m-2"};
  const std::string text = golden::write_baseline(baseline);
  CHECK(text.find(R"("models":["m-1","m-2"],"cases":1)") != std::string::npos);
  CHECK(read(text).models == baseline.models);
  CHECK(refused(with(text, R"(["m-1")", R"([1)")) == "b.jsonl:1: models must be a list of strings");
}

TEST_CASE("outputs stand in the file as JSON, one case per line, canonical") {
  Baseline baseline = baseline_of({"a"});
  baseline.cases[0].reference = R"({ "z": 1.0, "a": "x" })";
  baseline.cases[0].controls.assign(9, "1");
  const std::string text = golden::write_baseline(baseline);
  const std::string line =
      R"({"id":"a","input_hash":")" + sha256_hex("a") +
      R"(","reference":{"a":"x","z":1},"others":[1],"controls":[1,1,1,1,1,1,1,1,1]})"
      "\n";
  CHECK(text ==
        R"({"tidemark_baseline":2,"automation":"automation:ticket-router","closure":"c1",)"
        R"("components":{"runner":"r1","golden":"g1"},"recorded_at":"2026-10-01T09:30:00Z",)"
        R"("runs":9,"tool":"0.1.0","plugins":{"process":"1.0.0 sha256:ab"},"cases":1,"hash":")" +
            sha256_hex(line) + "\"}\n" + line);
}

TEST_CASE("each output stands there once, and the controls say which they gave") {
  Baseline baseline = baseline_of({"a"});
  baseline.cases[0].reference = "0";
  baseline.cases[0].controls = {"0", "[2]", "0", "\"x\"", "[ 2 ]", "0", "0", "\"x\"", "null"};
  const std::string text = golden::write_baseline(baseline);
  CHECK(text.ends_with(R"("reference":0,"others":[[2],"x",null],"controls":[0,1,0,2,1,0,0,2,3]})"
                       "\n"));
  baseline.cases[0].controls[4] = "[2]";
  CHECK(read(text).cases[0].reference == "0");
  CHECK(read(text).cases[0].controls == baseline.cases[0].controls);
}

TEST_CASE("only one way to write a case is read") {
  Baseline baseline = baseline_of({"a"});
  baseline.cases[0].reference = "1";
  baseline.cases[0].controls = {"1", "2", "3", "1", "2", "3", "1", "2", "3"};
  const std::string text = golden::write_baseline(baseline);
  const std::string others = R"("others":[2,3])", controls = R"([0,1,2,0,1,2,0,1,2])";
  const char* number = "b.jsonl:2: a control is no number of an output, 0 to 2";
  for (const char* wrong : {"[0,1,3,0,1,2,0,1,2]", "[0,1,-1,0,1,2,0,1,2]", "[0,1,0.5,0,1,2,0,1,2]",
                            R"([0,1,"2",0,1,2,0,1,2])"}) {
    CAPTURE(wrong);
    CHECK(refused(with(text, controls, wrong)) == number);
  }
  const char* once = "b.jsonl:2: others must hold each output once, in the order of the controls";
  CHECK(refused(with(text, controls, "[0,2,1,0,1,2,0,1,2]")) == once);
  CHECK(refused(with(text, controls, "[0,1,1,0,1,1,0,1,1]")) == once);
  CHECK(refused(with(text, others, R"("others":[2,2])")) == once);
  CHECK(refused(with(text, others, R"("others":[1,3])")) == once);
  CHECK(refused(with(text, others, R"("others":[2,3,4])")) == once);
  CHECK(refused(with(text, others, R"("others":2)")) == "b.jsonl:2: others must be a list");
}

TEST_CASE("format 1 is read, in which each control stands as it came") {
  const Baseline written = baseline_of({"a"});
  std::string line = R"({"id":"a","input_hash":")" + sha256_hex("a") +
                     R"(","reference":{"queue":"billing","text":"é\n"},"controls":[)";
  for (int run = 0; run < 9; ++run) {
    line += std::string(run == 0 ? "" : ",") + R"({"run":)" + std::to_string(run) + "}";
  }
  line += "]}\n";
  std::string text = header_of(golden::write_baseline(written)) + line;
  text = with(text, R"("tidemark_baseline":2)", R"("tidemark_baseline":1)");
  const Baseline baseline = read(text);
  CHECK(baseline.cases[0].reference == written.cases[0].reference);
  CHECK(baseline.cases[0].controls == written.cases[0].controls);
  CHECK(golden::write_baseline(baseline) == golden::write_baseline(written));
  CHECK(refused(with(text, R"(,"controls")", R"(,"others":[1],"controls")")) ==
        "b.jsonl:2: unknown key \"others\"");
  CHECK(refused(with(text, R"(,{"run":8})", "")) == "b.jsonl:2: expected 9 controls, found 8");
}

TEST_CASE("a baseline without cases reads back") {
  CHECK(read(golden::write_baseline(baseline_of({}))).cases.empty());
}

TEST_CASE("a case that is gone is told with the count and the hash") {
  const std::string text = golden::write_baseline(baseline_of({"a", "b", "c"}));
  const std::size_t last = text.rfind('\n', text.size() - 2) + 1;
  CHECK(refused(text.substr(0, last)) ==
        "b.jsonl: expected 3 cases, found 2\n" + std::string(edited));
}

TEST_CASE("a baseline that was cut anywhere is refused") {
  const std::string text = golden::write_baseline(baseline_of({"a", "b"}));
  for (std::size_t size = 0; size < text.size(); size += 7) {
    CHECK(refused(text.substr(0, size)) != "accepted");
  }
  CHECK(refused(text.substr(0, text.size() - 1)) ==
        std::string(edited) +
            "\nb.jsonl:3: the last line does not end with a newline: the file may be cut");
  CHECK(refused("") == "b.jsonl: the baseline is empty (record it again)");
}

TEST_CASE("no byte of the cases can be flipped unseen") {
  const std::string text = golden::write_baseline(baseline_of({"a", "b"}));
  std::mt19937 random(11);
  for (int i = 0; i < 300; ++i) {
    std::string flipped = text;
    const std::size_t start = text.find('\n') + 1;
    flipped[start + random() % (text.size() - start)] ^= static_cast<char>(1U << (random() % 8));
    CHECK(refused(flipped) != "accepted");
  }
}

TEST_CASE("a tail after the last case is refused") {
  const std::string text = golden::write_baseline(baseline_of({"a"}));
  CHECK(refused(text + std::string(3, '\0')) ==
        "b.jsonl: expected 1 case, found 2\n" + std::string(edited) +
            "\nb.jsonl:3: the line holds NUL bytes"
            "\nb.jsonl:3: the last line does not end with a newline: the file may be cut");
}

TEST_CASE("an edited value is refused") {
  std::string text = golden::write_baseline(baseline_of({"a"}));
  text.replace(text.find("billing"), 7, "general");
  CHECK(refused(text) == edited);
}

TEST_CASE("every case has exactly as many controls as the header says") {
  const std::string text = golden::write_baseline(baseline_of({"a", "b"}));
  CHECK(refused(with(text, "[1,2,3,4,5,6,7,8,9]", "[1,2,3,4,5,6,7,8,9,9]")) ==
        "b.jsonl:2: expected 9 controls, found 10");
  CHECK(refused(with(text, "\"runs\":9", "\"runs\":18")) ==
        "b.jsonl:2: expected 18 controls, found 9\nb.jsonl:3: expected 18 controls, found 9");
}

TEST_CASE("runs are a positive multiple of nine") {
  const std::string text = golden::write_baseline(baseline_of({}));
  for (const char* runs : {"0", "-9", "8", "10", "9.5", "1000000008", "1e300"}) {
    CHECK(refused(with(text, "\"runs\":9", "\"runs\":" + std::string(runs))) ==
          "b.jsonl:1: runs must be 9 or a multiple of it, 9000 at most");
  }
}

TEST_CASE("a few bytes do not unpack to control runs without end") {
  const std::string text = golden::write_baseline(baseline_of({}));
  const std::string large = with(text, "\"runs\":9", "\"runs\":9000");
  CHECK(refused(with(large, "\"cases\":0", "\"cases\":223")) ==
        "b.jsonl:1: more than 2000000 control runs (record fewer runs of each case)");
  std::string lines;
  for (int i = 0; i < 300; ++i) lines += "{}\n";
  CHECK(refused(large + lines).find("b.jsonl:224: more than 222 cases") != std::string::npos);
}

TEST_CASE("cases are sorted and unique") {
  const std::string text = golden::write_baseline(baseline_of({"a", "b"}));
  CHECK(refused(with(text, "\"id\":\"b\"", "\"id\":\"a\"")) ==
        "b.jsonl:3: ids must be sorted and unique, but \"a\" follows \"a\"");
  CHECK(refused(with(text, "\"id\":\"a\"", "\"id\":\"c\"")) ==
        "b.jsonl:3: ids must be sorted and unique, but \"b\" follows \"c\"");
}

TEST_CASE("unknown keys are refused in the header and in cases") {
  const std::string text = golden::write_baseline(baseline_of({"a"}));
  CHECK(refused(with(text, "\"tool\"", "\"tools\"")) ==
        "b.jsonl:1: unknown key \"tools\" (did you mean tool?)\nb.jsonl:1: tool is missing");
  CHECK(refused(with(text, "\"reference\"", "\"referense\"")) ==
        "b.jsonl:2: unknown key \"referense\" (did you mean reference?)\n"
        "b.jsonl:2: reference is missing");
}

TEST_CASE("what is no baseline, or a newer one, is told so") {
  const std::string text = golden::write_baseline(baseline_of({}));
  CHECK(refused("{\"id\":\"a\",\"input\":1}\n") ==
        "b.jsonl:1: the file does not start with a baseline's header (record it again)");
  CHECK(refused(with(text, "\"tidemark_baseline\":2", "\"tidemark_baseline\":3")) ==
        "b.jsonl:1: baseline format 3 is not known (use a newer tidemark)");
  CHECK(refused("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n") ==
        "b.jsonl: baseline is an LFS pointer (run git lfs pull)");
  CHECK(refused(with(text, "automation:ticket-router", "ticket-router")) ==
        "b.jsonl:1: automation \"ticket-router\" is not the id of an automation (write "
        "automation:NAME)");
}

TEST_CASE("a baseline that could not be read back is not written") {
  Baseline twice = baseline_of({"a", "a"});
  CHECK_THROWS_AS(golden::write_baseline(twice), Error);
  Baseline short_of_controls = baseline_of({"a"});
  short_of_controls.cases[0].controls.pop_back();
  CHECK_THROWS_WITH_AS(golden::write_baseline(short_of_controls),
                       "a baseline that cannot be read back: baseline:2: expected 9 controls, "
                       "found 8",
                       Error);
}

TEST_CASE("of a baseline that is read in parts every complaint has the file's own line") {
  Baseline large = baseline_of({});
  for (int i = 10'000; i < 18'000; ++i) {
    const std::string number = std::to_string(i);
    large.cases.push_back(case_named("case-" + number));
  }
  const std::string text = golden::write_baseline(large);
  REQUIRE(text.size() > 1'500'000);
  const Baseline baseline = read(text);
  REQUIRE(baseline.cases.size() == 8000);
  CHECK(baseline.cases.back().id == "case-17999");
  CHECK(baseline.hash == sha256_hex(header_of(text)));
  CHECK(refused(with(text, R"({"id":"case-16999")", R"({"id":"case-10000")")) ==
        "b.jsonl:7001: ids must be sorted and unique, but \"case-10000\" follows \"case-16998\"");
  CHECK(refused(with(text, R"({"id":"case-17999",)", R"({)")) == "b.jsonl:8001: id is missing");
}

TEST_CASE("where one part of a baseline ends and the next begins the order is seen, too") {
  Baseline large = baseline_of({});
  for (int i = 10'000; i < 18'000; ++i)
    large.cases.push_back(case_named("case-" + std::to_string(i)));
  std::string text = golden::write_baseline(large);
  const std::size_t cases = text.find('\n') + 1;
  const std::size_t border = text.find('\n', cases + (std::size_t{1} << 20U)) + 1;
  const std::string id = text.substr(border + 7, 10);
  const std::size_t line = static_cast<std::size_t>(std::stoi(id.substr(5))) - 10'000 + 2;
  CHECK(refused(with(text, "{\"id\":\"" + id, "{\"id\":\"case-10000")) ==
        "b.jsonl:" + std::to_string(line) +
            ": ids must be sorted and unique, but \"case-10000\" follows \"case-" +
            std::to_string(10'000 + line - 3) + "\"");
}

TEST_CASE("a baseline has 100,000 cases at most") {
  Baseline large = baseline_of({});
  for (int i = 100'000; i < 200'000; ++i) {
    large.cases.push_back(
        {std::to_string(i), sha256_hex("1"), "1", std::vector<SharedText>(9, "1")});
  }
  CHECK(read(golden::write_baseline(large)).cases.size() == 100'000);
  large.cases.push_back({"200000", sha256_hex("1"), "1", std::vector<SharedText>(9, "1")});
  CHECK_THROWS_WITH_AS(golden::write_baseline(large),
                       "a baseline that cannot be read back: baseline:100002: more than 100000 "
                       "cases",
                       Error);
}

TEST_CASE("a baseline that comes in pieces is the one that comes whole") {
  const std::string text = golden::write_baseline(baseline_of({"a", "b", "c"}));
  for (const std::size_t size : {1UL, 7UL, 4096UL}) {
    golden::BaselineReader reader("b.jsonl", no_golden);
    for (std::size_t at = 0; at < text.size(); at += size) reader.add(text.substr(at, size));
    const Baseline baseline = reader.finish();
    CHECK(baseline.hash == sha256_hex(header_of(text)));
    CHECK(golden::write_baseline(baseline) == text);
  }
}

TEST_CASE("a file that starts with no header is refused before it was read to its end") {
  golden::BaselineReader reader("b.jsonl", no_golden);
  CHECK_THROWS_WITH_AS(
      reader.add("{\"id\":\"a\"}\n"),
      "b.jsonl:1: the file does not start with a baseline's header (record it again)", Error);
}

TEST_CASE("an output that the golden set expects is kept once") {
  GoldenSet golden;
  for (const char* id : {"a", "b"}) golden.cases.emplace_back().id = id;
  Baseline baseline = baseline_of({"a", "b"});
  golden.cases[0].expect = baseline.cases[0].reference.str();
  golden.cases[1].expect = "\"another\"";
  golden::BaselineReader reader("b.jsonl", golden);
  reader.add(golden::write_baseline(baseline));
  baseline = reader.finish();
  CHECK(&baseline.cases[0].reference.str() == &golden.cases[0].expect->str());
  CHECK(baseline.cases[1].reference.str() != "\"another\"");
}

TEST_CASE("equal outputs of a case are kept once") {
  Baseline baseline = baseline_of({"a"});
  baseline.cases[0].controls.assign(9, baseline.cases[0].reference);
  baseline.cases[0].controls[3] = baseline.cases[0].controls[7] = "\"another\"";
  const Baseline read_back = read(golden::write_baseline(baseline));
  const BaselineCase& one = read_back.cases[0];
  CHECK(&one.controls[0].str() == &one.reference.str());
  CHECK(&one.controls[8].str() == &one.reference.str());
  CHECK(&one.controls[7].str() == &one.controls[3].str());
  CHECK(one.controls[3] == "\"another\"");
}
