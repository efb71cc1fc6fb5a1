#!/usr/bin/env python3
"""Fails on a source that clang-format would write otherwise: check_format.py ROOT. Exit 77: cannot tell.

Another version of clang-format formats otherwise, so only the one that Debian 12 has counts.
"""
import pathlib
import re
import shutil
import subprocess
import sys

VERSION = "14"


def formatter():
    for name in (f"clang-format-{VERSION}", "clang-format"):
        program = shutil.which(name)
        if program is None:
            continue
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        found = re.search(r"version (\d+)", said)
        if found and found[1] == VERSION:
            return program
    return None


def sources(root):
    return sorted(path for folder in ("core", "replay", "plugins", "tests") for path in (root / folder).rglob("*")
                  if path.suffix in (".cpp", ".hpp", ".h"))


def main(root):
    program = formatter()
    if program is None:
        print(f"skipped: clang-format {VERSION} is not installed (./bootstrap test installs it)")
        return 77
    files = [path.relative_to(root).as_posix() for path in sources(root)]
    done = subprocess.run([program, "--dry-run", "-Werror", *files], cwd=root, capture_output=True, text=True)
    bad = sorted({line.split(":")[0] for line in done.stderr.splitlines() if "-Wclang-format-violations" in line})
    for name in bad:
        print(f"{name}:1: not as .clang-format says (clang-format -i {name})")
    if done.returncode != 0 and not bad:
        print(done.stderr)
    print(f"{len(files) - len(bad)} of {len(files)} files are formatted")
    return 1 if done.returncode != 0 or not files else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
