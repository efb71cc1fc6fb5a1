#include <doctest/doctest.h>

#include "tests/core/inventory/kit.hpp"

namespace tidemark::inventory {
namespace {

std::string of_entity(const std::string& key_and_value) {
  return complaints_of("automations:\n  a: {" + key_and_value + "}\n");
}

}  // namespace

TEST_CASE("every file says its format version") {
  CHECK(lines(read_inventory(files_of({{"tidemark.yaml", "models: {}\n"}})).complaints) ==
        "tidemark.yaml:1:1: the file does not say its format version (add tidemark: 1 as the first "
        "line)");
  CHECK(
      lines(read_inventory(files_of({{"tidemark.yaml", "tidemark: 2\nnew: {}\n"}})).complaints) ==
      "tidemark.yaml:1:11: tidemark must be 1, the format version (this tidemark reads no other)");
  CHECK(lines(read_inventory(files_of({{"tidemark.yaml", "- tidemark\n"}})).complaints) ==
        "tidemark.yaml:1:1: the file is not a map (start it with tidemark: 1)");
}

TEST_CASE("a key that is in no table is refused, with a guess or the table") {
  CHECK(complaints_of("modles: {}\n") ==
        "2:1: unknown key \"modles\" in the file (did you mean models?)");
  CHECK(complaints_of("policy: {aproval: file}\n") ==
        "2:10: unknown key \"aproval\" in policy (did you mean approval?)");
  CHECK(complaints_of("policy: {frobnicate: 1}\n") ==
        "2:10: unknown key \"frobnicate\" in policy (known here: approval, unclassified, ignore, "
        "within_margin, min_cases, rules)");
  CHECK(of_entity("owners: {techical: x}") ==
        "3:16: unknown key \"techical\" in owners (did you mean technical?)");
  CHECK(complaints_of("defaults: {owner: {}}\n") ==
        "2:12: unknown key \"owner\" in defaults (did you mean owners?)");
}

TEST_CASE("a key of another kind says whose it is") {
  CHECK(complaints_of("models:\n  m: {replay: {}}\n") ==
        "3:7: key \"replay\" in model:m (only automations have it; remove it)");
  CHECK(of_entity("producers: []") ==
        "3:7: key \"producers\" in automation:a (only schemas and datasets have it; remove it)");
  CHECK(of_entity("probe: {plugin: p}") ==
        "3:7: key \"probe\" in automation:a (automations have none; remove it)");
  CHECK(complaints_of("vendors:\n  v: {key_env: KEY}\n") ==
        "3:7: key \"key_env\" in vendor:v (only models, services and systems have it; remove it)");
}

TEST_CASE("what belongs into tidemark.yaml stands nowhere else") {
  const Reading reading = read_inventory(
      files_of({{"tidemark.yaml", "tidemark: 1\ninventories: [b.yaml]\n"},
                {"b.yaml", "tidemark: 1\npolicy: {}\nplugins: {}\ninventories: []\n"}}));
  CHECK(lines(reading.complaints) ==
        "b.yaml:2:1: policy stands outside tidemark.yaml (move it there)\n"
        "b.yaml:3:1: plugins stands outside tidemark.yaml (move it there)\n"
        "b.yaml:4:1: inventories stands outside tidemark.yaml (move it there)");
}

TEST_CASE("text must be text") {
  CHECK(of_entity("version: ~") == "3:7: version is empty (quote it or remove it)");
  CHECK(of_entity("version: null") == "3:7: version is empty (quote it or remove it)");
  CHECK(of_entity("title: [x]") == "3:14: title must be text, not a list (quote it if it is text)");
  CHECK(of_entity("contact: {x: y}") ==
        "3:16: contact must be text or a list of texts, not a map (write contact: [...])");
  CHECK(of_entity("licence: {x: y}") ==
        "3:16: licence must be text, not a map (quote it if it is text)");
}

TEST_CASE("lists and maps must be lists and maps") {
  CHECK(of_entity("tags: urgent") == "3:13: tags must be a list, not text (write tags: [...])");
  CHECK(of_entity("tags: ~") == "3:7: tags is empty (remove it or fill it)");
  CHECK(of_entity("tags: [a, ~, [b]]") ==
        "3:17: an entry of tags is empty (remove it)\n"
        "3:20: an entry of tags must be text, not a list (quote it if it is text)");
  CHECK(of_entity("owners: me") == "3:15: owners must be a map, not text (write {key: value})");
  CHECK(complaints_of("models: [gpt]\n") ==
        "2:9: models must be a map, not a list (write {key: value})");
}

TEST_CASE("booleans are true and false, and nothing else") {
  CHECK(
      of_entity("floating: yes") ==
      "3:17: floating must be true or false, not \"yes\" (YAML has more words for it, tidemark has "
      "these two)");
  CHECK(of_entity("deterministic: \"true\"") ==
        "3:22: deterministic must be true or false, not quoted text (write deterministic: true)");
}

TEST_CASE("choices name what can be chosen") {
  CHECK(of_entity("tier: critcal") ==
        "3:13: tier must be critical, standard or experimental, not \"critcal\" (did you mean "
        "critical?)");
  CHECK(complaints_of("policy: {approval: never, unclassified: reprot, within_margin: no}\n") ==
        "2:20: approval must be review or file, not \"never\" (choose one of these)\n"
        "2:41: unclassified must be everything, owners or report, not \"reprot\" (did you mean "
        "report?)\n"
        "2:64: within_margin must be pass or review, not \"no\" (choose one of these)");
}

TEST_CASE("durations and days are exact") {
  CHECK(of_entity("review: {every: 30}") ==
        "3:23: every must be a duration above zero, not \"30\" (write 500ms, 5s, 10m, 24h or 30d)");
  CHECK(of_entity("review: {every: 0d}") ==
        "3:23: every must be a duration above zero, not \"0d\" (write 500ms, 5s, 10m, 24h or 30d)");
  CHECK(of_entity("retires: 2026-02-30") ==
        "3:16: retires must be a day of the calendar, not \"2026-02-30\" (write YYYY-MM-DD)");
  CHECK(of_entity("retires: 2026-02-03T00:00:00Z") ==
        "3:16: retires must be a day of the calendar, not \"2026-02-03T00:00:00Z\" (write "
        "YYYY-MM-DD)");
}

TEST_CASE("counts are plain digits in range") {
  for (const char* count :
       {"0", "-1", "1.0", "020", "0x10", "1e3", "1_000", "99999999999", ".inf"}) {
    CAPTURE(count);
    CHECK(complaints_of("policy: {min_cases: " + std::string(count) + "}\n") ==
          "2:21: min_cases must be a whole number from 1 to 1000000, not \"" + std::string(count) +
              "\" (write digits only)");
  }
}

TEST_CASE("globs stay in the repository") {
  CHECK(of_entity("files: [../x, \"!../y\", \"a\\tb\"]") ==
        "3:15: files cannot name \"../x\" (start it with // for the repository's root instead of "
        "..)\n"
        "3:21: files cannot name \"!../y\" (start it with // for the repository's root instead of "
        "..)\n"
        "3:30: files cannot name \"a\\x09b\" (paths have no control characters)");
  CHECK(complaints_of("inventories: [//x.yaml]\n") ==
        "2:15: inventories cannot name \"//x.yaml\" (all files of an inventory lie below "
        "tidemark.yaml)");
}

TEST_CASE("a plugin's pin is a path and 64 digits") {
  CHECK(
      complaints_of("plugins:\n  a b: {}\n  c: {path: \"\", sha256: 12}\n  d: {}\n  e:\n") ==
      "3:3: \"a b\" cannot name a plugin (a name must be letters, digits and . _ @ + - in segments "
      "joined by /, each starting with a letter, a digit or @, without \"..\")\n"
      "4:13: path is empty (name the plugin's file)\n"
      "4:25: sha256 must be 64 hexadecimal digits (run sha256sum on the plugin)\n"
      "5:3: plugin d has no path (add path: /usr/lib/tidemark/NAME.so)\n"
      "5:3: plugin d has no sha256 (add what sha256sum prints for the plugin)\n"
      "6:3: plugin e is empty (remove it or fill it)");
}

}  // namespace tidemark::inventory
