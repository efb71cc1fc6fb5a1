#!/usr/bin/env python3
"""Proves that tests can fail: every mutant that a table lists must make them.

A mutant is one source file with one place turned into something wrong, linked before the archive that holds the
original, so that the archive's member is never pulled in. It is killed when the test program reports a failed check; a
mutant that does not compile, crashes or passes is none, and neither is a table whose places the sources no longer have.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib


def mutants_of(table, root):
    """The mutants as (name, file, text). Exits if a source does not have the place to mutate, once."""
    for mutant in table["mutant"]:
        source = (root / mutant["file"]).read_text()
        # Where lines break is the formatter's business, so any white space is as good as any other.
        place = re.compile(r"\s+".join(re.escape(word) for word in mutant["text"].split()))
        found = place.findall(source)
        if len(found) != 1:
            sys.exit(f"{mutant['file']}: found {len(found)} times instead of once: {mutant['text']}")
        yield mutant["wrong"], mutant["file"], source.replace(found[0], mutant["becomes"])


def run(step, folder):
    done = subprocess.run(step, cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"does not build: {shlex.join(step)}\n{done.stderr}")


def compiling(options):
    return [*shlex.split(options.compiler), "-O0", "-I", options.include]


def headers_of(options, table, root, folder):
    """Whatever the sources include, compiled once; a mutant takes a third of the time with it."""
    files = sorted({mutant["file"] for mutant in table["mutant"]})
    lines = [line for file in files for line in (root / file).read_text().splitlines() if line.startswith("#include")]
    headers = folder / "headers.hpp"
    headers.write_text("\n".join(dict.fromkeys(lines)) + "\n")
    run([*compiling(options), "-x", "c++-header", str(headers), "-o", f"{headers}.gch"], folder)
    return headers


def build(options, headers, mutant, folder):
    """The test program with the mutant in the place of its file."""
    _, file, text = mutant
    source, program = folder / pathlib.Path(file).name, folder / "test"
    source.write_text(text)
    run([*compiling(options), "-include", str(headers), "-c", str(source), "-o", "mutant.o"], folder)
    run([*shlex.split(options.compiler), *options.objects, "mutant.o", *options.archives, "-o", str(program)], folder)
    return program


def outcome(program, suite):
    """`passed`, `failed` (a check did) or `broken`."""
    command = [program, f"--test-suite={suite}", "--no-colors", "--abort-after=1"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "broken"
    if done.returncode == 0 and re.search(r"test cases: +[1-9]", done.stdout):
        return "passed"
    return "failed" if done.returncode == 1 and "Status: FAILURE!" in done.stdout else "broken"


def tried(options, headers, suite, mutant):
    """The mutant's name and what its test program says."""
    with tempfile.TemporaryDirectory() as folder:
        return mutant[0], outcome(build(options, headers, mutant, pathlib.Path(folder)), suite)


def try_all(options, table, folder):
    """How many mutants there are, and how many of them survive; one more if the original does not pass."""
    root, suite = pathlib.Path(options.include), table.get("suite", "*")
    mutants = list(mutants_of(table, root))
    headers = headers_of(options, table, root, folder)
    file = table["mutant"][0]["file"]
    original = tried(options, headers, suite, ("", file, (root / file).read_text()))[1]
    print(f"{original:8} the original", flush=True)
    survivors = 0 if original == "passed" else 1
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, result in pool.map(lambda mutant: tried(options, headers, suite, mutant), mutants):
            survivors += result != "failed"
            print(f"{'killed' if result == 'failed' else 'SURVIVED, ' + result:8} {name}", flush=True)
    return len(mutants), survivors


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--table", type=pathlib.Path, required=True, help="mutants, TOML")
    parser.add_argument("--compiler", required=True, help="compiler and flags, one shell word list")
    parser.add_argument("--include", required=True, help="root of the include paths and of the table's files")
    parser.add_argument("--objects", nargs="+", required=True, help="objects of the test program")
    parser.add_argument("--archives", nargs="+", required=True, help="libraries the test program links")
    options = parser.parse_args()
    table = tomllib.loads(options.table.read_text())
    with tempfile.TemporaryDirectory() as folder:
        mutants, survivors = try_all(options, table, pathlib.Path(folder))
    print(f"{mutants - survivors} of {mutants} mutants killed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
