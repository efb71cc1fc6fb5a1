#!/usr/bin/env python3
"""A replay holds little of each case: memory_flat.py BIN_FOLDER

The same automation with few and with many cases, whose baseline is read while it comes and whose equal outputs are one.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "bench"))
import replay  # noqa: E402

FEW, MANY = 500, 4500
MOST = 3000  # bytes a case; its line of the baseline has 5,000, that of the golden set 800


def largest(bench, folder):
    process = subprocess.Popen(bench.replay(), cwd=folder, env=bench.environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    return used.ru_maxrss * 1024


def main():
    with tempfile.TemporaryDirectory() as place:
        bench = replay.Bench(pathlib.Path(sys.argv[1]), pathlib.Path(place))
        with bench.server() as url:
            sizes = []
            for count in (FEW, MANY, 2 * MANY):
                folder = bench.world(f"cases{count}", url, replay.make_cases(count), 16)
                sizes.append(min(largest(bench, folder) for _ in range(2)))
                shutil.rmtree(folder)
    few, many, more = sizes
    a_case = (more - many) / MANY
    print(f"{few >> 20} MB with {FEW} cases, {many >> 20} with {MANY}, {more >> 20} with twice as many: {a_case:.0f} bytes a case")
    assert a_case < MOST, f"more than {MOST} bytes a case"


if __name__ == "__main__":
    main()
