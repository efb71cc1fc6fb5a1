#include <doctest/doctest.h>

#include "tests/core/contract/kit.hpp"

// What a file's reader notices although the values read the same.

namespace tidemark::contract {
namespace {

/// The findings, or that a use of `/id` would not be reached by all of them.
std::string risks_of(const std::string& file, const std::string& before, const std::string& after) {
  const auto findings = compare(file, before, after).findings;
  const bool is_reached = reaching(findings, {"/id"}).size() == findings.size();
  return is_reached ? lines_of(findings) : "a use of parts is not reached";
}

const std::string csv = "id,name\n1,a\n2,b\n", mark = "\xEF\xBB\xBF";
const std::string json_lines = "{\"id\":1}\n{\"id\":2}\n";

}  // namespace

TEST_CASE("another delimiter is a risk to all of a file") {
  CHECK(risks_of("a.csv", csv, "id;name\n1;a\n2;b\n") ==
        "risky file-delimiter-changed: the delimiter of the columns changed from comma to "
        "semicolon\n");
  CHECK(risks_of("a.csv", "id\tname\n1\ta\n", csv) ==
        "risky file-delimiter-changed: the delimiter of the columns changed from tab to comma\n");
}

TEST_CASE("a byte order mark that comes or goes is a risk to all of a file") {
  const std::string came =
      "risky file-byte-order-mark-changed: the file begins with a byte order mark now\n";
  const std::string schema = "{\"properties\": {\"id\": {\"type\": \"string\"}}}";
  CHECK(risks_of("a.csv", csv, mark + csv) == came);
  CHECK(risks_of("a.json", schema, mark + schema) == came);
  CHECK(risks_of("a.yaml", "type: object\n", mark + "type: object\n") == came);
  CHECK(risks_of("a.csv", mark + csv, csv) ==
        "risky file-byte-order-mark-changed: the file lost the byte order mark it began with\n");
}

TEST_CASE("an encoding that is no longer UTF-8 is a risk to all of a file") {
  CHECK(risks_of("a.csv", csv, "id,name\n1,\xE4\n2,b\n") ==
        "risky file-encoding-changed: the file is no longer UTF-8\n");
  CHECK(risks_of("a.csv", "id,name\n1,\xE4\n2,b\n", csv) ==
        "risky file-encoding-changed: the file was not UTF-8 and is now\n");
}

TEST_CASE("blank lines that come or go are a risk to all of a file of JSON lines") {
  for (const std::string blank : {"{\"id\":1}\n\n{\"id\":2}\n", "{\"id\":1}\n \r\n{\"id\":2}\n"}) {
    CHECK(risks_of("a.jsonl", json_lines, blank) ==
          "risky file-blank-lines-changed: the file has blank lines now, which hold no row\n");
    CHECK(risks_of("a.ndjson", blank, json_lines) ==
          "risky file-blank-lines-changed: the file no longer has blank lines\n");
    CHECK(risks_of("a.jsonl", blank, blank + "\n").empty());
  }
}

TEST_CASE("a file that a contract refers to is looked at, too") {
  const auto api = [](const std::string& money) {
    const Files files = {{"money.json", money}};
    return Source{"a.yaml", "properties: {id: {type: string}, price: {$ref: money.json}}\n",
                  reader_of(files)};
  };
  const std::string money = "{\"type\": \"number\"}";
  const auto found = difference(api(money), api(mark + money), {}, "2026-01-01").findings;
  CHECK(lines_of(found) ==
        "risky file-byte-order-mark-changed: the file begins with a byte order mark now\n");
  CHECK(found.front().place == "money.json#");
}

}  // namespace tidemark::contract
