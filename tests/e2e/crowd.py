#!/usr/bin/env python3
"""A thousand trials in flight against a slow service, and what a look holds in memory: crowd.py TIDEMARK [--limits].

The service, on loopback, answers nobody before it has a thousand requests at once; how many it had is its own count. A workspace whose
outputs are a hundred times what its baseline holds is replayed nine times without holding them; with --limits that is an error, and sanitizers need more.
"""
import asyncio
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kit"))
import transcript  # noqa: E402

CROWD = 1000
OUTPUT = 200_000  # bytes
ALLOWED = 90 << 20  # bytes more than a look over small outputs takes; all outputs would be 180 MB
SLOW = """tidemark: 1
defaults: {owners: {technical: ada@example.com, operational: ada@example.com}}
automations:
  crowd:
    deterministic: true
    replay:
      runner: {plugin: http, url: "http://127.0.0.1:PORT/", concurrency: 1000, timeout: 120s}
      golden: golden.jsonl
      compare: [{comparator: exact}]
"""
LARGE = """tidemark: 1
defaults: {owners: {technical: ada@example.com, operational: ada@example.com}}
automations:
  talker:
    replay:
      runner: {plugin: process, command: [./talk], mode: jsonl, concurrency: 4, timeout: 60s}
      golden: golden.jsonl
      compare: [{comparator: exact, at: /label}]
      scrub: [{at: /rest}]
      gate: {margin: 0.01}
"""
TALK = """#!/usr/bin/env python3
import json, sys
size = int(open("size").read())
for line in sys.stdin:
    call = json.loads(line)
    print(json.dumps({"id": call["id"], "output": {"label": call["input"], "rest": "x" * size}}), flush=True)
"""


class Service:
    """Echoes requests once it holds CROWD of them, those that come later at once; knows the most that it held."""

    def __init__(self):
        self.held, self.most, self.port = 0, 0, None
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self.serve, args=(ready,), daemon=True).start()
        ready.wait()

    def serve(self, ready):
        async def start():
            self.crowded = asyncio.Event()
            server = await asyncio.start_server(self.talk, "127.0.0.1", 0, backlog=CROWD)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
        self.loop.run_until_complete(start())
        self.loop.run_forever()

    async def talk(self, reader, writer):
        try:
            await self.echo(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def echo(self, reader, writer):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
            body = await reader.readexactly(length)
            self.held += 1
            self.most = max(self.most, self.held)
            if self.held >= CROWD:
                self.crowded.set()
            await self.crowded.wait()
            self.held -= 1
            writer.write(b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


class Workspace:
    def __init__(self, binary, place, inventory, cases):
        for name in ("work", "home", "state"):
            (place / name).mkdir(parents=True)
        self.work, self.variables = place / "work", transcript.environment(binary, place)
        (self.work / "tidemark.yaml").write_text(inventory)
        lines = (json.dumps({"id": f"c{i:04}", "input": f"case {i}"}) for i in range(cases))
        (self.work / "golden.jsonl").write_text("".join(line + "\n" for line in lines))

    def run(self, command, code):
        done = subprocess.run(["sh", "-c", command], cwd=self.work, env=self.variables, capture_output=True, text=True, timeout=280)
        if done.returncode != code:
            sys.exit(f"{command}: exit {done.returncode}, not {code}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def peak(self, command):
        """What the command's largest process held, in bytes."""
        program = "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:], stdout=sys.stderr).returncode; " \
                  "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)"
        done = subprocess.run([sys.executable, "-c", program, *command.split()], cwd=self.work, env=self.variables,
                              capture_output=True, text=True, timeout=280)
        code, size = map(int, done.stdout.split())
        return code, size, done.stderr


def a_thousand_in_flight(binary, place):
    service = Service()
    desk = Workspace(binary, place, SLOW.replace("PORT", str(service.port)), CROWD)
    desk.run("tidemark record crowd", 0)
    if service.most != CROWD:
        sys.exit(f"the service held {service.most} requests at once, not {CROWD}")
    said = desk.run("ulimit -n 200; tidemark replay crowd --fresh", 0)
    if "PASS" not in said:
        sys.exit(said)


def outputs_are_not_held(binary, place):
    desk = Workspace(binary, place, LARGE, 100)
    (desk.work / "talk").write_text(TALK)
    (desk.work / "talk").chmod(0o755)
    (desk.work / "size").write_text("10")
    desk.run("tidemark record talker", 0)
    peaks = []
    for size in (10, OUTPUT):
        (desk.work / "size").write_text(str(size))
        code, peak, said = desk.peak("tidemark replay talker --fresh")
        if code != 0 or "100 cases, 900 trials" not in said:
            sys.exit(f"exit {code}\n{said}")
        peaks.append(peak)
    if peaks[1] - peaks[0] > ALLOWED:
        sys.exit(f"outputs of {OUTPUT} bytes take {peaks[1] - peaks[0]} bytes more than small ones: {peaks}")


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    binary = pathlib.Path(sys.argv[1]).resolve()
    stories = [a_thousand_in_flight] + [outputs_are_not_held] * ("--limits" in sys.argv)
    for story in stories:
        with tempfile.TemporaryDirectory() as folder:
            story(binary, pathlib.Path(folder).resolve() / "x")


main()
