#!/usr/bin/env python3
"""Disturbs a gate in a random order and holds three logs against each other that know nothing of one another: the calls that the
automations counted, the ledger, and the report. The automations are programs, or a service that at times refuses, in bursts.

usage: nemesis.py TIDEMARK_WITH_FAULT_INJECTION [--seeds N] [--first SEED]

P1  a verdict is given only when every planned trial is in the ledger
P2  a disturbance repeats at most the trials that were in flight
P3  a trial is counted once
P4  every command ends within its time, and neither a process nor a half-written file stays
"""
import argparse
import collections
import json
import pathlib
import random
import signal
import sys
import time

from service import REFUSALS, ServiceWorld
from world import CASES, Broken, World, expect

GATE = ("gate", "--base", "HEAD~1", "--report", "json=../report.json")
# REGRESSED, and PASS within the margin; the states beside them are what disturbances may end in.
VERDICT = 10
SIGNALS = {"TERM": 143, "INT": 130, "HUP": 129}


def kill_core(world, chance):
    code, _, err = world.run(*GATE, TIDEMARK_FAULT=f"*:{chance.randint(1, world.sites)}")
    expect(code in (-9, VERDICT), f"kill core: {code} {err}")
    return code


def stop(world, chance):
    name = chance.choice(sorted(SIGNALS))
    code, _, err = world.run(*GATE, TIDEMARK_FAULT=f"*:{chance.randint(1, world.sites)}:{name}")
    expect(code in (SIGNALS[name], VERDICT), f"stop by {name}: {code} {err}")
    return code


def kill_worker(world, chance):
    (world.place / "kill").write_text(str(world.calls() + chance.randint(1, 60)))
    code, _, err = world.run(*GATE)
    expect(code == VERDICT, f"kill worker: {code} {err}")
    return code


def pause(world, chance):
    """Stops the whole core for a moment, as a suspended machine does."""
    process = world.start(*GATE, TIDEMARK_FAULT=f"*:{chance.randint(1, world.sites)}:STOP")
    state = pathlib.Path(f"/proc/{process.pid}/stat")
    while process.poll() is None and state.read_text().rpartition(")")[2].split()[0] != "T":
        time.sleep(0.01)
    process.send_signal(signal.SIGCONT)
    code, _, err = world.finish(process)
    expect(code == VERDICT, f"pause: {code} {err}")
    return code


def disk_fails(world, chance):
    code, _, err = world.run(*GATE, TIDEMARK_FAULT=f"*:{chance.randint(1, world.sites)}:{chance.choice(['ENOSPC', 'EIO'])}")
    expect(code in (22, VERDICT), f"disk fails: {code} {err}")
    return code


def disk_full(world, chance):
    largest = max([path.stat().st_size for path in world.ledgers()], default=0)
    code, _, err = world.run(*GATE, largest_file=max(largest, 8192) + chance.randint(0, 200_000))
    expect(code in (22, VERDICT), f"disk full: {code} {err}")
    return code


def second_run(world, chance):
    first, second = world.start(*GATE), world.start(*GATE)
    codes = []
    for process in (first, second):
        code, _, err = world.finish(process)
        codes.append(code)
        expect(code in (22, VERDICT), f"second run: {code} {err}")
    expect(VERDICT in codes, f"second run: neither came to a verdict: {codes}")
    return VERDICT


def last_report(world):
    path = world.place / "report.json"
    return json.loads(path.read_text()) if path.exists() else None


def verdicts_of(report):
    """What must be the same however the run came about."""
    verdicts = []
    for verdict in report["verdicts"]:
        verdict = dict(verdict)
        verdict.pop("evidence")
        verdict.pop("retries")
        verdicts.append(verdict)
    return report["verdict"], report["exit_code"], verdicts


