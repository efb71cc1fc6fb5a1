#!/usr/bin/env python3
"""Holds what tidemark really answers against docs/schema, and its JUnit reports against a parser of somebody else's.

usage: answers_test.py TIDEMARK REPOSITORY
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import jsonschema

BINARY = pathlib.Path(sys.argv[1]).resolve()
ROOT = pathlib.Path(sys.argv[2]).resolve()
sys.path.insert(0, str(ROOT / "tests/kit"))
import transcript  # noqa: E402

SCHEMAS = {path.name: json.loads(path.read_text()) for path in (ROOT / "docs/schema").glob("*.schema.json")
           if path.name != "inventory.schema.json"}  # of files, not of answers; see tests/core/inventory/schema_test.py
# Answers may differ within a command: with and without verdicts, differences, entities of other kinds.
COMMANDS = ["list", "show sorter", "show words", "dependents words", "dependencies sorter", "path sorter acme",
            "path acme sorter", "path sorter greeter words", "path --all sorter acme", "show 'model:*' sorter", "dependents 'vendor:*' words",
            "find wrods", "owners", "owners tools@example.com", "orphans", "cycles", "stats", "graph", "graph --base base",
            "graph --change words --limit 1", "sql 'SELECT * FROM entities'", "sql --base base 'SELECT * FROM changes'",
            "sql 'SELECT 1.5, NULL, run FROM runs' --limit 0", "sql --tables",
            "closure sorter", "closure sorter --diff base", "diff base", "diff base base", "history sorter", "history words",
            "list --at base", "closure sorter --at base", "changes --base base", "changes --base base --exact --explain", "impact --base base", "impact --change model:words", "plugins", "conformance greeter", "runs", "check", "check --explain owners.named", "schema", "help", "replay",
            "plan --base base", "gate --base base", "runs last", "runs last --case invoice-1", "rescore last", "rescore last sorter --compare exact@/queue", "gate --base HEAD", "record greeter --from ../log.jsonl", "record greeter", "record greeter --append", "accept sorter --reason why --base base",
            "contract diff ../old.csv ../new.csv",
            "contract diff ../old.csv ../old.csv", "impact --contract ../old.csv ../new.csv --as vendor:acme", "gate --base base", "accept policy --reason why --base base", "runs", "init"]
# A queue with an escape, the end of a CDATA section, markup, U+0085, U+202E, U+FFFE and a character of the astral planes.
HOSTILE = r"a\033[31m]]>&<\302\205\342\200\256\357\277\276\360\237\214\212z"


def validator(name):
    base = "https://tidemark.invalid/"
    store = {base + file: schema for file, schema in SCHEMAS.items()}
    resolver = jsonschema.RefResolver(base + name, SCHEMAS[name], store=store)
    return jsonschema.Draft202012Validator(SCHEMAS[name], resolver=resolver)


class Desk:
    """A copy of the desk world in a repository of its own, with a branch `base`."""

    def __init__(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="answers-")).resolve()
        for name in ("home", "state"):
            (self.place / name).mkdir()
        shutil.copytree(transcript.world("desk"), self.place / "work", symlinks=True)
        self.environment = transcript.environment(BINARY, self.place)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.place)

    def sh(self, command):
        done = subprocess.run(["sh", "-c", command], cwd=self.place / "work", env=self.environment, capture_output=True, timeout=120)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def edit(self, name, old, new):
        path = self.place / "work" / name
        path.write_text(path.read_text().replace(old, new))


class Answers(unittest.TestCase):
    def check(self, text):
        answer = json.loads(text)
        name = re.fullmatch(r"tidemark\.([a-z]+)/1", answer["schema"])[1]
        validator(f"{name}.schema.json").validate(answer)
        return name

    def test_schemas_are_schemas(self):
        for name, schema in SCHEMAS.items():
            with self.subTest(name):
                jsonschema.Draft202012Validator.check_schema(schema)

    def test_every_command_answers_by_its_schema(self):
        seen = set()
        with Desk() as desk:
            self.assertEqual(desk.sh("begin sorter greeter")[0], 0)
            desk.edit("models/words", "invoice billing", "may returns\ninvoice billing")
            desk.edit("tidemark.yaml", "margin: 0.10", "margin: 0.20")
            desk.edit("tidemark.yaml", "  acme: {", "  circular: {uses: [vendor:idle]}\n  idle: {uses: [vendor:circular]}\n  acme: {")
            (desk.place / "work/stray").write_text("nobody claims this\n")
            desk.edit("tidemark.yaml", "tidemark: 1\n", "tidemark: 1\npolicy: {min_cases: 10}\n")
            (desk.place / "old.csv").write_text("id,name\n1,a\n")
            (desk.place / "new.csv").write_text("id,price\n1,2.5\n")
            (desk.place / "log.jsonl").write_text('{"input":{"name":"Grace"},"tags":["new"],"from":"ada@example.com"}\n')
            for command in COMMANDS:
                with self.subTest(command):
                    if command == "init":
                        command = "init -C ../new"
                        (desk.place / "new").mkdir()
                    _, out, err = desk.sh(f"tidemark {command} --format json")
                    self.assertTrue(out, err)
                    seen.add((command.split()[0], self.check(out)))
            commands = {one["name"] for one in json.loads(desk.sh("tidemark help --format json")[1])["commands"]}
        self.assertEqual({command for command, _ in seen}, commands)
        self.assertEqual({f"{name}.schema.json" for _, name in seen} | {"parts.schema.json"}, set(SCHEMAS))

    def test_the_schema_of_the_inventory_is_in_the_program(self):
        with Desk() as desk:
            text, answer = desk.sh("tidemark schema")[1], json.loads(desk.sh("tidemark schema --format json")[1])
        self.assertEqual(text, (ROOT / "docs/schema/inventory.schema.json").read_text())
        self.assertEqual(answer["inventory"], json.loads(text))

    def test_a_schema_refuses_what_it_does_not_know(self):
        with self.assertRaises(jsonschema.ValidationError):
            validator("path.schema.json").validate({"schema": "tidemark.path/1", "path": [], "more": 1})
        with self.assertRaises(jsonschema.ValidationError):
            validator("show.schema.json").validate({"schema": "tidemark.show/1", "entity": {}})


def text_part(most=100000):
    return {"type": "object", "properties": {"text": {"type": "string", "minLength": 1, "maxLength": most}}, "required": ["text"],
            "additionalProperties": False}


def closed(**properties):
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


COUNT = {"type": "integer", "minimum": 1}
# What SARIF 2.1.0 and GitHub ask for, strict about what we write: fullDescription has 1024 characters at most.
SARIF = closed(**{"$schema": {"const": "https://json.schemastore.org/sarif-2.1.0.json"}}, version={"const": "2.1.0"}, runs={
    "type": "array", "minItems": 1, "maxItems": 1, "items": closed(
        tool=closed(driver=closed(name={"const": "tidemark"}, semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+$"}, rules={
            "type": "array", "uniqueItems": True,
            "items": closed(id={"type": "string"}, shortDescription=text_part(1024), fullDescription=text_part(1024), help=text_part())})),
        automationDetails=closed(id={"type": "string", "pattern": "/$"}),
        results={"type": "array", "items": {
            **closed(ruleId={"type": "string"}, ruleIndex={"type": "integer", "minimum": 0}, level={"enum": ["error", "warning"]},
                     message=text_part(), partialFingerprints=closed(**{"tidemark/v1": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}),
                     locations={"type": "array", "minItems": 1, "maxItems": 1, "items": {
                         "type": "object", "required": ["physicalLocation"], "additionalProperties": False, "properties": {
                             "physicalLocation": closed(
                                 artifactLocation=closed(uri={"type": "string", "pattern": "^[A-Za-z0-9._~/%-]+$"}),
                                 region=closed(startLine=COUNT, startColumn=COUNT, endLine=COUNT, endColumn=COUNT)),
                             "logicalLocations": {"type": "array", "items": closed(
                                 fullyQualifiedName={"type": "string"}, kind={"type": "string"})}}}})}})})
WRONG = """tidemark: 1
inventories: ['*.yml']
policy: {rules: {gate.set: {waivers: [{id: '*', owner: "x\\n::error::y", reason: "##[error]z", expires: 2001-01-01}]}}}
automations:
  a: {tags: [t], files: ["\\u202Eno%0A::error::where"], owners: {technical: "[a](http://evil.example)", operational: "[a](http://evil.example)"}}
