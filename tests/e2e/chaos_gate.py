#!/usr/bin/env python3
"""Every misbehaviour of the chaos plugin against a whole gate: chaos_gate.py TIDEMARK PLUGINS.

Whatever a plugin does, the gate ends with the code that docs/exit-codes.md gives it, the automation beside
it is judged as ever, no process is left, and nothing that the plugin printed is in our output.
"""
import ctypes
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kit"))
import transcript  # noqa: E402

PATIENCE = 120  # seconds until a gate counts as hanging
SET_CHILD_SUBREAPER = 36

# (behaviour, exit code, verdict on the automation that misbehaves)
AT_A_CASE = [(behaviour, 20, "ERROR") for behaviour in (
    "segfault", "divide by zero", "abort", "exit 0", "_exit 0", "quick_exit 0", "terminate", "kill itself", "longjmp",
    "throw in a thread", "hang", "loop", "stop itself", "ignore SIGTERM and hang", "block all signals and hang",
    "spin in a signal handler", "never answer", "close everything", "daemon, exit 0", "flood stderr, exit 0",
    "start 100000 threads", "open 100000 descriptors", "write a 10 GB file", "throw", "throw int", "answer unknown call",
    "unknown status", "invalid utf-8", "nul in output", "no json", "huge output", "huge error", "raw garbage",
    "raw 4 GiB frame", "hold for ever", "raw half frame, exit", "facts: no json", "facts: {'cost':'dear'}", "facts: {'failure':'quota'}",
    "huge facts: {}", "facts twice: {}", "remove the plugin PLUGIN")]
AT_START = [(f"in create: {behaviour}", 20, "ERROR") for behaviour in (
    "exit 0", "segfault", "throw", "flood stderr, exit 0")]
REFUSED = [("refuse", 21, None), ("refuse silently", 21, None), ("replace the plugin PLUGIN", 23, None)]
# What harms no answer is no reason to judge otherwise.
HARMLESS = [(behaviour, 0, "PASS") for behaviour in (
    "nothing", "flood stdout", "flood stderr", "daemon", "disturb the process", "answer, then exit 0", "hang in destroy",
    "segfault in destroy", "facts: {'cost':0.5,'model':'m'}")]

WORKSPACE = """tidemark: 1
defaults: {owners: {technical: tools@example.com, operational: desk@example.com}}
plugins: {chaos: {path: PLUGIN, sha256: HASH}}
automations:
  zoo:
    title: Misbehaves
    deterministic: DETERMINISTIC
    uses: [prompt:behaviour]
    files: [zoo]
    replay:
      runner: {plugin: chaos, behaviour_from: behaviour, timeout: 1500ms}
      golden: golden/zoo.jsonl
      compare: [{comparator: exact}]
  calm:
    title: Behaves
    deterministic: true
    uses: [prompt:behaviour]
    files: [calm]
    replay:
      runner: {plugin: process, command: [./calm], mode: lines, timeout: 20s}
      golden: golden/calm.jsonl
      compare: [{comparator: exact}]
prompts:
  behaviour: {title: What the plugin does, files: [behaviour, at-load]}
"""


class World:
    """A repository whose branch `base` was recorded while the plugin behaved."""

    def __init__(self, binary, plugins, folder, good=12, bad=4, deterministic=True):
        self.binary, self.place, self.work = binary, folder, folder / "work"
        self.source, self.plugin = plugins / "tidemark_chaos.so", folder / "plugin.so"
        for name in ("work/golden", "home", "state"):
            (folder / name).mkdir(parents=True)
        self.environment = transcript.environment(binary, folder)
        self.restore()
        self.write("zoo", "")
        self.write("calm", f"#!/bin/sh\nwhile IFS= read -r x; do echo \"$x\" >> {folder}/calls; echo \"$x\"; done\n")
        (self.work / "calm").chmod(0o755)
        self.write(".gitignore", "*.starts\n")
        self.write("behaviour", "\n")
        self.write("golden/calm.jsonl", self.cases("be good", good))
        self.write("golden/zoo.jsonl", self.cases("bad", bad) + self.cases("be good", good))
        self.pin(self.plugin, deterministic)
        self.shell("begin zoo calm")

    @staticmethod
    def cases(word, count):
        lines = [{"id": f"{word.replace(' ', '-')}-{i:03}", "input": f"{word} {i}"} for i in range(count)]
        return "".join(json.dumps(line) + "\n" for line in lines)

    def write(self, name, text):
        (self.work / name).write_text(text)

    def restore(self):
        shutil.copy(self.source, self.plugin)
        self.plugin.chmod(0o755)

    def pin(self, path, deterministic=True):
        text = WORKSPACE.replace("PLUGIN", str(path)).replace("DETERMINISTIC", str(deterministic).lower())
        self.write("tidemark.yaml", text.replace("HASH", hashlib.sha256(path.read_bytes()).hexdigest()))

    def shell(self, command):
        subprocess.run(["sh", "-c", command], cwd=self.work, env=self.environment, check=True, timeout=PATIENCE)

    def run(self, *arguments):
        """(exit code, output)"""
        done = subprocess.run([self.binary, *arguments], cwd=self.work, env=self.environment, capture_output=True,
                              timeout=PATIENCE, stdin=subprocess.DEVNULL)
        return done.returncode, (done.stdout + done.stderr).decode("utf-8", "backslashreplace")

    def gate(self):
        """(exit code, verdicts by automation, output)"""
        report = self.place / "report.json"
        report.unlink(missing_ok=True)
        code, output = self.run("gate", "--base", "base", "--report", f"json={report}")
        said = json.loads(report.read_bytes()) if report.exists() else {"verdicts": []}
        verdicts = {one["automation"].removeprefix("automation:"): one for one in said["verdicts"]}
        return code, verdicts, output


