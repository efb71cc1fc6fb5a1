#!/usr/bin/env python3
"""Kills tidemark at every statement by which it brings an old ledger up to date: nothing in it may be lost.

usage: migration.py TIDEMARK_WITH_FAULT_INJECTION
"""
import contextlib
import shutil
import sqlite3
import sys

from world import World

# The ledger as version 1 made it, with one run.
VERSION_1 = """\
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  command TEXT NOT NULL,
  base TEXT NOT NULL,
  head TEXT NOT NULL,
  dirty INTEGER NOT NULL,
  tool TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  planned INTEGER,
  exit_code INTEGER,
  report TEXT,
  report_hash TEXT
) STRICT;
CREATE TABLE trials (
  run INTEGER NOT NULL REFERENCES runs(id),
  automation TEXT NOT NULL,
  arm TEXT NOT NULL,
  case_id TEXT NOT NULL,
  repeat INTEGER NOT NULL,
  failure TEXT,
  text TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  took_us INTEGER NOT NULL,
  PRIMARY KEY (run, automation, arm, case_id, repeat)
) STRICT, WITHOUT ROWID;
CREATE TABLE verdicts (
  run INTEGER NOT NULL REFERENCES runs(id),
  automation TEXT NOT NULL,
  verdict TEXT NOT NULL,
  because TEXT NOT NULL,
  cases INTEGER,
  mean_before REAL,
  mean_after REAL,
  p_worse REAL,
  log_e REAL,
  PRIMARY KEY (run, automation)
) STRICT, WITHOUT ROWID;
INSERT INTO runs VALUES(1,'gate','aa','bb',0,'0.1.0','2026-10-01T09:30:00Z','2026-10-01T09:31:00Z',1,10,'{}','h');
INSERT INTO trials VALUES(1,'automation:fixed','base','c',0,NULL,'"billing"','h',1500);
INSERT INTO verdicts VALUES(1,'automation:fixed','REGRESSED','worse',1,1.0,0.0,0.01,0.0);
PRAGMA journal_mode=WAL;
PRAGMA application_id=1953064037;
PRAGMA user_version=1;
"""
LISTED = "1  2026-10-01T09:30:00Z  gate  aa..bb  1 trial  0 failed  exit 10: behaviour got worse\n"


def fail(sentence, world):
    sys.exit(f"{sentence}\n(the workspace is kept: {world.place})")


def version_and_rows(path):
    with contextlib.closing(sqlite3.connect(path)) as ledger:
        return (ledger.execute("PRAGMA user_version").fetchone()[0],
                [ledger.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("runs", "trials", "verdicts")])


def main():
    world = World(sys.argv[1])
    path = world.place / "ledger"
    command = ("runs", "--ledger", str(path))

    def old_ledger():
        for one in world.place.glob("ledger*"):
            one.unlink()
        with contextlib.closing(sqlite3.connect(path)) as ledger:
            ledger.executescript(VERSION_1)

    old_ledger()
    code, out, err = world.run(*command, TIDEMARK_FAULT_LOG=str(world.place / "visits"))
    sites = (world.place / "visits").read_text().split()
    if (code, out) != (0, LISTED) or sites.count("ledger.migrate") < 8:
        fail(f"undisturbed: {code} {out}{err}{sites}", world)
    for number, site in enumerate(sites, 1):
        old_ledger()
        code, _, err = world.run(*command, TIDEMARK_FAULT=f"*:{number}")
        if code != -9:
            fail(f"visit {number}, {site}: {code} {err}", world)
        # Whoever has the old program may still go back to the copy.
        copy = world.place / "ledger.version-1"
        kept = copy if copy.exists() else path
        shutil.copy(kept, world.place / "ledger-looked-at")
        if version_and_rows(world.place / "ledger-looked-at") != (1, [1, 1, 1]):
            fail(f"visit {number}, {site}: {kept.name} is not the old ledger any more", world)
        code, out, err = world.run(*command)
        if (code, out) != (0, LISTED):
            fail(f"visit {number}, {site}, again: {code} {out}{err}", world)
        left = {one.name for one in world.place.glob("ledger*")} - {"ledger-looked-at"}
        if version_and_rows(path)[1] != [1, 1, 1] or left != {"ledger", "ledger.lock", "ledger.version-1"}:
            fail(f"visit {number}, {site}, again: {sorted(left)}", world)
    print(f"killed at {len(sites)} places of {len(set(sites))} kinds; the old ledger was whole each time")
    world.remove()


if __name__ == "__main__":
    main()
