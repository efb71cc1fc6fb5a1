#!/usr/bin/env python3
"""Holds `tidemark` against objects of git that were made to hurt, under the kernel's limits of processor and memory.

usage: hostile_repositories_test.py TIDEMARK [COMMITS]

A pack stores an object as its difference from another one, which may be a difference, too: a few hundred bytes become
gigabytes, and the way to the first whole object may be long. A history of COMMITS commits (default: 50,000) is long.
"""
import hashlib
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import zlib

BINARY = pathlib.Path(sys.argv[1]).resolve()
COMMITS = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
INVENTORY = """\
tidemark: 1
automations: {a: {replay: {runner: {plugin: process, command: [./run]}, golden: a.jsonl, compare: [{comparator: exact}]}}}
"""
BLOB, REF_DELTA = 3, 7


def object_id(size, pieces):
    made = hashlib.sha1(b"blob %d\0" % size)
    for piece in pieces:
        made.update(piece)
    return made.digest()


def number(value):
    """As a delta writes a size."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def copy(size):
    """The first `size` bytes of the base, at most 0xffffff."""
    return bytes([0x80 | 0x10 | 0x20 | 0x40]) + size.to_bytes(3, "little")


def entry(kind, data, base=b""):
    size, head = len(data), bytearray()
    first = kind << 4 | size & 0x0F
    size >>= 4
    while size:
        head.append(first | 0x80)
        first, size = size & 0x7F, size >> 7
    return bytes(head + bytes([first])) + base + zlib.compress(data)


def write_pack(folder, entries):
    """Pack and index of entries by id: what `git index-pack` makes, but nothing is unpacked on the way."""
    pack, places = bytearray(b"PACK" + (2).to_bytes(4, "big") + len(entries).to_bytes(4, "big")), {}
    for name, data in entries.items():
        places[name] = len(pack), zlib.crc32(data)
        pack += data
    pack += hashlib.sha1(pack).digest()
    names = sorted(places)
    index = bytearray(b"\xfftOc" + (2).to_bytes(4, "big"))
    for first in range(256):
        index += sum(name[0] <= first for name in names).to_bytes(4, "big")
    index += b"".join(names)
    index += b"".join(places[name][1].to_bytes(4, "big") for name in names)
    index += b"".join(places[name][0].to_bytes(4, "big") for name in names)
    index += pack[-20:]
    index += hashlib.sha1(index).digest()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"pack-{pack[-20:].hex()}.pack").write_bytes(pack)
    (folder / f"pack-{pack[-20:].hex()}.idx").write_bytes(index)


def bomb(size):
    """Zeros in a pack of hundreds of bytes: 64 KB whole, then differences that copy what is there; the last one's id."""
    entries, have = {}, 1 << 16
    name = object_id(have, [bytes(have)])
    entries[name] = entry(BLOB, bytes(have))
    while have < size:
        piece = min(have, 0xFFFFFF)
        times = min(-(-size // piece), 0x7F if have < size // 0x7F else -(-size // piece))
        now = piece * times
        base, name = name, object_id(now, (bytes(piece) for _ in range(times)))
        entries[name] = entry(REF_DELTA, number(have) + number(now) + copy(piece) * times, base)
        have = now
    return entries, name


def chain(length):
    """`length` texts, each stored as the difference from the one before; the last one's id."""
    text = b"%08d" % 0 + b" " * 100 + b"\n"
    name = object_id(len(text), [text])
    entries = {name: entry(BLOB, text)}
    for step in range(1, length):
        now = b"%08d" % step + text[8:]
        delta = number(len(text)) + number(len(now)) + bytes([8]) + now[:8] + bytes([0x80 | 0x01 | 0x10, 8, len(now) - 8])
        base, name = name, object_id(len(now), [now])
        entries[name] = entry(REF_DELTA, delta, base)
        text = now
    return entries, name


class Repository:
    def __init__(self, folder):
        self.work = folder / "work"
        self.work.mkdir(parents=True)
        self.environment = {**os.environ, "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "XDG_STATE_HOME": str(folder / "state"),
                            **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in
                               (("NAME", "A"), ("EMAIL", "a@example.com"), ("DATE", "2001-01-01T00:00:00Z"))}}
        self.git("init", "-q", "-b", "main")
        self.write("tidemark.yaml", INVENTORY)
        self.write("a.jsonl", '{"id": "one", "input": 1}\n')
        self.commit("a state")

    def write(self, name, text):
        (self.work / name).write_text(text)

    def git(self, *arguments, text=None):
        return subprocess.run(["git", *arguments], cwd=self.work, env=self.environment, check=True, capture_output=True,
                              text=True, input=text).stdout.strip()

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def put(self, name, made):
        """A commit `hostile` in whose tree `name` is the last of the objects that were made, and HEAD as it was after it."""
        entries, blob = made
        write_pack(self.work / ".git/objects/pack", entries)
        others = [line for line in self.git("ls-tree", "HEAD").splitlines() if not line.endswith(f"\t{name}")]
        tree = self.git("mktree", "--missing", text="\n".join([*others, f"100644 blob {blob.hex()}\t{name}"]) + "\n")
        self.git("branch", "hostile", self.git("commit-tree", "-m", "made", "-p", "HEAD", tree))
        self.git("update-ref", "HEAD", self.git("commit-tree", "-m", "as before", "-p", "hostile", "HEAD^{tree}"))

    def grow(self, commits):
        """That many commits on top of HEAD; every hundredth has another version of the model `m`."""
        with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=self.work, env=self.environment, stdin=subprocess.PIPE,
                              text=True) as git:
            for at in range(commits):
                text = INVENTORY + f'models: {{m: {{version: "{at // 100}"}}}}\n'
                git.stdin.write(f"commit refs/heads/main\ncommitter A <a@example.com> {1_000_000_000 + at} +0000\ndata 1\nx\n")
                git.stdin.write("from refs/heads/main^0\n" if at == 0 else "")
                git.stdin.write(f"M 644 inline {'tidemark.yaml' if at % 100 == 0 else f'file-{at % 1000}'}\n"
                                f"data {len(text)}\n{text}\n" if at % 2 == 0 else "")
        self.git("reset", "-q", "--hard")

    def tidemark(self, *arguments, seconds=2):
        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))
        return subprocess.run([BINARY, *arguments], cwd=self.work, env=self.environment, capture_output=True, text=True,
                              preexec_fn=limit)


