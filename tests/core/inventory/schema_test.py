#!/usr/bin/env python3
"""Holds docs/schema/inventory.schema.json and the reader against each other: what one accepts the other accepts.

Small documents that use every key are changed at every place to every value of a list; both must say the same of each.
A key that only the reader knows is found because the reader lists its keys when it is asked for one that is none.

usage: schema_test.py ACCEPTS REPOSITORY
"""
import copy
import json
import pathlib
import re
import subprocess
import sys
import unittest

import jsonschema

ACCEPTS, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
SCHEMA = json.loads((ROOT / "docs/schema/inventory.schema.json").read_text())
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)

# What a schema of one file cannot say: the reader looks at other entities and files, counts, and compiles.
READER_ONLY = re.compile(
    r"which is not in the inventory|names .* twice|has [2-9] primary comparators|has one file for golden and baseline|"
    r"is also that of|only in case|not an RE2 pattern|is too large for a number")
USE = {"id": "model:gpt", "purpose": "drafts", "criticality": "soft", "parts": ["/a/b", "GET /x"], "since": "2026-01-01"}
OWNERS = {"technical": "a@example.com", "operational": "b", "escalation": "c"}
REPLAY = {
    "runner": {"plugin": "process", "timeout": "5s", "env": ["A_KEY"], "concurrency": 2, "idempotent": False, "command": ["run", 3]},
    "golden": "golden/a.jsonl", "baseline": "kept/a.jsonl",
    "compare": [{"comparator": "label", "at": "/a", "primary": True}, {"comparator": "number", "at": "", "tolerance": 0.5}],
    "scrub": [{"at": "/id"}, {"at": "", "pattern": "[0-9]+", "with": "N"}],
    "gate": {"margin": 0.1, "min_score": 0.5, "within_margin": "pass"}}
COMMON = {"title": "t", "version": "1", "owners": OWNERS, "tags": ["a"], "uses": ["model:gpt"], "files": ["a/**", "//b"],
          "vendor": "vendor:v", "licence": "MIT", "endpoint": "https://a.example", "replacement": "b", "data_class": "c",
          "status": "d", "changelog": "e", "contact": ["f", "g"], "pinned": "unknown", "retires": "2026-12-31", "floating": True}
PROBE = {"plugin": "p", "url": "https://a.example", "key_env": "A_KEY", "every": "6h", "path": "/x"}
API = {"key_env": "A_KEY", "rate_limit": {"requests": 60, "tokens": 1000, "per": "1m"}, "price": {"input": 0.15, "output": 2}}
DATA = {"format": "csv", "producers": ["system:s"], "consumers": ["system:s"]}
OWN = {"models": API, "services": API, "systems": API, "vendors": {"contract": {"since": "2026-01-01", "until": "2026-12-31", "notice": "90d"}},
       "packages": {"registry": "pypi"}, "schemas": DATA, "datasets": DATA, "prompts": {}}
RULE = {"severity": "warning", "scope": {"kind": ["model"], "tier": "critical", "tag": "x", "id": ["a*"], "path": "b/"},
        "waivers": [{"id": "model:x", "owner": "ann", "reason": "later", "expires": "2026-12-31"}]}
STUBS = {"models": {"gpt": None}, "vendors": {"v": None, "probe": {}}, "systems": {"s": None, "probe": None}}


def documents():
    yield {"defaults": {"owners": OWNERS}, "inventories": ["a/*.yaml"], "plugins": {"p": {"path": "/p.so", "sha256": "aB" * 32}},
           "policy": {"approval": "file", "unclassified": "report", "ignore": ["a"], "within_margin": "review", "min_cases": 3}}
    for name in SCHEMA["definitions"]["rules"]["properties"]:
        yield {"policy": {"rules": {name: {}, name + "/x": RULE}}}
    yield {"policy": {"rules": {"golden.current": {"cases": 9, "baseline_age": "30d"}, "retirement.ahead": {"notice": "30d"}}}}
    yield {"automations": {"a": {"replay": REPLAY}}}
    yield {"automations": {"a": {"tier": "critical", "review": {"every": "30d", "last": "2026-10-01"}, "deterministic": True,
                                 "uses": [USE, "system:s"], "alerts": {"score_drop": 0.1, "error_rate": 1, "latency": "5s"}}}}
    yield {"automations": {"a": COMMON}}
    for section, keys in OWN.items():
        yield {section: {"x": {**keys, "probe": PROBE}, "y/z@1": None}}


def further_documents():
    """What all kinds have is tried thoroughly with automations only."""
    for section, keys in OWN.items():
        yield {section: {"x": {**COMMON, **keys, "probe": PROBE}}}


def all_documents():
    yield from documents()
    yield from further_documents()


