#!/usr/bin/env python3
"""A replay holds little of each case: memory_flat.py BIN_FOLDER

The same automation with few and with many cases, whose baseline is read while it comes and whose equal outputs are one.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "bench"))
import replay  # noqa: E402

FEW, MANY = 500, 4500
MOST = 3000  # bytes a case; its line of the baseline has 5,000, that of the golden set 800


# What a process held before it became another program counts as the other's, so a small one starts it.
MEASURED = """
import os, sys
nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=nowhere)
_, status, used = os.wait4(process, 0)
print(used.ru_maxrss * 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def largest(bench, folder):
    command = [sys.executable, "-S", "-c", MEASURED, *map(str, bench.replay())]
    done = subprocess.run(command, cwd=folder, env=bench.environment, stdout=subprocess.PIPE, check=True)
    return int(done.stdout)


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
