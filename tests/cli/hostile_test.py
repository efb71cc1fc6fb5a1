#!/usr/bin/env python3
"""Holds `tidemark check` against inventories that were made to hurt: each ends in errors with a place, or is read whole.

usage: hostile_test.py TIDEMARK [--limits | --measure]

With --limits the kernel ends whoever takes more than 2 s of the processor, or 900 MB of addresses to find a huge file in git, and more
than 64 MB beyond what an empty inventory needs is an error. Sanitizers need more than that. With --measure a table of seconds of the processor and of peak memory is printed, and more than 1 s or 64 MB beyond what an empty
inventory needs is an error. Large files are written in pieces: a child's peak begins with its parent's.
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

LIMITS = "--limits" in sys.argv
BINARY = pathlib.Path(sys.argv[1]).resolve()
HEAD = "tidemark: 1\n"


def deep(levels):
    return HEAD + "models:\n" + "".join(" " * i + "a:\n" for i in range(1, levels))


def chain(length):
    return HEAD + "systems:\n  s0:\n" + "".join(f"  s{i}: {{uses: [system:s{i - 1}]}}\n" for i in range(1, length))


def waived(count):
    waiver = "{id: '*', owner: a, reason: b, expires: 2001-01-01}"
    return HEAD + "policy: {rules: {owners.named: {waivers: [" + ", ".join([waiver] * count) + "]}}}\n" + automations(2000)


def automations(count):
    return "automations:\n" + "".join(f"  a{i}:\n" for i in range(count))


# name, tidemark.yaml, exit code, and where the first finding stands or what the summary says
CASES = [
    ("empty", HEAD, 0, "0 entities"),
    ("Y1 billion laughs", HEAD + "models: {a: &a [x, x], b: &b [*a, *a]}\n", 21, "tidemark.yaml:2:13: error:"),
    ("Y1 list in itself", HEAD + "models: &x [*x]\n", 21, "tidemark.yaml:2:9: error:"),
    ("Y1 map in itself", HEAD + "models: &x {a: *x}\n", 21, "tidemark.yaml:2:9: error:"),
    ("Y1 100,000 brackets", HEAD + "models: " + "[" * 100_000, 21, "tidemark.yaml:2:"),
    ("Y1 3,000 levels", deep(3000), 21, "tidemark.yaml:"),
    ("Y1 100 MB of text", [HEAD + "models: ", *["x" * 1_000_000] * 100], 21, "tidemark.yaml: error:"),
    ("Y1 a million keys", (f"k{i}: 1\n" if i else HEAD for i in range(1_000_000)), 21, "tidemark.yaml: error:"),
    ("Y1 100,000 anchors", HEAD + "models:\n" + "".join(f"  m{i}: &a{i} x\n" for i in range(100_000)), 21, "tidemark.yaml:3:"),
    ("Y1 a key of 1 MB", HEAD + "k" * 1_000_000 + ": 1\n", 21, "tidemark.yaml:"),
    ("Y2 keys twice", HEAD + 'models: {a: {version: 1, "version": 2}}\n', 21, "tidemark.yaml:2:26: error:"),
    ("Y2 two documents", HEAD + "---\ntidemark: 1\n", 21, "tidemark.yaml:2:1: error:"),
    ("Y2 YAML 1.3", "%YAML 1.3\n---\n" + HEAD, 21, "tidemark.yaml:1:1: error:"),
    ("Y2 tags", HEAD + "models: !!python/object {a: !include b}\n", 21, "tidemark.yaml:2:9: error:"),
    ("Y2 merge", HEAD + "models: {a: {<<: {version: 1}}}\n", 21, "tidemark.yaml:2:14: error:"),
    ("Y2 UTF-16", "\ufefftidemark: 1\n".encode("utf-16-le"), 21, "tidemark.yaml:1:1: error:"),
    ("Y2 NUL", HEAD.encode() + b"models: {a: \0}\n", 21, "tidemark.yaml:2:13: error:"),
    ("Y2 NEL", HEAD.encode() + b"models: {a: b\xc2\x85}\n", 21, "tidemark.yaml:2:14: error:"),
    ("Y3 what is no text elsewhere", HEAD + "models: {3.10: {version: no}, 3.1: {version: 1e3}}\n", 0, "2 entities"),
    ("Y4 a misspelt rule", HEAD + "policy: {rules: {owner.named: {}}}\n", 21, "tidemark.yaml:2:18: error:"),
    ("Y4 homoglyph", HEAD + "models: {g\u0440t: }\n", 21, "tidemark.yaml:2:10: error:"),
    ("Y5 nothing there", HEAD + "models: {a: {uses: [{id: model:b}]}}\n", 21, "tidemark.yaml:2:26: error:"),
    ("Y5 a ring and a loop", HEAD + "systems: {a: {uses: [system:b]}, b: {uses: [system:a, system:b]}}\n", 0, "tidemark.yaml:2:11: warning:"),
    ("Y5 a chain of 20,000", chain(20_000), 0, "20000 entities"),
    ("20,000 typing errors", HEAD + "models:\n" + "".join(f"  m{i}: {{probe: {{plugin: p}}, purpoze: x}}\n" for i in range(20_000)), 21, "tidemark.yaml:3:"),
    ("5,000 waivers, 2,000 findings", waived(5000), 21, "tidemark.yaml:4:3: error:"),
]
OWNERS = "".join(f"a{i}/**/b*c*d*/** @o\n" for i in range(20_000))


def limited():
    """In the child: what is beyond its means ends it."""
    resource.setrlimit(resource.RLIMIT_CPU, (2, 2))


def run(place):
    """Exit code, output, seconds of the processor, and peak memory in KB."""
    with open(place / "out", "wb") as out:
        child = subprocess.Popen([BINARY, "-C", place / "work", "check"], stdout=out, stderr=subprocess.STDOUT,
                                 env={**os.environ, "HOME": str(place)}, preexec_fn=limited if LIMITS else None)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    with open(place / "out", "rb") as out:
        return child.returncode, out.read(100_000).decode(errors="replace"), usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def write(place, text, owners=None):
    work = place / "work"
    work.mkdir(exist_ok=True)
    with open(work / "tidemark.yaml", "wb") as file:
        for piece in [text] if isinstance(text, (str, bytes)) else text:
            file.write(piece if isinstance(piece, bytes) else piece.encode())
    if owners:
        (work / "CODEOWNERS").write_text(owners)


def huge_golden(work):
    """600 MB of a golden set in a commit, which nobody reads before its size is known."""
    def in_work(*command, **more):
        return subprocess.run(command, cwd=work, capture_output=True, text=True, env={
            **os.environ, "HOME": str(work), "GIT_CONFIG_NOSYSTEM": "1", "XDG_STATE_HOME": str(work.parent / "state"),
            **{f"GIT_{role}_{key}": "a@example.com" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}}, **more)

    def with_little():
        limited()
        resource.setrlimit(resource.RLIMIT_AS, (900 << 20, 900 << 20))

    work.mkdir()
    (work / "tidemark.yaml").write_text(HEAD + "automations: {a: {replay: {runner: {plugin: process, command: [./run]}, "
                                        "golden: a.jsonl, compare: [{comparator: exact}]}}}\n")
    with open(work / "a.jsonl", "wb") as file:
        file.truncate(600 << 20)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "huge"]):
        in_work("git", *command, check=True)
    (work / "a.jsonl").write_text('{"id": "one", "input": 1}\n')
    in_work("git", "commit", "-qam", "small", check=True)
    gate = in_work(BINARY, "gate", "--base", "HEAD~1", preexec_fn=with_little)
    wanted = "'a.jsonl': larger than the limit of 536870912 bytes); the head's own is used"
    return [] if gate.returncode == 13 and wanted in gate.stdout else [f"huge golden set: {gate}"]


def main():
    measure, failures, floor = "--measure" in sys.argv, [], 0
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        place = pathlib.Path(folder)
        cases = [(*case, None) for case in CASES]
        cases.append(("20,000 lines of CODEOWNERS", HEAD + automations(300), 0, "300 entities", OWNERS))
        for name, text, code, expected, owners in cases:
            write(place, text, owners)
            found, out, seconds, peak = run(place)
            floor = floor or peak
            first = out.splitlines()[0] if out else ""
            if found != code or (expected not in out if code == 0 else not first.startswith(expected)):
                failures.append(f"{name}: exit {found}, {first[:200]}")
            if measure:
                print(f"{name:32} exit {found:2}  {seconds:6.3f} s  {(peak - floor) / 1024:6.1f} MB  {first[:90]}")
                if seconds > 1 or peak - floor > 64 * 1024:
                    failures.append(f"{name}: {seconds:.2f} s, {(peak - floor) / 1024:.0f} MB")
            if LIMITS and peak - floor > 64 * 1024:
                failures.append(f"{name}: {(peak - floor) / 1024:.0f} MB")
        failures += huge_golden(place / "repository") if LIMITS else []
    print("\n".join(failures) if failures else f"{len(cases)} inventories")
    return 1 if failures else 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
