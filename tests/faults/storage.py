#!/usr/bin/env python3
"""Keeps the state on a file system that is too small, then on one that is read-only. Needs a mount namespace of its own;
without the right to one it is skipped (77).

usage: storage.py TIDEMARK_WITH_FAULT_INJECTION
"""
import os
import subprocess
import sys

from world import Broken, World, expect

GATE = ("gate", "--base", "HEAD~1", "--format", "json")
VERDICT = 10
INSIDE = "inside-a-namespace"


def mount(world, options):
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", world.place / "state"], check=True)


def unmount(world):
    subprocess.run(["umount", world.place / "state"], check=True)


def full(world):
    """A gate on ever larger disks: as long as it does not fit it says so, and with space it goes on."""
    failed = 0
    for kilobytes in range(8, 400, 24):
        mount(world, f"size={kilobytes}k")
        (world.place / "calls").unlink(missing_ok=True)
        code, _, err = world.run(*GATE)
        if code != VERDICT:
            failed += 1
            expect(code == 22 and "bytes are free there" in err, f"{kilobytes} kB: {code} {err}")
            subprocess.run(["mount", "-o", "remount,size=8m", world.place / "state"], check=True)
            code, _, err = world.run(*GATE)
            expect(code == VERDICT, f"{kilobytes} kB, with space again: {code} {err}")
            trials = world.rows("SELECT count(*) FROM trials")[0][0]
            expect(trials <= world.calls() <= trials + 2, f"{kilobytes} kB: {world.calls()} calls for {trials} trials")
        unmount(world)
    expect(failed >= 3, f"only {failed} disks were too small")
    print(f"a full disk of {failed} sizes: each said so, and went on with space")


def read_only(world):
    mount(world, "size=8m")
    expect(world.run(*GATE)[0] == VERDICT, "a gate with space")
    code, listed, _ = world.run("runs")
    subprocess.run(["mount", "-o", "remount,ro", world.place / "state"], check=True)
    code, out, err = world.run("runs")
    expect((code, out) == (0, listed), f"runs, read-only: {code} {out}{err}")
    code, _, err = world.run(*GATE)
    expect(code == 22 and "Read-only file system" in err, f"gate, read-only: {code} {err}")
    unmount(world)
    print("a read-only disk: runs are listed, a gate says what is wrong")


def main():
    if INSIDE not in sys.argv:
        tried = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True)
        if tried.returncode != 0:
            print(f"skipped: {tried.stderr.decode().strip()}")
            sys.exit(77)
        os.execvp("unshare", ["unshare", "-rm", sys.executable, *sys.argv, INSIDE])
    world = World(sys.argv[1])
    try:
        world.run("record", "fixed", "drawn")
        world.commit()
        world.words("returns")
        world.commit()
        world.reset({})
        full(world)
        read_only(world)
    except Broken as broken:
        sys.exit(f"{broken}\n(the workspace is kept: {world.place})")
    world.remove()


if __name__ == "__main__":
    main()
