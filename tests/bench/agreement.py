#!/usr/bin/env python3
"""promptfoo's first example as a golden set: both tools ask one server, and must name the same cases.

agreement.py --bin FOLDER [--folder PLACE]

The example that promptfoo begins with asks a model to translate phrases into several languages. Here its variables are the
cases' inputs, its prompt is the http runner's body, and what the faithful server answers is what is expected. Then some
phrases are translated otherwise; each tool says which, and neither is told. As `equals`, and as `contains-json`, which lets
an answer hold more than is expected, as an `expect` does that names a part of the output.
"""
import argparse
import contextlib
import hashlib
import http.server
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading

import replay_peers

LANGUAGES = ("French", "German", "Spanish", "Italian", "Polish", "Dutch")
PHRASES = ("Hello world", "Where is the library?", "I would like a coffee", "Good night", "The train is late",
           "It is raining", "She reads a book", "We are closed on Sunday")
PROMPT = "Translate the following English text to {language}: {input}"

WORKSPACE = """tidemark: 1
defaults:
  owners: {{technical: bench@example.com, operational: bench@example.com}}
automations:
  translator:
    title: Translates phrases
    deterministic: true
    replay:
      runner:
        plugin: http
        url: "{url}"
        body: {{prompt: "Translate the following English text to ${{/language}}: ${{/input}}"}}
        concurrency: 4
      golden: golden/translator.jsonl
      compare: [{{comparator: json, at: "{at}"}}]
"""


def translation(prompt):
    """No translation, but one answer for each prompt."""
    return hashlib.sha256(prompt.encode()).hexdigest()[:16]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        prompt = json.loads(self.rfile.read(int(self.headers["content-length"])))["prompt"]
        text = translation(prompt)
        if prompt in self.server.changed:
            text = text[::-1] + "!"
        body = json.dumps({"translation": text, "length": len(prompt)}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as one:
        one.changed = set()
        threading.Thread(target=one.serve_forever, daemon=True).start()
        yield one, f"http://127.0.0.1:{one.server_address[1]}/"
        one.shutdown()


def make_cases(part):
    cases = []
    for language in LANGUAGES:
        for phrase in PHRASES:
            prompt = PROMPT.format(language=language, input=phrase)
            expect = {"translation": translation(prompt)}
            if not part:
                expect["length"] = len(prompt)
            cases.append({"id": f"case-{len(cases):02}", "input": {"language": language, "input": phrase},
                          "expect": expect, "prompt": prompt})
    return cases


class Tidemark:
    def __init__(self, program, place, url, cases, part):
        self.program, self.place = str(program), place
        (place / "golden").mkdir(parents=True)
        (place / "tidemark.yaml").write_text(WORKSPACE.format(url=url, at="/translation" if part else ""))
        (place / "golden/translator.jsonl").write_text("".join(
            json.dumps({key: one[key] for key in ("id", "input", "expect")}) + "\n" for one in cases))
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(place), "XDG_STATE_HOME": str(place / "state")}
        self.run("record", "translator")

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], cwd=self.place, env=self.environment, stdout=subprocess.PIPE,
                              text=True, check=arguments[0] == "record")

    def failing(self):
        # A regression that is settled ends the run before every case is named; promptfoo runs them all, too.
        report = json.loads(self.run("replay", "translator", "--fresh", "--full", "--format", "json").stdout)
        (verdict,) = report["verdicts"]
        return {one["case"] for one in verdict["worse"]}, verdict["verdict"]


class Promptfoo:
    def __init__(self, modules, place, url, cases, part):
        self.modules, self.place = modules, place
        replay_peers.empty(place, modules)
        tests = [{"description": one["id"], "vars": one["input"], "assert": self.assertions(one["expect"], part)}
                 for one in cases]
        provider = {"id": url, "config": {"method": "POST", "headers": {"Content-Type": "application/json"},
                                          "body": {"prompt": "{{prompt}}"}, "transformResponse": "text"}}
        (place / "promptfooconfig.json").write_text(json.dumps({
            "prompts": [PROMPT.replace("{language}", "{{language}}").replace("{input}", "{{input}}")],
            "providers": [provider], "tests": tests}))

    @staticmethod
    def assertions(expect, part):
        if not part:
            return [{"type": "equals", "value": expect}]
        same = f"JSON.parse(output).translation === {json.dumps(expect['translation'])}"
        return [{"type": "contains-json"}, {"type": "javascript", "value": same}]

    def failing(self):
        command = replay_peers.promptfoo_command(self.modules, 4)
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.place), "PROMPTFOO_CONFIG_DIR": str(self.place / "config"),
                       **replay_peers.QUIET}
        ended = subprocess.run(command, cwd=self.place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if ended.returncode not in (0, 100):
            sys.exit(ended.stdout[-3000:])
        results = json.loads((self.place / "result.json").read_text())["results"]["results"]
        return {one["testCase"]["description"] for one in results if not one["success"]}, f"{len(results)} results"


def compare(bench, modules, place, part, chance):
    cases = make_cases(part)
    with server() as (one, url):
        tools = {"tidemark": Tidemark(bench, place / "tidemark", url, cases, part),
                 "promptfoo": Promptfoo(modules, place / "promptfoo", url, cases, part)}
        for count in (0, 1, 7):
            changed = chance.sample(cases, count)
            one.changed = {case["prompt"] for case in changed}
            said = {name: tool.failing() for name, tool in tools.items()}
            expected = {case["id"] for case in changed}
            agree = all(names == expected for names, _ in said.values())
            told = "; ".join(f"{name}: {len(names)} ({what})" for name, (names, what) in said.items())
            print(f"{'contains-json' if part else 'equals':14} {len(cases)} cases, {count} answered otherwise: {told}: "
                  f"{'the same' if agree else 'NOT THE SAME'}", flush=True)
            if not agree:
                sys.exit(f"expected {sorted(expected)}, got { {name: sorted(names) for name, (names, _) in said.items()} }")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--folder", default="")
    arguments = parser.parse_args()
    folder = pathlib.Path(arguments.folder or pathlib.Path(tempfile.gettempdir()) / "tidemark-bench") / "replay"
    modules = replay_peers.install(folder.resolve() / "peers")
    chance = random.Random(6)
    for part in (False, True):
        place = folder.resolve() / "agreement"
        shutil.rmtree(place, ignore_errors=True)
        compare(arguments.bin.resolve() / "tidemark", modules, place, part, chance)


if __name__ == "__main__":
    main()
