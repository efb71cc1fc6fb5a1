#include "replay/golden/golden_set.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "core/base/error.hpp"
#include "core/base/hash.hpp"

using namespace tidemark;

namespace {

GoldenSet read_set(std::string_view text) { return golden::read_golden_set(text, "g.jsonl"); }

std::string refused_set(std::string_view text) {
  try {
    read_set(text);
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::configuration);
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a golden set is sorted by id and knows where each case stands") {
  const std::string text =
      R"({"id":"b","input":{"z":1,"a":[1.0]},"tags":["x","y"],"critical":true})"
      "\n"
      R"({"input":"text","id":"a/1@v+.-_","expect":{"queue":"billing"},"touches":["model:m"]})"
      "\n";
  const GoldenSet set = read_set(text);
  CHECK(set.path == "g.jsonl");
  CHECK(set.hash == sha256_hex(text));
  REQUIRE(set.cases.size() == 2);
  CHECK(set.cases[0].id == "a/1@v+.-_");
  CHECK(set.cases[0].line == 2);
  CHECK(set.cases[0].input == "\"text\"");
  CHECK(set.cases[0].expect == R"({"queue":"billing"})");
  CHECK(set.cases[0].touches == std::vector<std::string>{"model:m"});
  CHECK_FALSE(set.cases[0].critical);
  CHECK(set.cases[1].input == R"({"a":[1],"z":1})");
  CHECK(set.cases[1].input_hash == sha256_hex(R"({"a":[1],"z":1})"));
  CHECK_FALSE(set.cases[1].expect.has_value());
  CHECK(set.cases[1].tags == std::vector<std::string>{"x", "y"});
  CHECK(set.cases[1].critical);
}

TEST_CASE("an input's hash does not depend on how the input is written") {
  const GoldenSet set = read_set(
      "{\"id\":\"a\",\"input\":{\"x\":1,\"y\":2}}\n"
      "{\"id\":\"b\",\"input\":{ \"y\" : 2.0, \"x\":1 }}\n");
  CHECK(set.cases[0].input_hash == set.cases[1].input_hash);
}

TEST_CASE("null is an input, and an approved output") {
  const GoldenSet set = read_set("{\"id\":\"a\",\"input\":null,\"expect\":null}\n");
  CHECK(set.cases[0].input == "null");
  CHECK(set.cases[0].expect == "null");
}

TEST_CASE("an empty file is a golden set without cases") {
  CHECK(read_set("").cases.empty());
  CHECK(read_set("").hash == sha256_hex(""));
}

TEST_CASE("all complaints are told at once, in the order of lines") {
  CHECK(refused_set("{\"id\":\"a\",\"inptu\":1}\n"
                    "\n"
                    "{\"id\":7,\"input\":1,\"tags\":[1],\"critical\":\"yes\",\"touches\":\"x\"}\n"
                    "[]\n"
                    "{\"id\":\"a b\",\"input\":1}\n"
                    "{\"id\":\"\",\"input\":1}\n"
                    "{]\n"
                    "{\"input\":1}\n") ==
        "g.jsonl:1: unknown key \"inptu\" (did you mean input?)\n"
        "g.jsonl:1: input is missing\n"
        "g.jsonl:2: the line is empty (remove it)\n"
        "g.jsonl:3: id must be a string\n"
        "g.jsonl:3: tags must be a list of strings\n"
        "g.jsonl:3: critical must be true or false\n"
        "g.jsonl:3: touches must be a list of strings\n"
        "g.jsonl:4: the line is not a JSON object\n"
        "g.jsonl:5: id \"a b\" cannot name a case (use 1 to 200 of A-Z a-z 0-9 . _ @ + / -)\n"
        "g.jsonl:6: id \"\" cannot name a case (use 1 to 200 of A-Z a-z 0-9 . _ @ + / -)\n"
        "g.jsonl:7: not JSON: column 2: unexpected ']'; expected string literal (every line must "
        "be one whole JSON object)\n"
        "g.jsonl:8: id is missing");
}

TEST_CASE("an id twice names both lines") {
  CHECK(refused_set("{\"id\":\"a\",\"input\":1}\n{\"id\":\"b\",\"input\":1}\n"
                    "{\"id\":\"a\",\"input\":2}\n{\"id\":\"a\",\"input\":3}\n") ==
        "g.jsonl:3: id \"a\" is already used on line 1\n"
        "g.jsonl:4: id \"a\" is already used on line 3");
}

TEST_CASE("a file that was cut is refused, wherever it was cut") {
  const std::string line = "{\"id\":\"a\",\"input\":\"\xC3\xA9\"}\n";
  CHECK(read_set(line).cases.size() == 1);
  for (std::size_t size = 1; size < line.size(); ++size) {
    CHECK(refused_set(line.substr(0, size))
              .find("g.jsonl:1: the last line does not end with a newline: the file may be cut") !=
          std::string::npos);
  }
  CHECK(refused_set(line + line.substr(0, line.size() - 4)) ==
        "g.jsonl:2: the line is not UTF-8\n"
        "g.jsonl:2: the last line does not end with a newline: the file may be cut");
}

TEST_CASE("bytes that no text holds are refused") {
  CHECK(refused_set(std::string("{\"id\":\"a\",\"input\":1}\n\0\0\0", 25)) ==
        "g.jsonl:2: the line holds NUL bytes\n"
        "g.jsonl:2: the last line does not end with a newline: the file may be cut");
  CHECK(refused_set("{\"id\":\"a\",\"input\":\"\xff\"}\n") == "g.jsonl:1: the line is not UTF-8");
  CHECK(refused_set("\xEF\xBB\xBF{\"id\":\"a\",\"input\":1}\n") ==
        "g.jsonl:1: the line starts with a byte order mark");
}

TEST_CASE("a pointer of Git LFS is no golden set") {
  CHECK(refused_set("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n") ==
        "g.jsonl: golden file is an LFS pointer (run git lfs pull)");
}

TEST_CASE("a key twice is refused, in the record and in the input") {
  CHECK(refused_set("{\"id\":\"a\",\"id\":\"b\",\"input\":1}\n") ==
        "g.jsonl:1: JSON has a key twice in one object, as its members 1 and 2");
  CHECK(refused_set("{\"id\":\"a\",\"input\":{\"x\":1,\"x\":2}}\n") ==
        "g.jsonl:1: JSON has a key twice in one object, as its members 1 and 2");
}

TEST_CASE("what a complaint quotes cannot steer the terminal") {
  CHECK(refused_set("{\"id\":\"a\",\"input\":1,\"\\u001b[31m\":1}\n") ==
        "g.jsonl:1: unknown key \"\\x1b[31m\"");
}

TEST_CASE("an id has 200 bytes at most") {
  const auto with_id = [](std::size_t size) {
    return "{\"id\":\"" + std::string(size, 'a') + "\",\"input\":1}\n";
  };
  CHECK(read_set(with_id(200)).cases.size() == 1);
  CHECK(refused_set(with_id(201)).find("cannot name a case") != std::string::npos);
}

TEST_CASE("more than 100,000 cases and lines over 10 MiB are refused") {
  std::string text;
  for (int i = 0; i < 100'001; ++i) {
    text += "{\"id\":\"" + std::to_string(i) + "\",\"input\":1}\n";
  }
  CHECK(refused_set(text) == "g.jsonl:100001: more than 100000 cases");
  CHECK(refused_set("{\"id\":\"a\",\"input\":\"" + std::string(10U << 20U, 'x') + "\"}\n") ==
        "g.jsonl:1: the line is longer than 10 MiB");
}

TEST_CASE("of a set that is read in parts every complaint has the file's own line, in order") {
  const std::string filler(1000, 'x');
  const auto line = [&](int number) {
    return "{\"id\":\"case-" + std::to_string(number) + "\",\"input\":\"" + filler + "\"}\n";
  };
  std::string text;
  for (int i = 10'000; i < 18'000; ++i) text += line(i);
  CHECK(text.size() > 8'000'000);
  const GoldenSet set = read_set(text);
  REQUIRE(set.cases.size() == 8000);
  CHECK(set.hash == sha256_hex(text));
  CHECK(set.cases[7000].line == 7001);
  CHECK(refused_set(text + "[]\n" + line(10'002)) ==
        "g.jsonl:8001: the line is not a JSON object\n"
        "g.jsonl:8002: id \"case-10002\" is already used on line 3");
}

TEST_CASE("what is behind the most cases is not looked at, however it is parted") {
  std::string text;
  for (int i = 0; i < 1'500'000; ++i) text += "[]\n";
  const std::string told = refused_set(text);
  CHECK(told.starts_with("g.jsonl:1: the line is not a JSON object\n"));
  CHECK(told.substr(told.rfind('\n')) == "\ng.jsonl: 99001 more complaints");
}

TEST_CASE("beyond a thousand complaints only their number is told") {
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "[]\n";
  const std::string told = refused_set(text);
  CHECK(std::count(told.begin(), told.end(), '\n') == 1000);
  CHECK(told.substr(told.rfind('\n')) == "\ng.jsonl: 500 more complaints");
}

TEST_CASE("lines may end as Windows ends them") {
  CHECK(read_set("{\"id\":\"a\",\"input\":1}\r\n").cases.size() == 1);
}
