#!/usr/bin/env python3
"""Gates on an automation behind HTTP whose service on loopback misbehaves: http_gate.py TIDEMARK.

What may pass is asked for again, as often as it must and no earlier than the service wants; what must not be asked twice is not; a
service that gives up keeps nobody from what was paid for; and another case's answer is nobody's.
"""
import collections
import email.utils
import http.server
import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kit"))
import transcript  # noqa: E402

CASES = 24
REPEATED = 10  # of a deterministic automation's cases, to see that they are
WORKSPACE = """tidemark: 1
defaults: {owners: {technical: tools@example.com, operational: desk@example.com}}
automations:
  triage:
    title: Asks a service
    deterministic: true
    uses: [service:triage]
    replay:
      runner: {plugin: http, url: "http://127.0.0.1:PORT/label", echoes: {/id: "${/id}"}, at: /label, concurrency: 4, timeout: 20s, idempotent: IDEMPOTENT}
      golden: golden.jsonl
      compare: [{comparator: exact}]
services:
  triage: {version: "1", floating: true, vendor: vendor:acme}
vendors: {acme: {title: Acme}}
"""


class Service(http.server.BaseHTTPRequestHandler):
    """Labels a text, once it has answered as often as it was told with something else."""
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        server, name = self.server, asked["id"]
        with server.lock:
            server.seen[name].append((time.monotonic(), time.time()))
            total = sum(map(len, server.seen.values()))
            status, headers = server.troubles[name].popleft() if server.troubles[name] else (200, {})
            if server.ends_after and total > server.ends_after:
                status, headers = 429, {"Retry-After": "100000"}
            swapped = server.swaps and name in server.swaps
        answer = {"id": server.swaps[name] if swapped else name, "label": "even" if int(name[1:]) % 2 == 0 else "odd"}
        body = json.dumps(answer).encode() if status == 200 else b"not now"
        self.send_response(status)
        for header in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Desk:
    """A workspace with one automation, and the service that it asks."""

    def __init__(self, binary, place, idempotent):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
        self.server.lock = threading.Lock()
        self.calm()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.work = place / "work"
        for name in ("work", "home", "state"):
            (place / name).mkdir(parents=True)
        self.variables = transcript.environment(binary, place)
        (self.work / "tidemark.yaml").write_text(
            WORKSPACE.replace("PORT", str(self.server.server_port)).replace("IDEMPOTENT", str(idempotent).lower()))
        (self.work / "golden.jsonl").write_text("".join(
            json.dumps({"id": f"c{i:02}", "input": {"id": f"c{i:02}", "text": f"text {i}"}}) + "\n" for i in range(CASES)))
        self.run("begin triage", 0)
        self.version = 1
        self.calm()

    def calm(self):
        self.server.seen = collections.defaultdict(list)
        self.server.troubles = collections.defaultdict(collections.deque)
        self.server.ends_after, self.server.swaps = 0, {}

    def trouble(self, name, *answers):
        self.server.troubles[name].extend(answers)

    def run(self, command, code):
        done = subprocess.run(["sh", "-c", command], cwd=self.work, env=self.variables, capture_output=True, text=True, timeout=120)
        require(done.returncode == code, f"{command}: exit {done.returncode}, not {code}", done.stdout, done.stderr)
        return done.stdout + done.stderr

    def move(self):
        """Another version of the service, so that nothing rests on an earlier run."""
        path = self.work / "tidemark.yaml"
        path.write_text(path.read_text().replace(f'version: "{self.version}"', f'version: "{self.version + 1}"'))
        self.version += 1

    def gate(self, code):
        """What a gate says, and how many requests the service saw."""
        text = self.run("tidemark gate --base base", code)
        return text, sum(map(len, self.server.seen.values()))

    def gaps(self, name):
        times = [moment for moment, _ in self.server.seen[name]]
        return [late - early for early, late in zip(times, times[1:])]


def require(truth, sentence, *shown):
    if not truth:
        sys.exit("\n".join([sentence, *map(str, shown)]))


def passing_troubles(desk):
    """Every one of these is over after a while, so the verdict is as if nothing had been."""
    desk.move()
    date = email.utils.formatdate(time.time() + 3, usegmt=True)
    desk.trouble("c01", (503, {}), (503, {}))
    desk.trouble("c02", (429, {"Retry-After": "2"}))
    desk.trouble("c03", (429, {"Retry-After": date}))
    desk.trouble("c04", (529, {}))
    desk.trouble("c05", (500, {"Retry-After": "soon"}))
    text, asked = desk.gate(0)
    require("PASS          triage" in text and "no case got worse on these 24 cases" in text, "what passes is no loss", text)
    require(asked == CASES + REPEATED + 6, f"each trouble is asked for once more, which makes 40, not {asked}", desk.server.seen)
    require(sum(desk.gaps("c01")) >= 1, "a pause is made, whichever trial of the case it was", desk.gaps("c01"))
    require(desk.gaps("c02")[0] >= 2, "no earlier than in the seconds that were asked for", desk.gaps("c02"))
    due = email.utils.parsedate_to_datetime(date).timestamp()
    require(desk.server.seen["c03"][1][1] >= due - 1, "no earlier than at the time that was asked for", desk.server.seen["c03"], due)
    failed = desk.run("tidemark sql 'SELECT count(*) FROM trials WHERE failure IS NOT NULL'", 0)
    require(failed == "count(*)\n0\n", "a try that failed is no trial", failed)
    require("  retries   6 calls were made again (" in text, "how many calls were made again is said", text)
    again = desk.run("tidemark sql 'SELECT sum(retries) AS again FROM trials'", 0)
    require(again == "again\n6\n", "the ledger has the same number", again)


def outage_at_the_end(desk):
    """The service gives up shortly before the end: what was paid for is kept, and the same command asks for the rest only."""
    desk.calm()
    desk.move()
    desk.server.ends_after = 30
    text, asked = desk.gate(20)
    require("trials were not run: the service asks to wait for " in text and "the same command goes on from there" in text,
            "it says what is missing, and how to go on", text)
    kept = 30
    require(kept < asked <= kept + 4, f"{asked} requests")
    desk.calm()
    text, again = desk.gate(0)
    require("goes on with run" in text and "PASS          triage" in text, "the same command goes on", text)
    require(again == CASES + REPEATED - kept, f"only what is missing is asked for, {again} requests", text)


def swapped_answers(desk):
    """A service that gives one case another's answer: that is no label of it, and no verdict is made of it."""
    desk.calm()
    desk.move()
    desk.server.swaps = {"c06": "c08"}
    text, _ = desk.gate(12)
    require("the answer is another case's: at '/id' is 'c08', not 'c06'" in text, "it is named", text)
    require("1 of 24 cases gave no output, which may hide a drop: c06" in text, "it counts as missing", text)


def asked_once(desk):
    """Where an input must not be sent twice it is not, and what is missing is said."""
    desk.move()
    desk.trouble("c01", (503, {}))
    desk.trouble("c02", (429, {"Retry-After": "1"}))
    text, asked = desk.gate(12)
    require(asked == CASES + REPEATED, f"nothing is asked for again, {asked} requests", desk.server.seen)
    require("cases gave no output, which may hide a drop: c01, c02" in text, "what is missing is said", text)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="http-gate-") as folder:
        place = pathlib.Path(folder).resolve()
        desk = Desk(binary, place / "patient", True)
        for story in (passing_troubles, outage_at_the_end, swapped_answers):
            story(desk)
        asked_once(Desk(binary, place / "once", False))
    print("what may pass is asked for again, and nothing else")


if __name__ == "__main__":
    main()
