#include <doctest/doctest.h>

#include "tests/plugins/process/process_kit.hpp"

namespace tidemark::host {

using namespace kit;

TEST_CASE("process: a configuration that cannot be is refused with a sentence") {
  const std::pair<const char*, const char*> rows[] = {
      {R"({})", "'command' is missing"},
      {R"({"command":[]})", "'command' must be a list of strings, the program first"},
      {R"({"command":"cat"})", "'command' must be a list of strings, the program first"},
      {R"({"command":["cat",1]})", "'command' must be a list of strings, the program first"},
      {R"({"command":["cat"],"mode":"line"})", "'mode' must be exec, lines or jsonl, not 'line'"},
      {R"({"command":["cat"],"mode":1})", "'mode' must be a string"},
      {R"({"command":["cat"],"input":"text"})",
       "'input' must be a JSON pointer such as /ticket/text, not 'text'"},
      {R"({"command":["cat"],"output":"xml"})", "'output' must be text or json, not 'xml'"},
      {R"({"command":["cat"],"extract":"(?P<a>"})",
       "'extract' must be a RE2 pattern: missing ): (?P<a>"},
      {R"json({"command":["cat"],"extract":"(a)"})json",
       "'extract' must be a pattern with a named group such as (?P<label>\\w+)"},
      {R"json({"command":["cat"],"extract":"(?P<a>.)","output":"json"})json",
       "'extract' reads text, so it needs output: text and not mode: jsonl"},
      {R"({"command":["cat"],"mode":"jsonl","output":"text"})",
       "mode: jsonl always gives JSON, so output: text cannot be"},
      {R"({"command":["cat"],"comand":1})",
       "unknown key 'comand' (known: command, mode, input, output, extract, folder, limits, "
       "exchange, lines_at_once)"},
      {R"({"command":["cat"],"mode":"lines","lines_at_once":33})",
       "'lines_at_once' must be a whole number from 1 to 32"},
      {R"({"command":["cat"],"lines_at_once":2})", "lines_at_once is for mode: lines"},
  };
  Host host(settings());
  for (const auto& [config, sentence] : rows) {
    CAPTURE(config);
    CHECK(refusal(host, spec("process", config)) == std::string("21: plugin process: ") + sentence);
  }
}

TEST_CASE("process: the selected part of the input is what the command reads") {
  const std::string input = R"({"ticket":{"text":"late","tags":["a","b"]}})";
  const std::string cat = R"({"command":["cat"],"input":)";
  CHECK(said_by(spec("process", cat + R"("/ticket/text"})"), input) == R"("late")");
  CHECK(said_by(spec("process", cat + R"("/ticket/tags","output":"json"})"), input) ==
        R"(["a","b"])");
  CHECK(said_by(spec("process", cat + R"("","output":"json"})"), input) == input);
  CHECK(said_by(spec("process", cat + R"("/ticket/id"})"), input) ==
        "failed: the input has nothing at '/ticket/id'");
}

TEST_CASE("process: extract turns text into an object, and no match is a failure") {
  const std::string config =
      R"json({"command":["cat"],"extract":"label: (?P<label>\\w+)(?: \\((?P<why>.*)\\))?"})json";
  CHECK(said_by(spec("process", config), R"json("label: late (two days)")json") ==
        R"({"label":"late","why":"two days"})");
  CHECK(said_by(spec("process", config), R"("so, label: late it is")") ==
        R"({"label":"late","why":null})");
  CHECK(said_by(spec("process", config), R"("nothing")") ==
        "failed: output does not match extract");
}

}  // namespace tidemark::host
