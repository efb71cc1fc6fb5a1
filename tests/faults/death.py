#!/usr/bin/env python3
"""Kills, stops or fails tidemark at every place where it writes something, in turn, and runs the same command again: what
comes out must be what an undisturbed run gives, and no trial may be paid for twice but those in flight.

usage: death.py TIDEMARK_WITH_FAULT_INJECTION [--every N]

--every N tries the first visit of each place and every N-th visit of any.
"""
import argparse
import collections
import re
import signal
import sys

from world import CASES, Broken, World, expect

GATE = ("gate", "--base", "HEAD~1", "--report", "json=../report.json", "--report", "junit=../report.xml")
RECORD = ("record", "fixed", "drawn", "--runs", "9")
ACCEPT = ("accept", "fixed", "drawn", "--base", "HEAD", "--reason", "it is right")
# At most this many trials are in flight, so at most as many may be repeated after one death.
IN_FLIGHT = 2
FAILING = ("ENOSPC", "EIO", "EMFILE", "EROFS")
# What differs between two undisturbed runs: the time, and with the baseline's time the state that an acceptance is about.
VARIABLE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|(?<=\"closure\":\")[0-9a-f]{64}(?=\",\"effect\")")


class Story:
    """A command, the state it begins in, and what it leaves when nothing disturbs it."""

    def __init__(self, world, command, files, then=None):
        self.world, self.command, self.files, self.then = world, command, files, then
        world.reset(files)
        self.code, self.out, err = world.run(*command, TIDEMARK_FAULT_LOG=str(world.place / "visits"))
        self.sites = (world.place / "visits").read_text().split()
        self.calls, self.left = world.calls(), self.what_is_left()
        expect(self.code >= 0 and not err, f"{command[0]}, undisturbed: {self.code} {err}")

    def what_is_left(self):
        texts = [path.read_text() for path in sorted(self.world.work.rglob("*.jsonl"))]
        reports = [self.world.place / name for name in ("report.json", "report.xml")]
        return [VARIABLE.sub("", text) for text in texts] + [one.read_text() if one.exists() else "" for one in reports]

    def disturb(self, fault, expected):
        """Whether it was cut off: a disturbance may also come when all has been said."""
        self.world.reset(self.files)
        code, out, err = self.world.run(*self.command, TIDEMARK_FAULT=fault)
        # An interrupted call is done again, what fails while SQLite tidies up has no consequence, and how many trials
        # are committed together, hence how often a place is visited, is chance.
        may_pass = fault.startswith(("*", "sqlite.", "ledger.add")) or fault.endswith("EINTR")
        if may_pass and code == self.code:
            self.expect_as_undisturbed(out)
            return False
        expect(code in expected, f"ended with {code}, not {expected}: {err}")
        return True

    def is_over(self):
        """Whether what came of it was delivered, so that the same command is a run of its own."""
        newest = self.world.rows("SELECT delivered_at FROM runs ORDER BY id DESC LIMIT 1")
        return bool(newest and newest[0][0])

    def expect_as_undisturbed(self, out):
        expect(VARIABLE.sub("", out) == VARIABLE.sub("", self.out), f"it says\n{out}instead of\n{self.out}")
        expect(self.what_is_left() == self.left, "it leaves other files")

    def again(self):
        code, out, err = self.world.run(*self.command)
        expect(code == self.code, f"again: {code} instead of {self.code}: {err}")
        self.expect_as_undisturbed(out)
        repeated = self.world.calls() - self.calls
        expect(0 <= repeated <= IN_FLIGHT, f"{repeated + self.calls} calls instead of {self.calls}")
        expect(not self.world.leftovers(), f"left half-written: {self.world.leftovers()}")
        expect(not self.then or self.world.run(*self.then)[0] == 0, "again: what it made does not hold")
        expect(self.world.rows("PRAGMA integrity_check") == [("ok",)], "the ledger is damaged")
        return repeated


def sweep(story, every):
    """Every visit of a site: a death; every second one a signal; every one that can fail, a failure."""
    repeated = collections.Counter()
    done = collections.Counter()
    visits = collections.Counter()
    for number, site in enumerate(story.sites, 1):
        visits[site] += 1
        if number % every != 0 and visits[site] != 1:
            continue
        attempts = [(f"*:{number}", (-signal.SIGKILL,))]
        attempts += [(f"*:{number}:{name}", (128 + code,)) for name, code in (("TERM", 15), ("INT", 2), ("HUP", 1))
                     if number % 3 == code % 3]
        attempts.append((f"{site}:{visits[site]}:{FAILING[number % len(FAILING)]}", (22,)))
        if site.startswith("file."):
            attempts.append((f"{site}:{visits[site]}:EINTR", ()))
        for fault, expected in attempts:
            try:
                if not story.disturb(fault, expected):
                    done["without consequence"] += 1
                elif story.is_over():
                    expect(story.what_is_left() == story.left, "all has been said, but not all is there")
                    done["after all was said"] += 1
                else:
                    repeated[story.again()] += 1
                    done[fault.rpartition(":")[2] if fault.count(":") > 1 else "KILL"] += 1
            except Broken as broken:
                raise Broken(f"{story.command[0]}, TIDEMARK_FAULT={fault} at {site}: {broken}") from None
    print(f"{story.command[0]}: {len(story.sites)} visits of {len(set(story.sites))} sites; "
          + ", ".join(f"{count} {what}" for what, count in sorted(done.items()))
          + "; trials repeated: " + ", ".join(f"{count}x {times}" for times, count in sorted(repeated.items())))


