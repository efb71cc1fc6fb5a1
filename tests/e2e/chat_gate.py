#!/usr/bin/env python3
"""A gate on an automation that asks a language model, which here is a server on loopback: chat_gate.py TIDEMARK.

A worse prompt is REGRESSED, another good one and another model are PASS, a vendor that fails is ERROR and never a regression, and a model
that changes during a run is told.
"""
import http.server
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kit"))
import transcript  # noqa: E402

WORDS = ["invoice", "refund", "parcel", "password"]
WORKSPACE = """tidemark: 1
defaults: {owners: {technical: tools@example.com, operational: desk@example.com}}
automations:
  router:
    title: Says which word a message is about
    deterministic: true
    uses: [model:small, prompt:router]
    replay:
      runner:
        plugin: chat
        url: http://127.0.0.1:PORT/v1
        key_env: CHAT_KEY
        env: [CHAT_KEY]
        model: "${model:small#version}"
        prompt: prompts/router.md
        messages: [{role: user, content: "${/text}"}]
        price: {input: "${model:small#price.input}", output: "${model:small#price.output}"}
        concurrency: 4
        timeout: 20s
      golden: golden.jsonl
      compare: [{comparator: label}]
models:
  small: {version: small-1, price: {input: 1, output: 2}}
prompts:
  router: {files: [prompts/router.md]}
"""
FAILURES = {
    "quota": (429, "insufficient_quota", "quota"),
    "auth": (401, "who are you", "auth"),
    "model": (404, "no such model", "failed"),
    "limited": (429, "slow down", "rate_limited"),
}


