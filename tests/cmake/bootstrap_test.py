#!/usr/bin/env python3
"""bootstrap must refuse words that it does not know before it installs or builds anything."""
import pathlib
import stat
import subprocess
import sys
import tempfile

BOOTSTRAP = sys.argv[1]
WRONG = [[], ["dmeo"], ["demo", "--noinstall"], ["demo", "--no-install", "--no-install"],
         ["test", "release"], ["--no-install"], ["--no-install", "demo"], ["demo", ""]]
RIGHT = [["help"], ["-h"], ["--help"]]


def run(words, folder):
    """With everything that would change the machine replaced by a program that fails."""
    environment = {"PATH": f"{folder}:/usr/bin:/bin"}
    return subprocess.run([BOOTSTRAP, *words], env=environment, capture_output=True, text=True, timeout=60)


failures = 0
with tempfile.TemporaryDirectory() as folder:
    for name in ("apt-get", "dpkg-query", "sudo", "cmake", "ctest"):
        program = pathlib.Path(folder, name)
        program.write_text("#!/bin/sh\nexit 99\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    for words in WRONG:
        done = run(words, folder)
        if (done.returncode, done.stdout) != (64, "") or not done.stderr.startswith("usage: ./bootstrap"):
            failures += 1
            print(f"bootstrap {words}: exit {done.returncode}, {done.stdout!r}, {done.stderr!r}")
    for words in RIGHT:
        done = run(words, folder)
        if (done.returncode, done.stderr) != (0, "") or not done.stdout.startswith("usage: ./bootstrap"):
            failures += 1
            print(f"bootstrap {words}: exit {done.returncode}, {done.stdout!r}, {done.stderr!r}")
print(f"{len(WRONG) + len(RIGHT) - failures} passed, {failures} failed")
sys.exit(failures != 0)