def sweep_power(story, seeds):
    """The power fails: of what the ledger has not synced a random part is lost. What was acknowledged is not."""
    writes = sum(site in ("sqlite.write", "sqlite.sync") for site in story.sites)
    repeated = collections.Counter()
    missed = 0
    for seed in range(1, seeds + 1):
        world, at = story.world, 1 + seed * 7919 % writes
        world.reset(story.files)
        try:
            code, out, err = world.run(*story.command, TIDEMARK_POWER=f"{seed}:{at}")
            if code == story.code:
                # More trials were committed together than before, so that there were fewer writes.
                story.expect_as_undisturbed(out)
                missed += 1
                continue
            expect(code == -signal.SIGKILL, f"{code} {err}")
            if story.is_over():
                expect(story.what_is_left() == story.left, "all has been said, but not all is there")
            else:
                repeated[story.again()] += 1
        except Broken as broken:
            raise Broken(f"{story.command[0]}, TIDEMARK_POWER={seed}:{at}: {broken}") from None
    expect(missed * 4 < seeds, f"the power failed in {seeds - missed} of {seeds} runs only")
    print(f"{story.command[0]}: the power failed at {seeds - missed} of {writes} writes and syncs; trials repeated: "
          + ", ".join(f"{count}x {times}" for times, count in sorted(repeated.items())))


def sweep_memory(story, step):
    """The memory ends, at an allocation or where the kernel gives no more: it says so and goes on the next time."""
    world, spent, repeated = story.world, 0, collections.Counter()
    limits = [{"TIDEMARK_MEMORY": str(round(100 * step ** at))} for at in range(500)]
    addresses = [{"addresses": size << 20} for size in range(26, 42, 2)]
    for limit in addresses + limits:
        world.reset(story.files)
        code, out, err = world.run(*story.command, **limit)
        if code == story.code and not err:
            expect(VARIABLE.sub("", out) == VARIABLE.sub("", story.out), f"{limit}: says something else")
            if "addresses" in limit:
                continue
            break
        # A ledger that cannot be opened for want of memory says so itself; what cannot even be loaded says it, too.
        expect(code == 20 and err.startswith("tidemark: the machine has no ") or (code in (22, 127) and "addresses" in limit),
               f"{limit}: ended with {code}: {err}")
        expect(not story.is_over(), f"{limit}: is over")
        repeated[story.again()] += 1
        spent += 1
    print(f"{story.command[0]}: the memory ended {spent} times; trials repeated: "
          + ", ".join(f"{count}x {times}" for times, count in sorted(repeated.items())))


def sweep_init(world):
    """`init` writes one file: it is there whole or not at all, and no part of it stays after the next try."""
    folder = world.work / "empty"
    target = folder / "tidemark.yaml"

    def init(**environment):
        folder.mkdir(exist_ok=True)
        return world.run("init", "-C", "empty", **environment)

    def clear():
        for one in folder.iterdir():
            one.unlink()

    code, _, err = init(TIDEMARK_FAULT_LOG=str(world.place / "visits"))
    expect(code == 0, f"init: {code} {err}")
    whole, sites = target.read_text(), (world.place / "visits").read_text().split()
    for number, site in enumerate(sites, 1):
        for name, wanted in [("KILL", -signal.SIGKILL)] + [(name, 22) for name in FAILING]:
            clear()
            code, _, err = init(TIDEMARK_FAULT=f"*:{number}:{name}")
            expect(code == wanted, f"init, {name} at {site}: {code} {err}")
            written = target.exists()
            expect(not written or target.read_text() == whole, f"init, {name} at {site}: half a file")
            code, _, err = init()
            expect(code == (21 if written else 0), f"init, {name} at {site}, again: {code} {err}")
            expect(target.read_text() == whole and not world.leftovers(), f"init, {name} at {site}, again: not whole")
    print(f"init: {len(sites)} visits, each with a death and {len(FAILING)} failures")
    world.reset({})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--every", type=int, default=1)
    wish = parser.parse_args()
    world = World(wish.binary)
    try:
        sweep_init(world)
        sweep(Story(world, RECORD, {}), wish.every)
        world.reset({})
        world.run(*RECORD)
        world.commit()
        world.words("returns")
        world.commit()
        gate = Story(world, GATE, {})
        sweep(gate, wish.every)
        sweep_power(gate, max(20, 2000 // wish.every))
        sweep_memory(gate, 1.3 if wish.every > 100 else 1.02)
        world.git("reset", "-q", "--hard", "HEAD~1")
        words = "".join(f"{name}-{i:02} {'returns' if i > CASES - 4 else 'billing'}\n" for name in ("fixed", "drawn") for i in range(CASES))
        sweep(Story(world, ACCEPT, {"words": words}, then=("gate", "--base", "HEAD")), wish.every)
    except Broken as broken:
        sys.exit(f"{broken}\n(the workspace is kept: {world.place})")
    world.remove()


if __name__ == "__main__":
    main()
