#!/usr/bin/env python3
"""Runs the recipes of docs/sql.md in a copy of inventories/helpdesk and compares what they print, verbatim.

usage: recipes_test.py [--accept] TIDEMARK REPOSITORY

A recipe is a fenced block that begins with `$ `; a command goes on while its lines are indented, and what follows it is what it
must print. Every command must succeed. `--accept` writes what was printed into the page.
"""
import pathlib
import re
import shutil
import sys
import tempfile

ARGUMENTS = [word for word in sys.argv[1:] if word != "--accept"]
BINARY, ROOT = (pathlib.Path(word).resolve() for word in ARGUMENTS)
sys.path.insert(0, str(ROOT / "tests/kit"))
import transcript  # noqa: E402

PAGE = ROOT / "docs/sql.md"
RECIPES = 10


def commands_of(block):
    """[(lines of the command, what it must print)]"""
    found = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append(([line], ""))
        elif line.startswith("    ") and not found[-1][1]:
            found[-1][0].append(line)
        else:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def played(block, place, variables):
    """The block with what its commands really print."""
    text = ""
    for lines, _ in commands_of(block):
        printed = transcript.run("".join(lines)[2:], variables, place)
        if not printed.endswith("exit 0\n"):
            sys.exit(f"{''.join(lines)}\n{printed}")
        text += "".join(lines) + printed.removesuffix("exit 0\n")
    return text


def main():
    page = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(\$ .*?)^```$", page, re.MULTILINE | re.DOTALL)
    if len(blocks) != 1 + RECIPES or len(re.findall(r"^\*\*\d+\. ", page, re.MULTILINE)) != RECIPES:
        sys.exit(f"{PAGE}: must hold the preparation and {RECIPES} recipes, holds {len(blocks)} blocks")
    failures = 0
    with tempfile.TemporaryDirectory(prefix="recipes-") as folder:
        place = pathlib.Path(folder).resolve()
        for name in ("home", "state"):
            (place / name).mkdir()
        shutil.copytree(ROOT / "inventories/helpdesk", place / "work", symlinks=True)
        variables = transcript.environment(BINARY, place)
        for number, block in enumerate(blocks):
            found = played(block, place, variables)
            page = page.replace(block, found, 1)
            if number and not commands_of(found)[0][1]:
                sys.exit(f"recipe {number} prints nothing")
            if found != block:
                failures += 1
                print(f"recipe {number}\nexpected:\n{block}\nfound:\n{found}")
    if "--accept" in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
    elif failures:
        sys.exit(f"{failures} recipes print something else")
    print(f"{RECIPES} recipes print what {PAGE.name} shows")


if __name__ == "__main__":
    main()
