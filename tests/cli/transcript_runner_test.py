#!/usr/bin/env python3
"""The transcript runner must fail on every wrong expectation; a test that cannot fail is worse than none."""
import pathlib
import subprocess
import sys
import tempfile

RUNNER = sys.argv[1]
WHY = "# why\n\n"
# A transcript, the exit code of the runner, and a line that it must print.
CASES = [
    ("right", WHY + "$ echo hello\nhello\nexit 0\n", 0, "1 passed, 0 failed"),
    ("right, blank lines apart", "# why\n$ echo hello\nhello\nexit 0\n\n\n$ exit 3\nexit 3\n", 0, "1 passed, 0 failed"),
    ("another output", WHY + "$ echo hello\ngoodbye\nexit 0\n", 1, "-goodbye"),
    ("one line too many", WHY + "$ echo hello\nhello\nthere\nexit 0\n", 1, "-there"),
    ("one line too few", WHY + "$ printf 'a\\nb\\n'\na\nexit 0\n", 1, "+b"),
    ("another exit code", WHY + "$ exit 21\nexit 0\n", 1, "+exit 21"),
    ("only the second command is wrong", WHY + "$ true\nexit 0\n\n$ false\nexit 0\n", 1, "+exit 1"),
    ("killed by a signal", WHY + "$ kill -9 $$\nexit 0\n", 1, "+exit 137"),
    ("standard error counts", WHY + "$ echo hello >&2\nexit 0\n", 1, "+hello"),
    ("the newline at the end counts", WHY + "$ printf hello\nhello\nexit 0\n", 1, "+\\ no newline at the end"),
    ("control characters are shown", WHY + "$ printf '\\033[31m\\r\\n'\n\\x1b[31m\\x0d\nexit 0\n", 0, "1 passed, 0 failed"),
    ("empty", "", 1, "the first line must say why"),
    ("no reason", "$ true\nexit 0\n", 1, "the first line must say why"),
    ("no command", WHY + "> a\nb\n.\n", 1, "nothing is tested"),
    ("no exit code", WHY + "$ true\n", 1, "no line `exit N` follows"),
    ("a stray line", WHY + "$ true\nexit 0\nhello\n", 1, "neither copy, > nor $: hello"),
    ("a file without an end", WHY + "> a\nb\n", 1, "the file does not end with a dot"),
    ("an unknown world", WHY + "copy nowhere\n$ true\nexit 0\n", 1, "copy nowhere"),
    ("a file is written", WHY + "> f/a\nb\n.\n$ cat f/a\nb\nexit 0\n", 0, "1 passed, 0 failed"),
    ("a world is copied", WHY + "copy desk\n$ test -x sorter/run && ls -d golden\ngolden\nexit 0\n", 0, "1 passed, 0 failed"),
    ("each transcript has a folder of its own", WHY + "$ ls -A\nexit 0\n\n$ pwd\nWORK\nexit 0\n", 0, "1 passed, 0 failed"),
    ("the environment is not the caller's", WHY + "$ echo $CALLER $HOME\nTMP/home\nexit 0\n", 0, "1 passed, 0 failed"),
    ("ids and times", WHY + "$ echo 0123456789abcdef0123456789abcdef01234567 2026-10-01T09:30:00Z\nCOMMIT TIME\nexit 0\n", 0,
     "1 passed, 0 failed"),
    ("a hash is no commit", WHY + f"$ echo {'ab' * 32}\nHASH\nexit 0\n", 0, "1 passed, 0 failed"),
]


def run(path, *flags):
    done = subprocess.run([sys.executable, RUNNER, *flags, "/bin/sh", path], capture_output=True, text=True,
                          env={"PATH": "/usr/bin:/bin", "CALLER": "seen"})
    return done.returncode, done.stdout + done.stderr


failures = []
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "one.test")
    for name, text, code, line in CASES:
        path.write_text(text, encoding="utf-8")
        found, printed = run(path)
        if found != code or line not in printed:
            failures.append(f"{name}: exit {found}, expected {code} and {line!r}:\n{printed}")
    for name, text, code, _ in CASES:
        path.write_text(text, encoding="utf-8")
        run(path, "--accept")
        found, printed = run(path)
        malformed = code == 1 and path.read_text(encoding="utf-8") == text
        if found != (1 if malformed else 0):
            failures.append(f"{name}: exit {found} after --accept:\n{printed}")
    missing, printed = run(pathlib.Path(folder, "none.test"))
    if missing != 1:
        failures.append(f"a transcript that is not there: exit {missing}:\n{printed}")
print("\n".join(failures) + f"\n{len(failures)} failures")
sys.exit(bool(failures))
