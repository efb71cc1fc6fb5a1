#!/usr/bin/env python3
"""Runs transcripts: commands with the output and the exit code they must have.

  # why this test exists
  copy desk                   a folder of tests/kit/worlds or of inventories becomes the workspace
  > golden/sorter.jsonl       writes a file, up to a line that is only a dot
  {"id":"one","input":1}
  .
  $ tidemark check            run by sh in the workspace; what it printed; its exit code
  4 entities in 1 files, nothing wrong
  exit 0

Blank lines between blocks mean nothing. A command's output ends with the first line `exit N`.
`--accept` writes what was printed into the transcripts instead of comparing it.
"""
import argparse
import difflib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

KIT = pathlib.Path(__file__).resolve().parent
WORLDS = [KIT / "worlds", KIT.parent.parent / "inventories"]
SECONDS = 60
MOST_OUTPUT = 1 << 20

# What differs from run to run, and what stands for it. Longer ids come first.
VARIABLE = [
    (r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "UUID"),
    (r"\b[0-9a-f]{64}\b", "HASH"),
    (r"\b[0-9a-f]{7,40}\b", "COMMIT"),
    (r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?", "TIME"),
]
# The sanitizers of a special build are told by the caller how to behave.
PASSED_ON = ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"]


class Malformed(Exception):
    pass


class Step:
    """One block: `kind` is copy, file or command; `lines` is what it says up to the expectation."""

    def __init__(self, kind, lines, argument, content="", expected=""):
        self.kind, self.lines, self.argument = kind, lines, argument
        self.content, self.expected = content, expected


def until(lines, number, is_end, what):
    for end in range(number, len(lines)):
        if is_end(lines[end]):
            return end
    raise Malformed(f"line {number}: {what}")


def parse(text):
    """(comment lines, steps)"""
    lines, number, why, steps = text.split("\n"), 0, [], []
    while number < len(lines) and lines[number].startswith("# "):
        why.append(lines[number])
        number += 1
    if not why:
        raise Malformed("line 1: the first line must say why the test exists: # ...")
    while number < len(lines):
        line = lines[number]
        number += 1
        if not line.strip():
            continue
        if line.startswith("copy "):
            steps.append(Step("copy", [line], line[5:].strip()))
        elif line.startswith("> "):
            end = until(lines, number, lambda l: l == ".", "the file does not end with a dot")
            content = "".join(l + "\n" for l in lines[number:end])
            steps.append(Step("file", [line, *lines[number:end], "."], line[2:].strip(), content))
            number = end + 1
        elif line.startswith("$ "):
            end = until(lines, number, lambda l: re.fullmatch(r"exit \d+", l), "no line `exit N` follows")
            expected = "".join(l + "\n" for l in lines[number:end + 1])
            steps.append(Step("command", [line], line[2:], expected=expected))
            number = end + 1
        else:
            raise Malformed(f"line {number}: neither copy, > nor $: {line}")
    if not any(step.kind == "command" for step in steps):
        raise Malformed("no command is run, so nothing is tested")
    return why, steps


def written(why, steps):
    """The transcript's text: an empty line after the comment and before each further command."""
    blocks = ["\n".join(why) + "\n"]
    for before, step in zip([None, *steps], steps):
        gap = "\n" if before is None or before.kind == "command" or step.kind == "command" else ""
        blocks.append(gap + "".join(line + "\n" for line in step.lines) + step.expected)
    return "".join(blocks)


def environment(binary, place):
    who, when = {"NAME": "Ada Author", "EMAIL": "ada@example.com"}, "2026-10-01T09:30:00Z"
    variables = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    for role in ("AUTHOR", "COMMITTER"):
        variables |= {f"GIT_{role}_{key}": value for key, value in who.items()}
        variables[f"GIT_{role}_DATE"] = when
    return variables | {
        "PATH": f"{binary.parent}:{KIT / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "HOME": f"{place}/home", "XDG_STATE_HOME": f"{place}/state", "TMP": str(place),
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
        "TZ": "UTC", "LC_ALL": "C", "TERM": "xterm", "PYTHONDONTWRITEBYTECODE": "1"}


def printable(text):
    """Control characters in a form that an editor shows and cannot change."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda found: f"\\x{ord(found[0]):02x}", text)


def normalised(raw, place):
    text = raw.decode("utf-8", "backslashreplace").replace(f"{place}/work", "WORK").replace(str(place), "TMP")
    for pattern, name in VARIABLE:
        text = re.sub(pattern, name, text)
    if text and not text.endswith("\n"):
        text += "\n\\ no newline at the end\n"
    return printable(text)


def run(command, variables, place):
    """What the command printed, with its exit code as the last line."""
    process = subprocess.Popen(["sh", "-c", command], cwd=place / "work", env=variables, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        raw, _ = process.communicate(timeout=SECONDS)
        code = process.returncode if process.returncode >= 0 else 128 - process.returncode
        ending = f"exit {code}\n"
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raw, _ = process.communicate()
        ending = f"stopped after {SECONDS} seconds\nexit 137\n"
    if len(raw) > MOST_OUTPUT:
        raw = raw[:MOST_OUTPUT] + b"\nmore than a transcript can hold\n"
    return normalised(raw, place) + ending


def world(name):
    for folder in WORLDS:
        if (folder / name).is_dir():
            return folder / name
    raise Malformed(f"copy {name}: neither in tests/kit/worlds nor in inventories")


def play(steps, binary):
    """Carries the steps out in a fresh folder and puts what was printed into each command."""
    with tempfile.TemporaryDirectory(prefix="transcript-") as folder:
        place = pathlib.Path(folder).resolve()
        for name in ("work", "home", "state"):
            (place / name).mkdir()
        variables = environment(binary, place)
        for step in steps:
            if step.kind == "copy":
                shutil.copytree(world(step.argument), place / "work", dirs_exist_ok=True, symlinks=True,
                                ignore=shutil.ignore_patterns("__pycache__"))
            elif step.kind == "file":
                path = place / "work" / step.argument
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(step.content, encoding="utf-8")
            else:
                step.expected = run(step.argument, variables, place)


def main():
    parser = argparse.ArgumentParser(description="Runs transcripts.")
    parser.add_argument("--accept", action="store_true", help="write what was printed into the transcripts")
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("transcripts", type=pathlib.Path, nargs="+", metavar="transcript")
    wish = parser.parse_args()
    failures = 0
    for path in wish.transcripts:
        try:
            wanted = path.read_text(encoding="utf-8")
            why, steps = parse(wanted)
            # Compared in one layout, so that blank lines between blocks are free.
            wanted_layout = written(why, steps)
            play(steps, wish.binary.resolve())
        except (Malformed, OSError, UnicodeDecodeError) as error:
            print(f"{path}: {error}")
            failures += 1
            continue
        found = written(why, steps)
        if wish.accept:
            path.write_text(found, encoding="utf-8")
        elif found != wanted_layout:
            failures += 1
            sys.stdout.writelines(difflib.unified_diff(
                wanted_layout.splitlines(True), found.splitlines(True), f"{path} (expected)", f"{path} (found)"))
    if not wish.accept:
        print(f"{len(wish.transcripts) - failures} passed, {failures} failed")
    sys.exit(failures != 0)


if __name__ == "__main__":
    main()
