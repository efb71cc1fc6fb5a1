#!/usr/bin/env python3
"""The history index beside `git log`, in one run: history_bench.py PROGRAM [--repository DIR] [--commits N] [--rounds N]

Without --repository it makes one with git fast-import: N commits (default 50,000) of which one in ten is a merge, over
some 5,000 files in folders of three levels, packed as a server would. PROGRAM is bin/history_bench of the release preset.
Prints the medians, their ratios and whether both list the same paths; the goals are in docs/performance.md.
"""
import argparse
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

FOLDERS = [f"{a}/{b}/{c}" for a in ("core", "lib", "inventory", "docs") for b in "abcdefgh" for c in range(10)]


class Stream:
    """Writes a history in the format of git fast-import; what each branch holds is remembered."""

    def __init__(self, out, seed=1):
        self.out, self.random, self.mark, self.clock = out, random.Random(seed), 0, 1_500_000_000

    def commit(self, branch, parents, changes):
        self.mark += 1
        self.clock += self.random.randint(1, 7200)
        lines = [f"commit refs/heads/{branch}", f"mark :{self.mark}",
                 f"committer Ada <ada@example.org> {self.clock} +0000", "data 2", "m"]
        lines += [f"from :{parents[0]}"] if parents else []
        lines += [f"merge :{other}" for other in parents[1:]]
        self.out.write(("\n".join(lines) + "\n" + "".join(changes) + "\n").encode())
        return self.mark

    def path(self):
        return f"{self.random.choice(FOLDERS)}/file{self.random.randint(0, 15)}.yaml"

    def change(self):
        if self.random.random() < 0.04:
            return f"D {self.path()}\n"
        text = f"version: {self.random.getrandbits(64)}\n" * 8
        return f"M 100644 inline {self.path()}\ndata {len(text)}\n{text}\n"

    def changes(self):
        return [self.change() for _ in range(self.random.choice([1, 1, 2, 3, 6]))]


def write_history(out, commits):
    stream = Stream(out)
    tip = stream.commit("main", [], [stream.change() for _ in range(4000)])
    while stream.mark < commits:
        if stream.random.random() > 0.15:
            tip = stream.commit("main", [tip], stream.changes())
            continue
        side, made = tip, []
        for _ in range(stream.random.randint(1, 4)):
            made.append(stream.changes())
            side = stream.commit("side", [side], made[-1])
        tip = stream.commit("main", [tip], stream.changes())
        # fast-import begins with the first parent's files; the branch's are named again.
        tip = stream.commit("main", [tip, side], sum(made, []))
    out.write(b"done\n")


def git(folder, *arguments, **options):
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"}, **options)


def generate(folder, commits):
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "gc.auto", "0")
    process = subprocess.Popen(["git", "-C", str(folder), "fast-import", "--quiet", "--done"], stdin=subprocess.PIPE)
    write_history(process.stdin, commits)
    process.stdin.close()
    if process.wait() != 0:
        sys.exit("git fast-import failed")
    git(folder, "repack", "-adq", "--depth=50", "--window=10")


def measure(command):
    """Milliseconds by the clock and of processors; others may use the machine too."""
    start, before = time.perf_counter(), sum(os.times()[2:4])
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    return 1000 * (time.perf_counter() - start), 1000 * (sum(os.times()[2:4]) - before)


def touched_by_git(repository):
    """Commit to paths. -z because names may hold anything; -c lists for a merge what differs from every parent."""
    out = git(repository, "log", "-c", "--name-only", "--no-renames", "-z", "--format=%x01%H", "HEAD", stdout=subprocess.PIPE).stdout
    result = {}
    for part in out.split(b"\x01")[1:]:
        result[part[:40].decode()] = sorted(name for name in re.sub(rb"^\n", b"", part[40:].lstrip(b"\0")).split(b"\0") if name)
    return result


def touched_by_index(program, repository, cache):
    out = subprocess.run([program, repository, cache, "print"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    result = {}
    for part in re.split(rb"(?:^|\n)commit (?=[0-9a-f]{40}\n)", out)[1:]:
        result[part[:40].decode()] = sorted(name for name in part[41:].rstrip(b"\n").split(b"\0") if name)
    return result


def compare(program, repository, cache):
    ours, theirs = touched_by_index(program, repository, cache), touched_by_git(repository)
    differing = [one for one in set(ours) | set(theirs) if ours.get(one) != theirs.get(one)]
    print(f"commits {len(theirs)}, paths {sum(map(len, theirs.values()))}, listed otherwise in {len(differing)} commits")
    for one in differing[:3]:
        print("  ", one, "git", theirs.get(one), "index", ours.get(one))
    return not differing


def bench(program, repository, place, rounds):
    cache = place / "cache" / "history"
    log = ["git", "-C", str(repository), "log", "--name-only", "--no-renames", "--format=%H", "HEAD"]
    rows = {"git log --name-only": [], "index, full": [], "index, nothing new": []}
    for _ in range(rounds):
        rows["git log --name-only"].append(measure(log))
        cache.unlink(missing_ok=True)
        rows["index, full"].append(measure([program, str(repository), str(cache)]))
        rows["index, nothing new"].append(measure([program, str(repository), str(cache)]))
    limits = [statistics.median(values) for values in zip(*rows["git log --name-only"])]
    for name, values in rows.items():
        clock, cpu = (statistics.median(one) for one in zip(*values))
        print(f"{name:22} {clock:9.1f} ms  {clock / limits[0]:6.3f} of git   ({min(values)[0]:.1f} to {max(values)[0]:.1f}, {rounds} rounds)"
              f"   {cpu:7.0f} ms of CPU, {cpu / limits[1]:6.3f} of git")
    print(f"the cache holds {cache.stat().st_size / 1e6:.1f} MB; {os.cpu_count()} processors, libgit2 against {git(repository, '--version', stdout=subprocess.PIPE).stdout.decode().strip()}")
    return compare(program, repository, cache)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--repository", type=pathlib.Path)
    parser.add_argument("--commits", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="history-bench-") as name:
        place = pathlib.Path(name)
        repository = arguments.repository
        if repository is None:
            repository = place / "repository"
            repository.mkdir()
            generate(repository, arguments.commits)
        return 0 if bench(arguments.program, repository, place, arguments.rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
