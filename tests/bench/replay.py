#!/usr/bin/env python3
"""Whole replays over HTTP, each in turn with its peers and limits: replay.py --bin FOLDER [--folder PLACE] ...

PLACE is outside the repository; the peers (promptfoo and vitest, from npm, of pinned versions) are installed below it once.
Every case is one POST whose JSON answer is compared with what is expected; tidemark also keeps each trial in a new ledger.
"""
import argparse
import contextlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import replay_peers

WORKSPACE = """tidemark: 1
defaults:
  owners: {{technical: bench@example.com, operational: bench@example.com}}
automations:
  router:
    title: Routes tickets
    deterministic: true
    replay:
      runner: {{plugin: http, url: "{url}", concurrency: {concurrency}}}
      golden: golden/router.jsonl
      compare: [{{comparator: json}}]
"""


def expected(number):
    return {"number": number, "queue": f"queue-{number % 7}", "confidence": 0.75, "tags": ["a", "b", "c"], "text": "x" * 400}


def make_cases(count):
    return [{"id": f"case-{number:05}", "input": {"number": number, "text": "where is my parcel " * 13},
             "expect": expected(number)} for number in range(1, count + 1)]


class Bench:
    def __init__(self, binaries, folder):
        self.binaries, self.folder = binaries.resolve(), folder.resolve()
        self.tidemark = str(self.binaries / "tidemark")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), "NO_COLOR": "1",
                            "XDG_STATE_HOME": str(self.folder / "state"), "XDG_CACHE_HOME": str(self.folder / "cache")}
        self.ledgers = 0

    @contextlib.contextmanager
    def server(self, *arguments):
        with subprocess.Popen([str(self.binaries / "quick_server"), *map(str, arguments)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as process:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
            process.stdin.close()

    def world(self, name, url, cases, concurrency):
        """A recorded and committed workspace."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        (place / "golden").mkdir(parents=True)
        (place / "tidemark.yaml").write_text(WORKSPACE.format(url=url, concurrency=concurrency))
        (place / "golden/router.jsonl").write_text("".join(json.dumps(one) + "\n" for one in cases))
        git = ["git", "-C", str(place), "-c", "user.name=bench", "-c", "user.email=bench@example.com"]
        subprocess.run([*git, "init", "-q"], check=True)
        measured(self.replay("record"), place, self.environment)
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-qm", "world"], check=True)
        return place

    def replay(self, command="replay", again=False):
        """Into a new ledger unless `again`."""
        self.ledgers += 0 if again else 1
        ledgers = self.folder / "ledgers"
        if command == "record":
            shutil.rmtree(ledgers, ignore_errors=True)
        ledgers.mkdir(exist_ok=True)
        return [self.tidemark, command, "router", "--fresh", "--ledger", str(ledgers / str(self.ledgers))]


def measured(command, folder, environment, passes=(0,)):
    """Seconds by the clock, of all cores together, and MB of the largest process."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in passes:
            said.seek(0)
            sys.exit(f"{command[:3]}: exit {process.returncode}\n{said.read().decode()[-3000:]}")
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def middle(values):
    return [statistics.median(column) for column in zip(*values)]


def row(name, cases, values, first=None):
    took, cpu, memory = middle(values)
    rate = cases / took
    ratio = f"   tidemark {first / rate:7.2f} times" if first else ""
    print(f"  {name:32} {rate:9.0f} cases/s   {cpu / cases * 1e6:8.0f} us of CPU a case   {memory:6.0f} MB{ratio}", flush=True)
    return rate


def fast_server(bench, arguments, modules):
    """The goals: 100 times promptfoo, 8 times vitest, 0.1 of wrk; 100 us of CPU a case, an eighth of promptfoo's memory."""
    cases, few, at_once = make_cases(arguments.cases), arguments.promptfoo_cases, 16
    with bench.server() as url:
        world = bench.world("fast", url, cases, at_once)
        ours, limit, vitest, promptfoo = [], [], [], []
        rounds = arguments.rounds if modules else 1
        for number in range(-1, rounds):
            taken = measured(bench.replay(), world, bench.environment)
            rate = replay_peers.wrk(bench.folder, url, json.dumps(cases[0]["input"]), at_once)
            if modules:
                command, place, extra = replay_peers.vitest(bench.folder / "vitest", modules, url, cases, at_once)
                vitest.append(measured(command, place, {**bench.environment, **extra}))
            if number >= 0:
                ours.append(taken)
                limit.append(rate)
        if modules and few:
            command, place, extra = replay_peers.promptfoo(bench.folder / "promptfoo", modules, url, cases[:few], at_once,
                                                           bench.folder / "home")
            promptfoo.append(measured(command, place, {**bench.environment, **extra}))
    print(f"HTTP, fast server, {len(cases)} cases, {at_once} in flight, start to end, median of {rounds}")
    rate = row("tidemark replay", len(cases), ours)
    if limit[0]:
        print(f"  {'wrk':32} {statistics.median(limit):9.0f} requests/s   tidemark {rate / statistics.median(limit):.3f} of it")
    if vitest:
        row("vitest", len(cases), vitest[1:] or vitest, rate)
    if promptfoo:
        row(f"promptfoo, {few} cases", few, promptfoo, rate)


def slow_server(bench, arguments):
    """The goal: 0.95 of what 64 in flight can reach when each answer takes 100 ms."""
    cases, at_once, delay = make_cases(arguments.slow_cases), 64, 100
    with bench.server("--delay", delay) as url:
        # Recorded by a fast one, or it would take ten times as long.
        with bench.server() as quick:
            world = bench.world("slow", quick, cases, at_once)
        settings = world / "tidemark.yaml"
        settings.write_text(settings.read_text().replace(quick, url))
        values = [measured(bench.replay(), world, bench.environment) for _ in range(arguments.slow_rounds)]
    trials = len(cases) + max(10, len(cases) // 10)  # a deterministic automation runs a tenth of its cases twice
    ideal = -(-trials // at_once) * delay / 1000
    print(f"HTTP, server that waits {delay} ms, {trials} trials, {at_once} in flight: {middle(values)[0]:.2f} s; ideal {ideal:.2f} s:"
          f" {ideal / middle(values)[0]:.3f} of the ideal rate", flush=True)


def one_case(bench, rounds):
    """The goal: 40 ms from start to verdict, the worker's start included."""
    with bench.server() as url:
        world = bench.world("one", url, make_cases(1), 1)
        measured(bench.replay(), world, bench.environment)
        values = [measured(bench.replay(again=True), world, bench.environment) for _ in range(rounds)]
        version = [measured([bench.tidemark, "--version"], world, bench.environment) for _ in range(rounds)]
    took, cpu, memory = middle(values)
    print(f"one case, start to verdict: {took * 1000:.1f} ms (best {min(values)[0] * 1000:.1f}), {cpu * 1000:.1f} ms of CPU, {memory:.0f} MB;"
          f" --version {middle(version)[0] * 1000:.1f} ms", flush=True)


def parts(bench, arguments):
    """The goals: 0.85 of bare posix_spawn, 50,000 lines a second; 0.6 of simdjson, 8 times nlohmann; a verdict in 50 ms."""
    with bench.server() as url:
        port = url.split(":")[2].strip("/")
        subprocess.run([str(bench.binaries / "bench_trials"), str(bench.folder / "trials"), str(arguments.rounds),
                        str(arguments.trials), port], check=True)
    subprocess.run([str(bench.binaries / "bench_judging"), str(3 * arguments.rounds)], check=True)


def run_all(arguments, folder):
    bench = Bench(arguments.bin, folder)
    modules = None if arguments.without_peers else replay_peers.install(bench.folder / "peers")
    fast_server(bench, arguments, modules)
    slow_server(bench, arguments)
    one_case(bench, 5 * arguments.rounds)
    parts(bench, arguments)


SMOKE = {"cases": 40, "trials": 512, "slow_cases": 64, "slow_rounds": 1, "rounds": 1, "without_peers": True}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--folder", default="")
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--promptfoo-cases", type=int, default=5000)
    parser.add_argument("--slow-cases", type=int, default=2500)
    parser.add_argument("--slow-rounds", type=int, default=2)
    parser.add_argument("--trials", type=int, default=20480)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--smoke", action="store_true", help="that it works, on little")
    parser.add_argument("--without-peers", action="store_true")
    arguments = parser.parse_args()
    if arguments.smoke:
        vars(arguments).update(SMOKE)
        with tempfile.TemporaryDirectory() as folder:
            return run_all(arguments, pathlib.Path(folder))
    folder = arguments.folder or pathlib.Path(tempfile.gettempdir()) / "tidemark-bench"
    return run_all(arguments, pathlib.Path(folder) / "replay")


if __name__ == "__main__":
    main()