"""


class Check(unittest.TestCase):
    """Findings whose texts were written to be taken for somebody else's."""

    def desk(self, desk):
        self.assertEqual(desk.sh("begin")[0], 0)
        (desk.place / "work/tidemark.yaml").write_text(WRONG)
        (desk.place / "work/odd,name:%0A \u00e9.yml").write_text("tidemark: 1\nmodels: {gpt: {floating: true}}\n")

    def test_sarif_is_what_forges_read(self):
        with Desk() as desk:
            self.desk(desk)
            code, out, _ = desk.sh("tidemark check --format sarif")
            self.assertEqual(code, 21)
            sarif = json.loads(out)
            jsonschema.Draft202012Validator(SARIF).validate(sarif)
            run = sarif["runs"][0]
            rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
            self.assertEqual([one["ruleId"] for one in run["results"]], [rules[one["ruleIndex"]] for one in run["results"]])
            self.assertEqual(set(rules), {"files.unmatched", "gate.set", "model.probed", "owners.named"})
            self.assertNotIn("](", out)
            uris = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]}
            self.assertEqual(uris, {"tidemark.yaml", "odd%2Cname%3A%250A%20%C3%A9.yml"})

    def test_sarif_of_a_right_inventory_has_no_results(self):
        with Desk() as desk:
            desk.sh("begin sorter greeter")
            code, out, _ = desk.sh("tidemark check --format sarif")
            self.assertEqual((code, json.loads(out)["runs"][0]["results"]), (0, []))
            jsonschema.Draft202012Validator(SARIF).validate(json.loads(out))

    def test_every_rule_is_in_the_documentation(self):
        with Desk() as desk:
            _, _, err = desk.sh("tidemark check --explain nothing")
            rules = re.findall(r"^  (\S+)$", err, re.M)
            self.assertGreater(len(rules), 15)
            documented = set(re.findall(r"^\| (.*?) \|", (ROOT / "docs/policies.md").read_text(), re.M))
            self.assertEqual({rule for cell in documented for rule in re.findall(r"`([a-z]+\.[a-z]+)`", cell)}, set(rules))
            for rule in rules:
                self.assertEqual(desk.sh(f"tidemark check --explain {rule}")[0], 0, rule)

    def test_annotations_are_only_ours(self):
        with Desk() as desk:
            self.desk(desk)
            code, out, _ = desk.sh("tidemark check --format github")
            self.assertEqual(code, 21)
            lines = out.splitlines()
            command = re.compile(r"::(error|warning) file=[^,:\r\n]+(,line=\d+)?(,col=\d+)?,title=[a-z_.]+::[^\r\n]+")
            self.assertTrue(all(command.fullmatch(line) for line in lines[:-1]), out)
            self.assertEqual(lines[-1], "2 entities in 2 files, 2 errors, 3 warnings")
            self.assertIn("file=odd%2Cname%3A%250A \u00e9.yml,line=2", out)
            self.assertIn("\\u{202e}no%250A::error::where", out)
            self.assertIn("the waiver of x\\x0a::error::y (\\x23#[error]z) expired", out)


