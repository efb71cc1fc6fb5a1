#!/usr/bin/env python3
"""What is private in a log is found in nothing that `record --from` leaves: log_canary.py TIDEMARK.

Looked through are both outputs and every file of the workspace, its state and its home, after runs that add cases, that write
nothing, that refuse the log for a line or for its tags, and that are killed.
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kit"))
import transcript  # noqa: E402

CANARIES = ["canary.person@example.com", "canary%40example.org", "+49 151 27182818", "(555) 271-8281", "4111 1111 1111 1111",
            "5500000000000004", "DE89 3704 0044 0532 0130 00", "sk-CANARY0123456789abcdef", "ghp_CANARY0123456789abcdefABCDEF",
            "AKIACANARY0123456789", "eyJjYW5hcnkiOjF9.eyJjYW5hcnkiOjF9.CANARYCANARY", "canary-password-1", "https://user:canarypass@example.com/",
            "C-271828"]
SECRETS = [one if not one.startswith("https") else "canarypass" for one in CANARIES]
RULES = "patterns: {customer: 'C-\\d{6}'}\nplaces: {/input/name: name}\n"


def records(count):
    """Canaries in texts, in names of members, in JSON within JSON, in tags, ids and expected outputs."""
    draw = random.Random(1)
    words = ["parcel", "invoice", "shoes", "refund", "account", "late", "broken", "thanks", "where", "please"]
    for i in range(count):
        said = " ".join(draw.choice(words) for _ in range(draw.randint(3, 20)))
        canary = CANARIES[i % len(CANARIES)]
        password = {"password": "canary-password-1"} if canary == "canary-password-1" else {}
        canary = "nothing" if password else canary
        yield {"id": canary if i % 5 == 0 else f"r-{i}", "tags": [f"t{i % 3}", *([canary] if i % 7 == 0 else [])],
               "output": {"said": f"to {canary}"}, "input": {
                   "name": "Canary Person", "text": f"{said} {canary}, {said}", "nested": json.dumps({"deep": [canary]}), canary: said, **password}}


def artefacts(binary, place):
    work = place / "work"
    for name in ("home", "state"):
        (place / name).mkdir()
    transcript.shutil.copytree(transcript.world("desk"), work)
    (work / "tidemark.redact.yaml").write_text(RULES)
    lines = [json.dumps(one) for one in records(3000)]
    logs = {"good": lines, "cut": [*lines, lines[0][:-9]], "tags": [json.dumps({**json.loads(one), "tags": [f"{i} {CANARIES[0]}"]}) for i, one in enumerate(lines)],
            "where": ['{"canary.person@example.com": 1, "sk-CANARY0123456789abcdef": 2}']}
    for name, text in logs.items():
        (place / f"{name}.jsonl").write_text("\n".join(text) + "\n")
    variables = transcript.environment(binary, place)

    def command(log, *more):
        return [str(binary), "record", "sorter", "--from", str(place / f"{log}.jsonl"), "--id", "/id", "--expect", "/output", *more]

    for log, code, more in [("good", 0, ["--dry-run"]), ("good", 0, ["--take", "200"]), ("good", 0, ["--format", "json", "--seed", "2"]), ("cut", 21, []),
                            ("cut", 0, ["--skip-malformed"]), ("tags", 21, ["--take", "9"]), ("where", 21, [])]:
        done = subprocess.run(command(log, *more), cwd=work, env=variables, capture_output=True, timeout=120)
        if done.returncode != code:
            sys.exit(f"{log} {more}: exit {done.returncode}\n{done.stderr.decode()}")
        yield f"what {log} {more} said", done.stdout + done.stderr
    for tenth in range(1, 6):
        process = subprocess.Popen(command("good", "--take", "3000", "--seed", str(tenth)), cwd=work, env=variables,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until_read(process, (place / "good.jsonl").stat().st_size * tenth // 5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        yield from files(place, logs)
    yield from files(place, logs)


def wait_until_read(process, size):
    """Until the process has read so many bytes, or has ended."""
    while process.poll() is None:
        fields = dict(line.split(": ") for line in pathlib.Path(f"/proc/{process.pid}/io").read_text().splitlines())
        if int(fields.get("rchar", size)) >= size:
            return


def files(place, logs):
    for folder, _, names in os.walk(place):
        for name in names:
            path = pathlib.Path(folder) / name
            if path.parent == place and path.stem in logs:
                continue
            yield str(path), path.read_bytes()


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="log-canary-") as folder:
        place = pathlib.Path(folder).resolve()
        found, looked, cases = set(), 0, 0
        for name, content in artefacts(binary, place):
            looked += 1
            cases = max(cases, content.count(b"<name-1>"))
            found |= {f"{name}: {one}" for one in [*SECRETS, "Canary Person"] if one.encode() in content}
    print("\n".join(sorted(found)) or f"nothing private is in {looked} artefacts")
    sys.exit(bool(found) or looked < 50 or cases < 50)


if __name__ == "__main__":
    main()