VALUES = [
    None, True, False, 0, 1, -1, 2, 20, 1024, 1025, 1000001, 1000000001, 0.5, 1.5, "", "x", "x/y", "a..b", "/a", "/a~2", "a b", "-a",
    "../x", "a/../b", "a/./b", "a//b", "b/", "//x", "!//x", "!../x", "..", "a..", ".a", "\u0007", "a\tb", "2026-02-28", "2026-02-29", "2028-02-29", "2000-02-29",
    "1900-02-29", "2026-04-31", "1699-12-31", "2262-01-01", "2026-1-1", "2026-01-01T00:00:00Z", "30d", "0d", "00d", "007m", "5 s", "-5s", "5", "5y",
    "500ms", "true", "unknown", "hard", "warning", "off", "pass", "review", "file", "report", "everything", "critical", "model", "process",
    "A_KEY", "1KEY", "a-b", "https://u:p@a.example/x", "https://u@a", "https://a.example/@x", "x://y://z@", "ab" * 32, "a" * 200, "a" * 201, "system:probe", "vendor:probe", "model:", "Model:gpt", "model:a..b", "gate.set", "gate.set/x",
    [], [None], ["x"], [""], ["/a"], ["/a~2"], ["../x"], [1], [["x"]], ["system:probe"], ["x", "y"], [{}], [{"x": 1}],
    [{"id": "system:probe"}], [{"at": ""}], [{"at": "/a", "with": "x"}], [{"at": "/a", "pattern": ""}], [{"at": "", "pattern": ""}], [{"at": 1, "pattern": "x"}],
    [{"at": "/a", "pattern": "", "with": ""}], [{"at": "/a", "pattern": 1}], [{"at": "/a", "pattern": False, "with": 1}], [{"comparator": "a"}],
    [{"comparator": "a"}, {"comparator": "b"}], [{"comparator": "a", "primary": True}, {"comparator": "b"}],
    [{"comparator": "a", "primary": True}, {"comparator": "b", "primary": False}], {}, {"x": 1}, {"x": None}, {"a..b": None}, {"": None}, {"plugin": "p"}, {"plugin": 5},
    {"per": "1m"}, {"gate.set": None}, {"gate.set/x": {}}, {"gate.set/": {}}, {"gate.set/a/b": {}}, {"gate.set/a..b": {}}, {"gates.set": {}}]