class JUnit(unittest.TestCase):
    def report(self, desk, arguments="--base base"):
        code, _, err = desk.sh(f"tidemark gate {arguments} --report junit=../report.xml --report json=../report.json")
        self.assertTrue((desk.place / "report.xml").exists(), err)
        suites = xml.etree.ElementTree.fromstring((desk.place / "report.xml").read_bytes())
        return code, suites, json.loads((desk.place / "report.json").read_text())

    def check_counts(self, suites, report):
        self.assertEqual(suites.tag, "testsuites")
        self.assertEqual([suite.get("name") for suite in suites], [one["automation"] for one in report["verdicts"]])
        for suite, verdict in zip(suites, report["verdicts"]):
            tests = suite.findall("testcase")
            self.assertEqual(int(suite.get("tests")), len(tests))
            self.assertEqual(int(suite.get("failures")), len(suite.findall("testcase/failure")))
            self.assertEqual(int(suite.get("errors")), len(suite.findall("testcase/error")))
            self.assertEqual(suite.findall("testcase/skipped"), [])
            names = [(test.get("classname"), test.get("name")) for test in tests]
            self.assertEqual(len(set(names)), len(names))
            kind = verdict["verdict"]
            wanted = {"PASS": None, "ACCEPTED": None, "NOT_AFFECTED": None, "CHANGED": "failure", "REGRESSED": "failure"}
            problem = wanted.get(kind, "error")
            self.assertEqual([child.tag for test in tests for child in test], [problem or "system-out"] * len(tests))
            self.assertEqual(len(tests), 1 + (len(verdict["worse"]) if problem else 0))

    def test_failures_are_failures_and_what_could_not_be_judged_is_an_error(self):
        with Desk() as desk:
            self.assertEqual(desk.sh("begin sorter greeter")[0], 0)
            desk.edit("models/words", "refund returns", "refund billing")
            code, suites, report = self.report(desk)
            self.assertEqual(code, 10)
            self.check_counts(suites, report)
            desk.sh("git checkout -q . && printf '#!/bin/sh\\nexit 3\\n' > sorter/run && rm golden/greeter.jsonl")
            code, suites, report = self.report(desk)
            self.check_counts(suites, report)
            self.assertIn("ERROR", [one["verdict"] for one in report["verdicts"]])
            desk.sh("git checkout -q .")
            code, suites, report = self.report(desk)
            self.assertEqual(code, 0)
            self.check_counts(suites, report)

    def test_hostile_text_is_inert(self):
        with Desk() as desk:
            desk.sh("begin sorter greeter")
            (desk.place / "work/sorter/run").write_text(f"#!/bin/sh\nwhile read -r line; do printf '{HOSTILE}\\n'; done\n")
            code, suites, report = self.report(desk)
            self.assertEqual(code, 10)
            self.check_counts(suites, report)
            text = (desk.place / "report.xml").read_bytes().decode()
            self.assertFalse(re.search(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text))
            self.assertIn("]]>&<", "".join(suites.itertext()))
            self.assertIn("\U0001f30a", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
