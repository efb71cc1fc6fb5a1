#!/usr/bin/env python3
"""Times whole processes, each in turn with the others, and prints medians and ratios.

processes.py --tidemark BIN --folder FOLDER [--automations 10000] [--impact 3000] [--rounds 9]
             [--without-peers]

FOLDER is outside the repository; worlds, caches and the peers (nx and turbo, from npm, of pinned
versions) are made there once and used again.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
NX, TURBO = "24.0.6", "2.11.11"


class Contest:
    """Commands that answer the same or comparable questions."""

    def __init__(self, title, environment):
        self.title, self.environment, self.entries = title, environment, []

    def add(self, name, command, folder, environment=None):
        self.entries.append((name, command, folder, {**self.environment, **(environment or {})}, []))

    def run(self, rounds):
        for round_ in range(-1, rounds):
            for name, command, folder, environment, times in self.entries:
                took = timed(name, command, folder, environment)
                if round_ >= 0:
                    times.append(took)
        print(f"{self.title}, median of {rounds}")
        medians = {entry[0]: [statistics.median(column) for column in zip(*entry[4])]
                   for entry in self.entries}
        wall_of_first, cpu_of_first = next(iter(medians.values()))
        for name, (wall, cpu) in medians.items():
            print(f"  {name:40} {wall:8.1f} ms, ratio {wall / wall_of_first:7.2f}"
                  f"   cpu {cpu:8.1f} ms, ratio {cpu / cpu_of_first:7.2f}", flush=True)


def timed(name, command, folder, environment):
    """Milliseconds by the clock, and of all cores together."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL,
                                   stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            sys.exit(f"{name}: exit {process.returncode}\n{errors.read().decode()[-2000:]}")
    return took * 1000, (used.ru_utime + used.ru_stime) * 1000


def make_world(folder, *arguments):
    if not folder.exists():
        partial = folder.with_name(folder.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        subprocess.run([sys.executable, HERE / "make_world.py", partial, *map(str, arguments)],
                       check=True)
        partial.rename(folder)
        # git's own stat cache is warm, as after any `git status`.
        subprocess.run(["git", "-C", folder, "status", "--short"], check=True,
                       stdout=subprocess.DEVNULL)
    return folder


def install_peers(folder):
    modules = folder / "node_modules"
    if not modules.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(json.dumps({"name": "peers", "private": True}))
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--save-exact", f"nx@{NX}",
                        f"turbo@{TURBO}"], cwd=folder, check=True)
    return modules


def turbo_binary(modules):
    return next(modules.glob("@turbo/*/bin/turbo"))


def questions(arguments, environment):
    world = make_world(arguments.folder / f"world-{arguments.automations}",
                       "--automations", arguments.automations)
    tidemark = [str(arguments.tidemark)]
    contest = Contest(f"questions, {arguments.automations} automations, warm", environment)
    contest.add("git status", ["git", "status", "--short"], world)
    contest.add("dependents", tidemark + ["dependents", "vendor:vendor-0001"], world)
    contest.add("path", tidemark + ["path", "automation:route-tickets-00000", "vendor:vendor-0001"],
                world)
    contest.add("list", tidemark + ["list"], world)
    contest.run(arguments.rounds)


def impact(arguments, environment):
    """Twice, since one with the working tree looks at the disk and one of two commits need not."""
    size = ("--automations", arguments.impact, "--beside", 3)
    world = make_world(arguments.folder / f"impact-{arguments.impact}", *size, "--plain")
    ask = [str(arguments.tidemark), "impact", "--base", "HEAD~1"]
    title = f"impact, {arguments.impact} automations, warm"
    disk = Contest(f"{title}, with the working tree", environment)
    disk.add("tidemark impact", ask, world)
    disk.add("git diff --name-only A", ["git", "diff", "--name-only", "HEAD~1"], world)
    commits = Contest(f"{title}, two commits", environment)
    commits.add("tidemark impact --head HEAD", ask + ["--head", "HEAD"], world)
    commits.add("git diff --name-only A B", ["git", "diff", "--name-only", "HEAD~1", "HEAD"], world)
    peers = None if arguments.without_peers else Peers(arguments, size, environment)
    try:
        for contest, head in ((disk, ""), (commits, "HEAD")):
            if peers is not None:
                peers.join(contest, head)
            contest.run(arguments.rounds)
    finally:
        if peers is not None:
            peers.stop()


class Peers:
    """nx and turbo on graphs of the same automations, uses and files."""

    def __init__(self, arguments, size, environment):
        modules = install_peers(arguments.folder / "peers")
        self.environment = environment
        self.nx_world = make_world(arguments.folder / f"nx-{arguments.impact}", *size, "--form", "nx")
        self.turbo_world = make_world(arguments.folder / f"turbo-{arguments.impact}", *size,
                                      "--form", "turbo")
        for world in (self.nx_world, self.turbo_world):
            if not (world / "node_modules").exists():
                (world / "node_modules").symlink_to(modules)
        self.nx = ["node", str(modules / "nx/dist/bin/nx.js")]
        self.turbo = str(turbo_binary(modules))

    def join(self, contest, head):
        """Without a head both take what is not committed into account, as we do."""
        affected = [*self.nx, "show", "projects", "--affected", "--base=HEAD~1",
                    *([f"--head={head}"] if head else [])]
        contest.add("nx show projects --affected, no daemon", affected, self.nx_world,
                    environment={"NX_DAEMON": "false", "CI": "1"})
        contest.add("nx show projects --affected, daemon", affected, self.nx_world,
                    environment={"NX_DAEMON": "true"})
        contest.add("turbo ls --affected, native binary", [self.turbo, "ls", "--affected"],
                    self.turbo_world,
                    environment={"TURBO_SCM_BASE": "HEAD~1", "TURBO_TELEMETRY_DISABLED": "1",
                                 **({"TURBO_SCM_HEAD": head} if head else {})})

    def stop(self):
        subprocess.run([*self.nx, "daemon", "--stop"], cwd=self.nx_world, env=self.environment,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tidemark", type=pathlib.Path, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--automations", type=int, default=10000)
    parser.add_argument("--impact", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--without-peers", action="store_true")
    arguments = parser.parse_args()
    arguments.folder = arguments.folder.resolve()
    arguments.tidemark = arguments.tidemark.resolve()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(arguments.folder / "home"),
                   "XDG_CACHE_HOME": str(arguments.folder / "cache"), "NO_COLOR": "1"}
    questions(arguments, environment)
    impact(arguments, environment)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