def places(value, path=()):
    """Every path into a document, and the document's own."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, path + (key,))


def at(document, path):
    for key in path:
        document = document[key]
    return document


def changed(document, path, change):
    """A copy in which `change` was done to what holds the end of the path."""
    result = copy.deepcopy(document)
    change(at(result, path[:-1]), path[-1])
    return result


def whole(document):
    result = {"tidemark": 1, **copy.deepcopy(document)}
    for section, stubs in STUBS.items():
        result[section] = {**stubs, **result.get(section, {})} if isinstance(result.get(section, {}), dict) else result[section]
    return result


def variants(document, values):
    yield document
    for path in places(document):
        if not path:
            continue
        yield changed(document, path, lambda holder, key: holder.pop(key))
        for value in values:
            yield changed(document, path, lambda holder, key, value=value: holder.__setitem__(key, value))
        if isinstance(at(document, path), dict):
            yield changed(document, path + ("zzqxj",), lambda holder, key: holder.__setitem__(key, 1))


def complaints(documents):
    lines = "".join(json.dumps(one) + "\n" for one in documents)
    done = subprocess.run([ACCEPTS], input=lines, capture_output=True, text=True, check=True, timeout=240)
    answers = done.stdout.split("\n")[:-1]
    assert len(answers) == len(documents), (len(answers), len(documents))
    return [[fact for fact in line.split("\t") if fact] for line in answers]


def maps_of(schema):
    """Every schema of a map in it; those without a type only restrict another one."""
    if isinstance(schema, dict):
        if "properties" in schema and "type" in schema:
            yield schema
        for inner in schema.values():
            yield from maps_of(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from maps_of(inner)


def expanded(schema):
    """The schema and all that it refers to, flat."""
    if not isinstance(schema, dict):
        return
    yield schema
    if "$ref" in schema:
        yield from expanded(SCHEMA["definitions"][schema["$ref"].removeprefix("#/definitions/").replace("%20", " ")])
    for inner in schema.get("allOf", []) + schema.get("anyOf", []):
        yield from expanded(inner)


def step(schemas, key):
    for schema in schemas:
        if isinstance(key, int) and isinstance(schema.get("items"), dict):
            yield from expanded(schema["items"])
        elif key in schema.get("properties", {}):
            yield from expanded(schema["properties"][key])
        else:
            matching = [inner for pattern, inner in schema.get("patternProperties", {}).items() if re.search(pattern, str(key))]
            for inner in matching or [schema.get("additionalProperties")]:
                if isinstance(inner, dict):
                    yield from expanded(inner)


def schemas_at(path):
    found = list(expanded(SCHEMA))
    for key in path:
        found = list(step(found, key))
    return found


def keys_of_schema(path):
    return {key for schema in schemas_at(path) for key in schema.get("properties", {})}


class InventorySchema(unittest.TestCase):
    def test_it_is_a_schema_and_describes_every_key(self):
        jsonschema.Draft7Validator.check_schema(SCHEMA)
        for name, definition in SCHEMA["definitions"].items():
            for key, schema in definition.get("properties", {}).items():
                with self.subTest(f"{name}: {key}"):
                    self.assertTrue(any("description" in one for one in expanded(schema)))

    def test_every_key_of_the_schema_is_in_a_document(self):
        used = {(id(schema), key) for document in map(whole, all_documents()) for path in places(document)
                if isinstance(at(document, path), dict) for schema in schemas_at(path) for key in at(document, path)}
        known = {(id(schema), key): key for schema in maps_of(SCHEMA) for key in schema["properties"]}
        self.assertGreater(len(known), 200)
        self.assertEqual([name for key, name in known.items() if key not in used], [])

    def test_the_documents_are_accepted(self):
        wholes = [whole(document) for document in all_documents()]
        self.assertEqual(complaints(wholes), [[]] * len(wholes))
        for document in wholes:
            VALIDATOR.validate(document)

    def test_what_one_accepts_the_other_accepts(self):
        tried = {json.dumps(whole(one)): None for some, values in ((documents(), VALUES), (further_documents(), [None, [], {"x": 1}]))
                 for document in some for one in variants(document, values)}
        texts = list(tried)
        accepted, disagreements = 0, []
        for text, facts in zip(texts, complaints([json.loads(text) for text in texts])):
            facts = [fact for fact in facts if not READER_ONLY.search(fact)]
            by_schema = VALIDATOR.is_valid(json.loads(text))
            accepted += by_schema
            if by_schema == bool(facts):
                disagreements.append(f"{text}\nreader: {facts or 'accepts'}")
        self.assertEqual(disagreements[:20], [])
        self.assertGreater(accepted, len(texts) // 10)
        self.assertGreater(len(texts) - accepted, len(texts) // 10)

    def test_both_know_the_same_keys(self):
        asked, seen = [], 0
        for document in all_documents():
            for path in places(document):
                if isinstance(at(document, path), dict):
                    asked.append((path, changed(whole(document), path + ("zzqxj",), lambda holder, key: holder.__setitem__(key, 1))))
        for (path, _), facts in zip(asked, complaints([document for _, document in asked])):
            known = [match[1] for match in (re.search(r'unknown key "zzqxj" .*known here: (.*)\)', fact) for fact in facts) if match]
            for names in known:
                seen += 1
                self.assertEqual(set(names.split(", ")), keys_of_schema(path), path)
        self.assertGreater(seen, 40)

    def test_both_know_the_same_rules(self):
        facts = complaints([{"tidemark": 1, "policy": {"rules": {"zzqxj": {}}}}])[0]
        known = re.search(r"known: (.*), each also as", facts[0])[1].split(", ")
        self.assertEqual(set(known), set(SCHEMA["definitions"]["rules"]["properties"]))

    def test_every_key_is_in_the_documentation(self):
        text = (ROOT / "docs/inventory-format.md").read_text() + (ROOT / "docs/policies.md").read_text()
        text = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
        documented = {word for span in re.findall(r"`([^`]+)`", text) for word in re.findall(r"[a-z_0-9]+(?:\.[a-z]+)?", span)}
        keys = {key for schema in maps_of(SCHEMA) for key in schema["properties"]}
        self.assertEqual(keys - documented, set())

    def test_what_only_the_reader_can_say_is_few_and_known(self):
        replay = {**REPLAY, "compare": [{"comparator": "a", "primary": True}, {"comparator": "b", "primary": True}]}
        for document, fact in [
                ({"models": {"a": {"uses": ["model:b"]}}}, "which is not in the inventory"),
                ({"models": {"a": {"uses": ["system:s", "system:s"]}}}, "uses names system:s twice"),
                ({"automations": {"a": {"replay": replay}}}, "2 primary comparators"),
                ({"automations": {"a": {"replay": {**REPLAY, "baseline": REPLAY["golden"]}}}}, "one file for golden and baseline"),
                ({"models": {"a": None, "A": None}}, "only in case"),
                ({"automations": {"a": {"replay": {**REPLAY, "scrub": [{"at": "", "pattern": "("}]}}}}, "not an RE2 pattern")]:
            with self.subTest(fact):
                self.assertIn(fact, " ".join(complaints([whole(document)])[0]))
                VALIDATOR.validate(whole(document))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