def told(repository, arguments, code, sentence, **limits):
    done = repository.tidemark(*arguments, **limits)
    said = done.stdout + done.stderr
    return [] if done.returncode == code and sentence in said else [f"{arguments}: exit {done.returncode}, {said[-300:]!r}"]


def main():
    failures = []
    questions = (("gate", "--base", "hostile"), ("changes", "--base", "hostile"),
                 ("diff", "hostile"), ("list", "--at", "hostile"))
    with tempfile.TemporaryDirectory(prefix="packs-") as place:
        place = pathlib.Path(place)
        golden = Repository(place / "golden")
        golden.put("a.jsonl", bomb(1 << 30))
        failures += told(golden, ("gate", "--base", "hostile"), 13, "'a.jsonl': larger than the limit of 536870912 bytes")
        inventory = Repository(place / "inventory")
        inventory.put("tidemark.yaml", bomb(1 << 30))
        for arguments in questions:
            failures += told(inventory, arguments, 21, "'tidemark.yaml': larger than the limit of ")
        long = Repository(place / "long")
        long.put("tidemark.yaml", chain(20_000))
        for arguments in questions:
            failures += told(long, arguments, 21, "tidemark.yaml:1:1: the file is not a map")
        old = Repository(place / "old")
        old.grow(COMMITS)
        oldest, seconds = f"HEAD~{COMMITS - 1}", 2 + COMMITS // 10_000
        last = f"{(COMMITS - 1) // 100}"
        failures += told(old, ("gate", "--base", "HEAD~1"), 0, "NOT_AFFECTED  a", seconds=seconds)
        failures += told(old, ("changes", "--base", oldest), 0, f"0 -> {last}", seconds=seconds)
        failures += told(old, ("diff", oldest), 0, f"0 -> {last}", seconds=seconds)
        failures += told(old, ("list", "--at", "2001-09-09T01:46:40Z"), 0, "model:m       0", seconds=seconds)
        failures += told(old, ("history", "model:m"), 0, f"{int(last) - 1} -> {last}", seconds=seconds)
    print("\n".join(failures) or "nothing was unpacked whose size nobody can bear")
    return bool(failures)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
