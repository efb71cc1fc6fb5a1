#!/usr/bin/env python3
"""Runs all benches: bench.py --bin FOLDER [--folder WORLDS] [--smoke]. See docs/performance.md."""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def run(*command, environment=None):
    subprocess.run([str(part) for part in command], check=True,
                   env={**os.environ, **(environment or {})})


def run_all(binaries, folder, sizes):
    run(sys.executable, HERE / "processes.py", "--tidemark", binaries / "tidemark", "--folder", folder,
        "--automations", sizes["automations"], "--impact", sizes["impact"],
        "--rounds", sizes["rounds"], *(["--without-peers"] if sizes["alone"] else []))
    run(binaries / "bench_load", folder / f"world-{sizes['automations']}", sizes["rounds"],
        environment={"XDG_CACHE_HOME": str(folder / "cache")})
    run(binaries / "bench_graph", sizes["nodes"], sizes["nodes"] * 8, sizes["rounds"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--folder", default="")
    parser.add_argument("--smoke", action="store_true", help="that it works, on little")
    arguments = parser.parse_args()
    if arguments.smoke:
        with tempfile.TemporaryDirectory() as folder:
            run_all(arguments.bin, pathlib.Path(folder), {
                "automations": 50, "impact": 30, "rounds": 1, "alone": True, "nodes": 1000})
        return
    folder = pathlib.Path(arguments.folder or pathlib.Path(tempfile.gettempdir()) / "tidemark-bench")
    run_all(arguments.bin, folder, {
        "automations": 10000, "impact": 3000, "rounds": 9, "alone": False, "nodes": 1000000})


if __name__ == "__main__":
    main()
