#include <doctest/doctest.h>

#include "tests/core/yaml/kit.hpp"

namespace tidemark::yaml {

TEST_CASE("scalars keep the text that was written") {
  CHECK(reading_of("a: [3.10, 012, no, 1e3, 0x10, 1_000, .inf, 2026-10-01, on]\n") ==
        "{a: [3.10, 012, no, 1e3, 0x10, 1_000, .inf, 2026-10-01, on]}");
}

TEST_CASE("quotes are remembered, and so is nothing at all") {
  CHECK(reading_of("a: \"no\"\nb: 'x''y'\nc: ~\nd:\ne: null\nf: |\n  text\ng: \"~\"\n") ==
        "{a: \"no\", b: \"x'y\", c: ~, d: ~, e: ~, f: \"text\n\", g: \"~\"}");
}

TEST_CASE("every node and key knows its line and column, from 1") {
  std::vector<Complaint> complaints;
  const auto root = read("# comment\na:\n  - b\n  - {c: d}\n", "f.yaml", complaints);
  REQUIRE(root);
  CHECK(to_string(root->members[0].place) == "f.yaml:2:1");
  CHECK(to_string(root->find("a")->items[0].place) == "f.yaml:3:5");
  CHECK(to_string(root->find("a")->items[1].find("c")->place) == "f.yaml:4:9");
  CHECK(root->find("b") == nullptr);
}

TEST_CASE("an empty value stands where its key does") {
  std::vector<Complaint> complaints;
  const auto root = read("a:\n\n# comment\nb: ~\n", "f.yaml", complaints);
  REQUIRE(root);
  CHECK(to_string(root->find("a")->place) == "f.yaml:1:1");
  CHECK(to_string(root->find("b")->place) == "f.yaml:4:1");
}

TEST_CASE("Windows line ends and a UTF-8 mark change nothing") {
  CHECK(reading_of("\xEF\xBB\xBF"
                   "a: 1\r\nb:\r\n  - x\r\n") == "{a: 1, b: [x]}");
}

TEST_CASE("the directives of YAML 1.1 and 1.2 are taken, others are not") {
  CHECK(reading_of("# x\n%YAML 1.2\n---\na: 1\n") == "{a: 1}");
  CHECK(reading_of("%YAML 1.1\n---\na: 1\n...\n") == "{a: 1}");
  CHECK(reading_of("%YAML 1.3\n---\na: 1\n") ==
        "nothing\na.yaml:1:1: the directive %YAML 1.3 is not supported (remove it; tidemark reads "
        "YAML 1.2)");
  CHECK(reading_of("\n%TAG ! tag:x\n---\na: 1\n") ==
        "nothing\na.yaml:2:1: the directive %TAG ! tag:x is not supported (remove it; tidemark "
        "reads YAML 1.2)");
}

TEST_CASE("a duplicate key is refused with both places, however it is quoted") {
  CHECK(reading_of("a: 1\nb: 2\n\"a\": 3\n") ==
        "{a: 1, b: 2}\na.yaml:3:1: key \"a\" is given twice (first at line 1; keep one)");
}

TEST_CASE("anchors, tags and merge keys are refused, and the rest is read on") {
  CHECK(reading_of("a: &x 1\nb: !!python/object y\nc: !include z\n<<: {d: 1}\ne: 2\n") ==
        "{a: 1, b: y, c: z, e: 2}\n"
        "a.yaml:1:4: anchors are not supported (remove the &name)\n"
        "a.yaml:2:4: the tag tag:yaml.org,2002:python/object is not supported (remove it; quote "
        "the value if it is text)\n"
        "a.yaml:3:4: the tag !include is not supported (remove it; quote the value if it is text)\n"
        "a.yaml:4:1: the merge key << is not supported (write its members out)");
}

TEST_CASE("an alias is refused, known or not") {
  CHECK(reading_of("a: &x [1]\nb: *x\n") ==
        "{a: [1]}\na.yaml:1:4: anchors are not supported (remove the &name)\n"
        "a.yaml:2:4: aliases are not supported (write the value out)");
  CHECK(reading_of("a: *x\n") ==
        "nothing\na.yaml:1:4: aliases are not supported (write the value out)");
}

TEST_CASE("a key must be text") {
  CHECK(reading_of("[a]: 1\n~: 2\n{b: c}: [3]\nd: 4\n") ==
        "{d: 4}\na.yaml:1:1: a key must be text (quote it)\n"
        "a.yaml:2:1: a key must be text (quote it)\n"
        "a.yaml:3:1: a key must be text (quote it)");
}

TEST_CASE("an alias costs its own value and no other complaint") {
  CHECK(reading_of("a: &x 1\nb: {c: *x, d: 2, d: 3}\n*x : 4\ne: 5\n") ==
        "{a: 1, b: {d: 2}, e: 5}\na.yaml:1:4: anchors are not supported (remove the &name)\n"
        "a.yaml:2:8: aliases are not supported (write the value out)\n"
        "a.yaml:2:18: key \"d\" is given twice (first at line 2; keep one)\n"
        "a.yaml:3:1: aliases are not supported (write the value out)");
}

TEST_CASE("a key whose value was complained of may be given again, in a large map too") {
  std::string many, all;
  for (int i = 0; i < 20; ++i) {
    many += "k" + std::to_string(i) + ": 1\n";
    all += "k" + std::to_string(i) + ": 1, ";
  }
  CHECK(reading_of("a: *x\na: 1\na: 2\n") ==
        "nothing\na.yaml:1:4: aliases are not supported (write the value out)");
  CHECK(reading_of("x: &x 1\n" + many + "a: *x\na: 1\na: 2\nk3: 2\n") ==
        "{x: 1, " + all +
            "a: 1}\na.yaml:1:4: anchors are not supported (remove the &name)\n"
            "a.yaml:22:4: aliases are not supported (write the value out)\n"
            "a.yaml:24:1: key \"a\" is given twice (first at line 23; keep one)\n"
            "a.yaml:25:1: key \"k3\" is given twice (first at line 5; keep one)");
}

TEST_CASE("a collection in the place of a key is read over, however deep") {
  CHECK(reading_of("? {[a, b]: {c: [d]}, e: e, e: f}\n: {g: [h]}\ni: j\n") ==
        "{i: j}\na.yaml:1:4: a key must be text (quote it)\n"
        "a.yaml:1:28: key \"e\" is given twice (first at line 1; keep one)\n"
        "a.yaml:1:3: a key must be text (quote it)");
}

TEST_CASE("a file holds one document, and what is wrong with that one is told too") {
  CHECK(reading_of("a: 1\na: 2\n---\nb: 2\n") ==
        "{a: 1}\na.yaml:2:1: key \"a\" is given twice (first at line 1; keep one)\n"
        "a.yaml:3:1: a second document starts here (one file holds one document)");
  CHECK(reading_of("{a: 1} x\n") ==
        "{a: 1}\na.yaml:1:8: this stands after the end of the document (check the indentation)");
}

TEST_CASE("an empty file says so") {
  const std::string empty = "nothing\na.yaml: the file is empty (write at least one key)";
  CHECK(reading_of("") == empty);
  CHECK(reading_of("# only a comment") == empty);
  CHECK(reading_of("---\n") == empty);
}

TEST_CASE("syntax errors carry the parser's words and our place") {
  CHECK(reading_of("a: b: c\n") ==
        "nothing\na.yaml:1:5: not YAML: illegal map value (check quotes, brackets and indentation "
        "near here)");
  CHECK(reading_of("a: 1\n\tb: 2\n") ==
        "nothing\na.yaml:2:1: not YAML: illegal tab when looking for indentation (check quotes, "
        "brackets and indentation near here)");
}

TEST_CASE("what is unfinished at the end of the file is an error") {
  for (const char* text : {"a: \"", "a: 'x", "a: [1, 2", "a: {b: 1"}) {
    CAPTURE(text);
    CHECK(reading_of(text).rfind("nothing\na.yaml:", 0) == 0);
  }
}

TEST_CASE("a last line without a colon is no key") {
  CHECK(reading_of("a: 1\nb\n") ==
        "{a: 1, b: ~}\na.yaml:2:1: a key without a colon (write b: ...)");
  CHECK(reading_of("a:\n  b") == "{a: b}");
  CHECK(reading_of("a: {b, c}\nd:\n") == "{a: {b: ~, c: ~}, d: ~}");
}

}  // namespace tidemark::yaml
