"""A small workspace whose automations count their calls, and ways to run tidemark in it."""
import contextlib
import json
import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

CASES = 20
SECONDS = 120

YAML = """\
tidemark: 1
defaults:
  owners: {technical: ada@example.com, operational: ada@example.com}
automations:
  fixed:
    deterministic: true
    uses: [model:words]
    files: [run]
    replay:
      runner: {plugin: process, command: [./run], mode: exec, timeout: 20s}
      golden: golden/fixed.jsonl
      compare: [{comparator: exact, primary: true}]
  drawn:
    uses: [model:words]
    files: [run]
    replay:
      runner: {plugin: process, command: [./run], mode: exec, timeout: 20s, concurrency: 2}
      golden: golden/drawn.jsonl
      compare: [{comparator: exact, primary: true}]
models:
  words: {version: "1", floating: FLOATING, files: [words]}
"""

# Says what `words` has for its input, and writes every call into the log beside the workspace. At the call that ../kill
# names it kills the worker that started it. It starts nothing itself: thousands of runs of it are what these tests take.
RUN = """\
#!/bin/sh
read -r input
echo "$input" >> ../calls
if [ -f ../kill ] && [ "$(wc -l < ../calls)" -ge "$(cat ../kill)" ] && rm ../kill 2> /dev/null; then
  kill -9 $PPID
fi
while read -r name word; do
  if [ "$name" = "$input" ]; then echo "$word"; fi
done < words
"""


class Broken(Exception):
    """A promise that did not hold."""


def expect(holds, sentence):
    if not holds:
        raise Broken(sentence)


class World:
    """A workspace, its state folder and its log of calls, all in one temporary folder."""
    in_flight = 2  # trials at most, so at most as many are repeated after a death

    def __init__(self, binary, floating=False):
        """With a floating model no run may rest on the evidence of another."""
        self.binary = str(pathlib.Path(binary).resolve())
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="tidemark-faults-")).resolve()
        self.work = self.place / "work"
        for name in ("work/golden", "home", "state"):
            (self.place / name).mkdir(parents=True)
        self.write("tidemark.yaml", self.inventory().replace("FLOATING", str(floating).lower()))
        self.write("run", RUN)
        (self.work / "run").chmod(0o755)
        for name in ("fixed", "drawn"):
            self.write(f"golden/{name}.jsonl", "".join(
                json.dumps({"id": f"{name}-{i:02}", "input": f"{name}-{i:02}"}) + "\n" for i in range(CASES)))
        self.words("billing")
        self.git("init", "-q", "-b", "main")
        self.commit()

    def inventory(self):
        return YAML

    def burst(self, chance):
        """What serves the automations has a bad time; here they serve themselves."""

    def remove(self):
        shutil.rmtree(self.place)

    def write(self, name, text):
        (self.work / name).write_text(text)

    def words(self, last):
        self.write("words", "".join(
            f"{name}-{i:02} {last if i == CASES - 1 else 'billing'}\n" for name in ("fixed", "drawn") for i in range(CASES)))

    def git(self, *arguments):
        subprocess.run(["git", *arguments], cwd=self.work, env=self.environment(), check=True, stdout=subprocess.DEVNULL)

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a state")

    def environment(self, **more):
        who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
               for key, value in {"NAME": "Ada", "EMAIL": "ada@example.com", "DATE": "2026-10-01T09:30:00Z"}.items()}
        passed = {name: os.environ[name] for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS")
                  if name in os.environ}
        return passed | who | {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.place / "home"),
                               "XDG_STATE_HOME": str(self.place / "state"), "GIT_CONFIG_GLOBAL": "/dev/null",
                               "GIT_CONFIG_NOSYSTEM": "1", "TZ": "UTC", "LC_ALL": "C"} | more

    def start(self, *arguments, largest_file=None, addresses=None, **environment):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            for what, most in ((resource.RLIMIT_FSIZE, largest_file), (resource.RLIMIT_AS, addresses)):
                if most:
                    resource.setrlimit(what, (most, most))
        return subprocess.Popen([self.binary, *arguments], cwd=self.work, env=self.environment(**environment),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                start_new_session=True, preexec_fn=limit if largest_file or addresses else None)

    def run(self, *arguments, **more):
        """(exit code or minus the signal, standard output, standard error)"""
        return self.finish(self.start(*arguments, **more))

    def finish(self, process):
        try:
            out, err = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise Broken(f"{process.args[1]} has not ended after {SECONDS} s") from None
        return process.returncode, out.decode(), err.decode()

    def processes(self):
        """What runs in the workspace. After a death its workers and their automations have a moment to end."""
        for _ in range(100):
            found = []
            for one in pathlib.Path("/proc").glob("[0-9]*"):
                try:
                    if str((one / "cwd").readlink()).startswith(str(self.place)):
                        found.append(f"{one.name} {(one / 'cmdline').read_text()!r}")
                except OSError:
                    pass
            if not found:
                return []
            time.sleep(0.05)
        return found

    def reset(self, files):
        """Back to the workspace as committed plus `files`, without any state."""
        for name in ("state", "calls", "kill", "report.json", "report.xml", "visits"):
            path = self.place / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        (self.place / "state").mkdir()
        self.git("checkout", "-q", "--", ".")
        self.git("clean", "-qfd")
        for name, text in files.items():
            self.write(name, text)

    def calls(self):
        path = self.place / "calls"
        return len(path.read_text().splitlines()) if path.exists() else 0

    def ledgers(self):
        return sorted(self.place.glob("state/tidemark/*/ledger.sqlite"))

    def leftovers(self):
        """Files that somebody was in the middle of writing."""
        found = [*self.place.rglob("*.tidemark-new"), *self.place.rglob(".*.tidemark-new"),
                 *self.place.glob("state/tidemark/*/*.new*")]
        return sorted({str(path.relative_to(self.place)) for path in found})

    def rows(self, query, *values):
        for path in self.ledgers():
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as ledger:
                return ledger.execute(query, values).fetchall()
        return []