def children():
    """Processes that have become this one's, since it is the reaper of what its children leave behind. What was killed
    may take its time to die; what was left to live is still there after that."""
    found = []
    for _ in range(100):
        found = living_children()
        if not found:
            break
        time.sleep(0.1)
    return found


def living_children():
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                break
        except ChildProcessError:
            return []
    found = []
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = status.read_text().rpartition(")")
        except OSError:
            continue
        if int(rest.split()[1]) == os.getpid():
            found.append(name)
    return found


def expect(complaints, what, found, wanted):
    if found != wanted:
        complaints.append(f"{what}: {found!r}, not {wanted!r}")


def misbehave(world, behaviour, code, verdict):
    """What is wrong, in sentences."""
    world.restore()
    world.write("behaviour", behaviour.replace("PLUGIN", str(world.plugin)) + "\n")
    found, verdicts, output = world.gate()
    complaints = []
    expect(complaints, "exit code", found, code)
    expect(complaints, "processes left", children(), [])
    expect(complaints, "a flood in the output", "x" * 2000 in output.replace("\n", ""), False)
    if verdict:
        expect(complaints, "verdict", verdicts.get("zoo", {}).get("verdict"), verdict)
        expect(complaints, "verdict beside it", verdicts.get("calm", {}).get("verdict"), "PASS")
    return [f"{behaviour}: {one}\n{output}" for one in complaints]


def every_behaviour(binary, plugins, folder):
    world = World(binary, plugins, folder)
    complaints = []
    for behaviour, code, verdict in AT_A_CASE + AT_START + REFUSED + HARMLESS:
        if SANITIZED and behaviour.endswith("threads"):
            continue  # a sanitizer's own tables end first
        complaints += misbehave(world, behaviour, code, verdict)
    return complaints


def a_constructor(binary, plugins, folder):
    """Of the library: it runs before anything could be asked of the plugin."""
    world, complaints = World(binary, plugins, folder), []
    for behaviour in ("exit 0", "segfault", "flood 1 GB, exit 0", "hang"):
        world.write("at-load", behaviour + "\n")
        code, verdicts, output = world.gate()
        expect(complaints, f"at load: {behaviour}: {output}", (code, children()), (20, []))
        expect(complaints, f"at load: {behaviour}: calm", verdicts["calm"]["verdict"], "PASS")
    return complaints


def started_once(binary, plugins, folder):
    """A worker that dies at its start is not started again for every trial."""
    world, complaints = World(binary, plugins, folder), []
    world.write("behaviour", "in create: exit 0\n")
    world.gate()
    expect(complaints, "starts", (world.work / "behaviour.starts").read_text(), "one\n")
    return complaints


def one_of_a_hundred(binary, plugins, folder):
    """One quarantined case makes ERROR, names it, and no second look is paid for."""
    complaints = []
    for deterministic, trials in ((True, 110), (False, 300)):
        world = World(binary, plugins, folder / str(deterministic), good=99, bad=1, deterministic=deterministic)
        world.write("behaviour", "segfault\n")
        code, verdicts, output = world.gate()
        expect(complaints, output, (code, verdicts["zoo"]["verdict"]), (20, "ERROR"))
        expect(complaints, "reason", verdicts["zoo"]["because"][0],
               "1 of 100 cases killed the plugin's worker again and again and is quarantined: bad-000")
        expect(complaints, "trials", verdicts["zoo"]["measured"]["trials"], trials)
    return complaints


def before_any_call(binary, plugins, folder):
    """A plugin that can never run is told before another automation's trials are paid for."""
    world, complaints = World(binary, plugins, folder), []
    world.write("behaviour", "anything\n")
    good = world.plugin.read_bytes()
    foreign = good[:18] + b"\x7f\x7f" + good[20:]
    libraries = {"old": ((plugins / "tidemark_chaos_old_abi.so").read_bytes(), "ABI 7, need 1"),
                 "foreign": (foreign, "cannot be loaded"), "text": (b"no library", "cannot be loaded"),
                 "empty": (b"", "cannot be loaded")}
    for name, (content, sentence) in libraries.items():
        library = folder / f"{name}.so"
        library.write_bytes(content)
        library.chmod(0o755)
        world.pin(library)
        world.shell("git add -A && git commit -q -m 'Another plugin' && git branch -f base")
        world.write("behaviour", f"anything but {name}\n")
        (folder / "calls").unlink(missing_ok=True)
        for command in (("gate", "--base", "base"), ("replay", "calm", "zoo"), ("record", "calm", "zoo")):
            code, output = world.run(*command)
            expect(complaints, f"{command[0]}, {name}: {output}", (code, sentence in output, (folder / "calls").exists()),
                   (21, True, False))
    return complaints


def main():
    binary, plugins = (pathlib.Path(one).resolve() for one in sys.argv[1:3])
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    os.environ["PATH"] = f"{binary.parent}:{os.environ['PATH']}"
    failures = []
    for claim in (every_behaviour, a_constructor, started_once, one_of_a_hundred, before_any_call):
        with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
            failures += claim(binary, plugins, pathlib.Path(folder).resolve())
    print("\n".join(failures) or "no misbehaviour turned a gate green, hung it, or reached another automation")
    sys.exit(bool(failures))


SANITIZED = "ASAN_OPTIONS" in os.environ or "TSAN_OPTIONS" in os.environ

if __name__ == "__main__":
    main()
