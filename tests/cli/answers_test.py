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

SCHEMAS = {path.name: json.loads(path.read_text()) for path in (ROOT / "docs/schema").glob("*.schema.json")}
# Answers may differ within a command: with and without verdicts, differences, entities of other kinds.
COMMANDS = ["list", "show sorter", "show words", "dependents words", "dependencies sorter", "path sorter acme",
            "path acme sorter", "path sorter greeter words", "path --all sorter acme", "show 'model:*' sorter", "dependents 'vendor:*' words",
            "find wrods", "owners", "owners tools@example.com", "orphans", "cycles", "stats", "graph", "graph --base base",
            "graph --change words --limit 1", "sql 'SELECT * FROM entities'", "sql --base base 'SELECT * FROM changes'",
            "sql 'SELECT 1.5, NULL, run FROM runs' --limit 0", "sql --tables", "closure sorter", "closure sorter --diff base", "changes --base base",
            "impact --base base", "impact --change model:words", "plugins", "runs", "check", "help", "replay",
            "gate --base base", "gate --base HEAD", "record greeter", "accept sorter --reason why --base base",
            "gate --base base", "accept policy --reason why --base base", "runs", "init"]
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

    def test_a_schema_refuses_what_it_does_not_know(self):
        with self.assertRaises(jsonschema.ValidationError):
            validator("path.schema.json").validate({"schema": "tidemark.path/1", "path": [], "more": 1})
        with self.assertRaises(jsonschema.ValidationError):
            validator("show.schema.json").validate({"schema": "tidemark.show/1", "entity": {}})


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