def check(world, undisturbed, steps):
    runs = world.rows("SELECT id,planned,exit_code,finished_at,(SELECT count(*) FROM trials WHERE run=runs.id) FROM runs")
    expect(runs, "the ledger holds no run")
    for run, planned, code, finished, trials in runs:
        if finished:
            expect(trials >= planned, f"P1: run {run} gave {code} on {trials} of {planned} trials")
    twice = world.rows("SELECT run,automation,arm,case_id,repeat FROM trials GROUP BY 1,2,3,4,5 HAVING count(*)>1")
    expect(not twice, f"P3: counted twice: {twice}")
    kept = world.rows("SELECT count(*) FROM trials WHERE arm<>'record'")[0][0]
    disturbed = sum(1 for name, _ in steps if name != "undisturbed")
    expect(kept <= world.calls() <= kept + disturbed * world.in_flight,
           f"P2: {world.calls()} calls for {kept} trials after {disturbed} disturbances")
    report = last_report(world)
    expect(report and verdicts_of(report) == undisturbed, "the report is not that of an undisturbed run")
    expect(report["exit_code"] == VERDICT, f"the report says {report['exit_code']}")
    expect(not world.processes(), f"P4: still running: {world.processes()}")
    expect(not world.leftovers(), f"P4: left half-written: {world.leftovers()}")
    expect(world.rows("PRAGMA integrity_check") == [("ok",)], "the ledger is damaged")
    judged = {name for name, in world.rows("SELECT DISTINCT automation FROM verdicts")}
    expect(judged == {"automation:fixed", "automation:drawn"}, f"verdicts on {judged}")


DISTURBANCES = [kill_core, kill_core, stop, pause, kill_worker, disk_full, disk_fails, second_run]


def story_of(seed):
    chance = random.Random(seed)
    return chance, [chance.choice(DISTURBANCES) for _ in range(chance.randint(2, 5))]


def play(world, undisturbed, seed):
    chance, story = story_of(seed)
    world.reset({})
    steps = []
    for disturb in story:
        world.burst(chance)
        try:
            steps.append((disturb.__name__, disturb(world, chance)))
        except Broken as broken:
            raise Broken(f"seed {seed}, after {steps}: {broken}") from None
    world.burst(chance)
    code, _, err = world.run(*GATE)
    steps.append(("undisturbed", code))
    try:
        expect(code == VERDICT, f"ends with {code}: {err}")
        check(world, undisturbed, steps)
    except Broken as broken:
        raise Broken(f"seed {seed}, after {steps}: {broken}") from None
    return steps


def undisturbed_report(world):
    world.run("record", "fixed", "drawn")
    world.commit()
    world.words("returns")
    world.commit()
    world.reset({})
    code, _, err = world.run(*GATE, TIDEMARK_FAULT_LOG=str(world.place / "visits"))
    expect(code == VERDICT, f"undisturbed: {code} {err}")
    world.sites = len((world.place / "visits").read_text().split())
    return verdicts_of(last_report(world))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--first", type=int, default=1)
    wish = parser.parse_args()
    service = ServiceWorld(wish.binary)
    worlds = [World(wish.binary, False), World(wish.binary, True), service]
    counts = collections.Counter()
    try:
        undisturbed = [undisturbed_report(world) for world in worlds]
        for seed in range(wish.first, wish.first + wish.seeds):
            kind = seed % len(worlds)
            counts.update(f"{name} {code}" for name, code in play(worlds[kind], undisturbed[kind], seed))
        expect(wish.seeds < 50 or set(service.refused) == set(REFUSALS), f"the service refused by {set(service.refused)} only")
    except Broken as broken:
        sys.exit(f"{broken}\n(the workspaces are kept: {', '.join(str(world.place) for world in worlds)})")
    for world in worlds:
        world.remove()
    print(f"{wish.seeds} seeds of {CASES} cases; " + ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
          + "; the service refused: " + ", ".join(f"{count} by {what}" for what, count in sorted(service.refused.items())))


if __name__ == "__main__":
    main()
