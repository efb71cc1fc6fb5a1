#include "replay/harvest/reading.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "core/base/error.hpp"
#include "tests/kit/folder.hpp"
#include "tests/kit/within.hpp"

namespace tidemark::harvest {
namespace {

const Redaction redaction({});

struct LogFile {
  explicit LogFile(const std::string& text) { folder.write("log", text); }
  LogReader reader(bool skip_malformed = false, Mapping mapping = {}) const {
    return {folder / "log", "log", std::move(mapping), redaction, skip_malformed};
  }
  test::Folder folder;
};

std::vector<std::string> inputs_of(LogReader& reader) {
  std::vector<std::string> inputs;
  reader.each([&](const LogLine&, const CleanRecord& record) { inputs.push_back(record.input); });
  return inputs;
}

TEST_CASE("a log is read line by line, without what is private") {
  const LogFile log(
      "\xEF\xBB\xBF{\"input\":\"to ada@example.com\"}\r\n\n{\"input\":{\"b\":1,\"a\":2}}");
  LogReader reader = log.reader();
  CHECK(inputs_of(reader) == std::vector<std::string>{"\"to <email-1>\"", "{\"a\":2,\"b\":1}"});
  CHECK(reader.tally().lines == 2);
  CHECK(reader.tally().taken == Taken{{"email", 1}});
  CHECK(reader.mapping().input == "/input");
}

TEST_CASE("input, expected output and tags share their placeholders, and a private id is none") {
  Mapping mapping;
  mapping.expect = "/output";
  mapping.id = "/id";
  const LogFile log(
      R"({"id":"ada@example.com","input":"from ada@example.com","output":"b@c.io, ada@example.com","tags":"ada@example.com"})"
      "\n");
  LogReader reader = log.reader(false, mapping);
  reader.each([](const LogLine&, const CleanRecord& record) {
    CHECK(json::dump(*record.parts.expect) == "\"<email-2>, <email-1>\"");
    CHECK(record.parts.tags == std::vector<std::string>{"<email-1>"});
    CHECK(record.parts.id.empty());
  });
}

TEST_CASE("a line that is no record is refused with its place, and nothing of it is said") {
  const std::pair<const char*, const char*> faults[] = {
      {"{\"input\":1}\nada@example.com\n", "log:2: the line is not one whole JSON document"},
      {"{\"input\":1}\n{\"ada@example.com\":1,\"ada@example.com\":2}\n",
       "log:2: the line is not one whole JSON document"},
      {"{\"input\":1}\n{\"inp",
       "log:2: the last line is not one whole JSON document: the log may be cut"},
      {"{\"input\":1}\n{\"other\":1}\n", "log:2: the record has no /input"},
      {"{\"input\":1}\n{\"input\":1} {\"input\":1}\n",
       "log:2: the line is not one whole JSON document"},
  };
  for (const auto& [text, fault] : faults) {
    const LogFile log(text);
    LogReader strict = log.reader();
    CHECK_THROWS_WITH_AS(inputs_of(strict),
                         (std::string(fault) + " (--skip-malformed leaves such lines out)").c_str(),
                         Error);
    LogReader lenient = log.reader(true);
    CHECK(inputs_of(lenient) == std::vector<std::string>{"1"});
    CHECK(lenient.tally().malformed == 1);
    CHECK(lenient.tally().first_malformed == 2);
  }
}

TEST_CASE("where no input is found, the names of what is there are told, but no private one") {
  const LogFile log("{\"body\":1,\"ada@example.com\":2,\"Ada Lovelace\":2,\"at\":3}\n");
  LogReader reader = log.reader();
  CHECK_THROWS_WITH_AS(
      inputs_of(reader),
      "log: where is the input? (--input POINTER; the first record has /body, /at)", Error);
}

TEST_CASE("records that are not wanted are counted and need not be whole") {
  Mapping mapping;
  mapping.where = {{"/status", "200"}};
  const LogFile log("{\"status\":500}\n{\"status\":200,\"input\":1}\n");
  LogReader reader = log.reader(false, mapping);
  CHECK(inputs_of(reader) == std::vector<std::string>{"1"});
  CHECK(reader.tally().unwanted == 1);
}

TEST_CASE("a record is read again, and one that was changed is refused") {
  const LogFile log("{\"input\":\"a\"}\n{\"input\":\"b\"}\n");
  LogReader reader = log.reader();
  std::vector<std::pair<LogLine, std::string>> seen;
  reader.each([&](const LogLine& line, const CleanRecord& record) {
    seen.emplace_back(line, record.hash);
  });
  REQUIRE(seen.size() == 2);
  CHECK(reader.again(seen[1].first, seen[1].second).input == "\"b\"");
  CHECK_THROWS_WITH_AS(reader.again(seen[0].first, seen[1].second),
                       "log:1: the log was changed while it was read (try again)", Error);
}

TEST_CASE("a log of 30 MB needs no more memory than a small one") {
  const test::Folder folder;
  {
    std::ofstream log(folder / "log");
    const std::string words(900, 'w');
    for (int i = 0; i < 30'000; ++i) {
      log << "{\"input\":\"" << words << ' ' << i << "\",\"tags\":\"" << i % 7 << "\"}\n";
    }
  }
  CHECK(test::within({60, std::size_t{24} << 20U}, [&] {
          LogReader reader(folder / "log", "log", {}, redaction, false);
          Pool pool(1);
          reader.each([&](const LogLine& line, const CleanRecord& record) {
            if (!pool.offer(record.parts.tags, record.hash)) return;
            pool.put(record.parts.tags, {record.hash, {"", line.number, line.offset}, {}});
          });
          return pool.lines() == 30'000;
        }) == "true");
}

}  // namespace
}  // namespace tidemark::harvest