class Model(http.server.BaseHTTPRequestHandler):
    """Answers a word of the message when the prompt asks for one, as the server's mood is."""
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(asked["model"])
        mood = self.server.mood
        if self.headers["authorization"] != "Bearer open-sesame":
            return self.say(401, {"error": {"message": "no key"}})
        if mood in FAILURES:
            return self.say(FAILURES[mood][0], {"error": {"code": FAILURES[mood][1], "message": FAILURES[mood][1]}})
        system, text = (message["content"] for message in asked["messages"])
        word = next(word for word in WORDS if word in text) if "one word" in system else "I think it is about something"
        name = "small-1b" if mood == "moving" and len(self.server.asked) > 6 else "small-1" if mood == "stale" else asked["model"]
        usage = {"prompt_tokens": 100, "completion_tokens": 10}
        if mood == "half" and word == "refund":
            del usage["completion_tokens"]
        return self.say(200, {"model": name, "system_fingerprint": "fp", "usage": usage,
                              "choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": word}}]})

    def say(self, status, answer):
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "1000000")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Desk:
    """A workspace with one automation, and the model that it asks."""

    def __init__(self, binary, place):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
        self.server.mood, self.server.asked = "good", []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        for name in ("work", "home", "state"):
            (place / name).mkdir()
        self.place, self.work = place, place / "work"
        self.variables = transcript.environment(binary, place) | {"CHAT_KEY": "open-sesame"}
        self.write("tidemark.yaml", WORKSPACE.replace("PORT", str(self.server.server_port)))
        self.write("prompts/router.md", "Say in one word what the message is about.\n")
        cases = ({"id": f"c{i:02}", "input": {"text": f"message {i}: my {WORDS[i % 4]}"}, "expect": WORDS[i % 4]} for i in range(24))
        self.write("golden.jsonl", "".join(json.dumps(one) + "\n" for one in cases))

    def write(self, name, text):
        (self.work / name).parent.mkdir(exist_ok=True)
        (self.work / name).write_text(text)

    def run(self, command, code):
        self.server.asked.clear()
        done = subprocess.run(["sh", "-c", command], cwd=self.work, env=self.variables, capture_output=True, text=True, timeout=120)
        if done.returncode != code:
            sys.exit(f"{command}: exit {done.returncode}, not {code}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def gate(self, code, mood="good"):
        """The text and the JSON report of a gate in that mood of the model."""
        self.server.mood = mood
        text = self.run(f"tidemark gate --fresh --base base --report json={self.place}/report.json", code)
        return text, json.loads((self.place / "report.json").read_text())


def require(truth, sentence, *shown):
    if not truth:
        sys.exit("\n".join([sentence, *map(str, shown)]))


def story(desk):
    desk.run("begin router", 0)

    desk.write("prompts/router.md", "Tell me about the message.\n")
    text, _ = desk.gate(10)
    require("REGRESSED" in text, "a worse prompt is a regression", text)

    desk.write("prompts/router.md", "Say in one word, please, what the message is about.\n")
    text, report = desk.gate(0)
    require(report["verdict"] == "PASS", "another good prompt passes", text)
    require(set(desk.server.asked) == {"small-1"}, "the model is the entity's version", desk.server.asked)
    require("changed during the run" not in text and "the baseline was answered by" not in text, "one model is no change", text)
    require('"models":["small-1"]' in (desk.work / "golden.baseline.jsonl").read_text(), "the baseline says who answered")

    text, report = desk.gate(0, "moving")
    sentence = "the model that answered changed during the run: "
    because = report["verdicts"][0]["because"]
    require(sentence in text and any(one.startswith(sentence) for one in because), "a change of the model is told", text, because)

    for mood, (_, _, failure) in FAILURES.items():
        text, report = desk.gate(20, mood)
        require(report["verdict"] == "ERROR" and f"({failure})" in text, f"{mood} is an error of its kind", text)

    manifest = (desk.work / "tidemark.yaml").read_text()
    desk.write("tidemark.yaml", manifest.replace("version: small-1", "version: small-2"))
    text, report = desk.gate(0)
    require(set(desk.server.asked) == {"small-2"}, "another model is one changed word", desk.server.asked, text)
    require("  the baseline was answered by small-1, now it is small-2\n" in text, "and told as such", text)

    asked = "SELECT model, fingerprint, round(sum(cost), 6), sum(output_tokens) FROM trials WHERE run = (SELECT max(run) FROM runs) GROUP BY 1, 2"
    rows = json.loads(desk.run(f'tidemark sql --format json "{asked}"', 0))["rows"]
    trials = len(desk.server.asked) or round(rows[0][3] / 10)
    require(rows == [["small-2", "fp", round(trials * 120e-6, 6), trials * 10]] and trials >= 24, "the ledger knows who answered and the cost", rows)
    spent = report["verdicts"][0]["spent"]
    require(spent["models"] == {"small-2": trials} and spent["output_tokens"] == trials * 10 and abs(spent["cost"] - trials * 120e-6) < 1e-9
            and f", {trials} trials by small-2" in text, "so does the report", spent, text)

    desk.write("tidemark.yaml", manifest.replace("prompts/router.md", "prompts/route.md"))
    (desk.work / "prompts/router.md").rename(desk.work / "prompts/route.md")
    text, report = desk.gate(11)
    require("the base's runner names prompts/router.md, which the head takes away; the head's own runner is used" in text
            and report["verdicts"][0]["measured"]["trials"] > 0, "a renamed prompt is tried, and waits for a person", text)
    (desk.work / "prompts/route.md").rename(desk.work / "prompts/router.md")

    desk.write("tidemark.yaml", manifest.replace("version: small-1", "version: small-2"))
    text, report = desk.gate(11, "stale")
    require("trials were answered by small-1, which model:small leaves for small-2: what small-2 does was not tried" in text,
            "a service that does not follow is no PASS", text)
    desk.write("tidemark.yaml", manifest.replace("version: small-1", "version: small-2").replace("    deterministic: true\n", ""))
    text, report = desk.gate(11, "stale")
    require("answered by small-1, which model:small leaves for small-2" in text, "nor of one that answers otherwise now and then", text)
    desk.write("tidemark.yaml", manifest.replace("version: small-1", "version: small-2"))

    text, report = desk.gate(0, "half")
    spent, told = report["verdicts"][0]["spent"], report["verdicts"][0]["spent"]["output_tokens"] // 10
    untold = len(desk.server.asked) - told
    require(untold > 0 and spent.get("without_cost") == untold and spent["input_tokens"] == told * 100 and abs(spent["cost"] - told * 120e-6) < 1e-9
            and f" without {untold} trials of unknown cost, " in text, "what is not in the sum is told", spent, text)
    text = desk.run("tidemark gate --fresh --base base --max-cost 1", 20)
    require("an answer does not say what it cost, so the cost budget cannot be kept" in text, "half a usage keeps no budget", text)
    desk.server.mood = "good"

    unpriced = re.sub("        price: .*input.*\n", "", manifest)
    desk.write("tidemark.yaml", unpriced)
    text = desk.run("tidemark replay --max-cost 1", 21)
    require("automation:router: no price is known for its model, so --max-cost could not be kept" in text and not desk.server.asked,
            "a budget that nothing could be counted against is refused before anything is asked", text)
    desk.run("tidemark replay", 0)
    asked = "SELECT DISTINCT typeof(cost), typeof(output_tokens) FROM trials WHERE run = (SELECT max(run) FROM runs)"
    rows = json.loads(desk.run(f'tidemark sql --format json "{asked}"', 0))["rows"]
    require(rows == [["null", "integer"]], "a cost that nobody told is unknown", rows)


def main():
    with tempfile.TemporaryDirectory(prefix="chat-gate-") as folder:
        story(Desk(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(folder).resolve()))
    print("prompts and models are judged by what they do")


if __name__ == "__main__":
    main()
