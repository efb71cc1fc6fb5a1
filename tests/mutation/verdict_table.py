#!/usr/bin/env python3
"""Proves that the tests of decide.cpp can fail: every mutant of its verdict table and of its thresholds must.

A mutant is decide.cpp with one place turned into its opposite, linked before the archive that holds the original, so
that the archive's member is never pulled in. It is killed when the test program reports a failed check; a mutant that
does not compile, crashes or passes is none, and neither is a table that has lost a row.
"""
import argparse
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROW = re.compile(r"Row\{(true|false), (true|false), Decision::(\w+)\}")
ROWS = 4
OPPOSITE = {"Pass": "Regressed", "Regressed": "Pass", "Changed": "NeedMore", "NeedMore": "Changed"}

# what the mutant does wrong, the text (which must occur once), its replacement
THRESHOLDS = [
    ("p is large instead of small", "p_worse <= ", "p_worse > "),
    ("p of exactly the threshold is not worse", "p_worse <= ", "p_worse < "),
    ("p has one look's error rate for two", "settings.alpha / looks", "settings.alpha"),
    ("E is small instead of large", "log_e >= ", "log_e < "),
    ("E has one look's error rate for two", "looks / settings.alpha_pass", "1 / settings.alpha_pass"),
    ("missing runs decide the wrong way round", "certain != possible(", "certain == possible("),
    ("missing runs always decide", "decided.missing_runs > 0 && certain", "decided.missing_runs < 0 && certain"),
]


def mutants_of(source):
    """The mutants as (name, text). Exits if the source no longer has the places to mutate."""
    rows = list(ROW.finditer(source))
    if len(rows) != ROWS:
        sys.exit(f"found {len(rows)} rows in the verdict table instead of {ROWS}; teach ROW the new form")
    for number, row in enumerate(rows, 1):
        wrong = OPPOSITE[row[3]]
        yield f"row {number}: {row[3]} -> {wrong}", source[:row.start(3)] + wrong + source[row.end(3):]
    for name, text, replacement in THRESHOLDS:
        if source.count(text) != 1:
            sys.exit(f"found {source.count(text)} times instead of once: {text}")
        yield name, source.replace(text, replacement)


def build(options, source, folder):
    """The test program with `source` in the place of decide.cpp. Exits if it does not build."""
    mutant, program = folder / "decide.cpp", folder / "test"
    mutant.write_text(source)
    compiler = shlex.split(options.compiler)
    steps = [
        [*compiler, "-O0", "-I", options.include, "-c", str(mutant), "-o", str(folder / "decide.o")],
        [*compiler, *options.objects, str(folder / "decide.o"), *options.archives, "-o", str(program)],
    ]
    for step in steps:
        done = subprocess.run(step, cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"does not build: {shlex.join(step)}\n{done.stderr}")
    return program


def outcome(program):
    """`passed`, `failed` (a check did) or `broken`."""
    try:
        done = subprocess.run([program, "--test-suite=verdict table", "--no-colors"], capture_output=True, text=True,
                              timeout=60)
    except subprocess.TimeoutExpired:
        return "broken"
    if done.returncode == 0 and re.search(r"test cases: +[1-9]", done.stdout):
        return "passed"
    return "failed" if done.returncode == 1 and "Status: FAILURE!" in done.stdout else "broken"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=pathlib.Path, required=True, help="decide.cpp")
    parser.add_argument("--compiler", required=True, help="compiler and flags, one shell word list")
    parser.add_argument("--include", required=True, help="root of the include paths")
    parser.add_argument("--objects", nargs="+", required=True, help="objects of the test program")
    parser.add_argument("--archives", nargs="+", required=True, help="libraries the test program links")
    options = parser.parse_args()
    source = options.source.read_text()
    mutants = list(mutants_of(source))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        original = outcome(build(options, source, folder))
        print(f"{original:8} the original", flush=True)
        survivors = 0
        for what, text in mutants:
            result = outcome(build(options, text, folder))
            survivors += result != "failed"
            print(f"{'killed' if result == 'failed' else 'SURVIVED, ' + result:8} {what}", flush=True)
    print(f"{len(mutants) - survivors} of {len(mutants)} mutants killed")
    return 1 if survivors or original != "passed" else 0


if __name__ == "__main__":
    sys.exit(main())
