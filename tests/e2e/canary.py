#!/usr/bin/env python3
"""A secret that an automation prints in every way it can is found in nothing that tidemark leaves: canary.py TIDEMARK.

Looked through are both outputs, the reports, the baseline, and every byte of the ledger, its WAL included, after
commands that end well, that fail, and that are killed.
"""
import base64
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "kit"))
import transcript  # noqa: E402

SECRET = 'sk-CANARY/0123+"456\\789'
FORMS = [SECRET, json.dumps(SECRET)[1:-1], json.dumps(json.dumps(SECRET))[3:-3], urllib.parse.quote(SECRET, safe=""),
         urllib.parse.quote(SECRET), base64.b64encode(SECRET.encode()).decode().rstrip("="), "sk-CANARY", SECRET[-7:]]

PROGRAM = """#!/usr/bin/env python3
import base64, json, os, signal, sys, urllib.parse
key, said = os.environ["CANARY_KEY"], sys.stdin.read().strip()
mood = open("mood").read().strip()
print("calling with", key, file=sys.stderr)
if mood == "kill" and said == "case 15":
    worker = os.getppid()
    gate = int(open(f"/proc/{worker}/stat").read().rpartition(")")[2].split()[1])
    os.kill(gate, signal.SIGKILL)
if mood == "fail" and said != "case 0":
    print(json.dumps({"authorization": key}), file=sys.stderr)
    refusal = "refused: " + urllib.parse.quote(key, safe="") + " " + key
    print(key + "y" * (2048 - len(refusal) - 10), file=sys.stderr)  # of which the plugin shows 2048 bytes
    sys.exit(refusal)
print(json.dumps({"said": said, "mood": mood if said == "case 3" else "", "plain": key, "json": json.dumps(key),
                  "url": "https://host/?k=" + urllib.parse.quote(key, safe=""),
                  "basic": base64.b64encode(key.encode()).decode()}))
"""

WORKSPACE = """tidemark: 1
defaults: {owners: {technical: tools@example.com, operational: desk@example.com}}
automations:
  leaky:
    title: Repeats its key
    deterministic: true
    files: [run, mood]
    replay:
      runner: {plugin: process, command: [./run], output: json, env: [CANARY_KEY], timeout: 20s}
      golden: golden.jsonl
      compare: [{comparator: json}]
"""


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="canary-") as folder:
        place = pathlib.Path(folder).resolve()
        found = [f"{name}: {form}" for name, content in artefacts(binary, place) for form in FORMS if form.encode() in content]
    print("\n".join(found) or "the secret is nowhere")
    sys.exit(bool(found))


def artefacts(binary, place):
    """(name, bytes) of everything that a run leaves. Checks on its way that each ends as it must."""
    work = place / "work"
    for name in ("work", "home", "state"):
        (place / name).mkdir()
    variables = transcript.environment(binary, place) | {"CANARY_KEY": SECRET}
    for name, text in (("run", PROGRAM), ("tidemark.yaml", WORKSPACE), ("mood", "good\n")):
        (work / name).write_text(text)
    (work / "run").chmod(0o755)
    cases = ({"id": f"c{i:02}", "input": f"case {i}"} for i in range(24))
    (work / "golden.jsonl").write_text("".join(json.dumps(one) + "\n" for one in cases))
    everything = []
    reports = f"--report json={place}/report.json --report junit={place}/report.xml"

    def run(command, code):
        done = subprocess.run(["sh", "-c", command], cwd=work, env=variables, capture_output=True, timeout=120)
        if done.returncode != code:
            sys.exit(f"{command}: exit {done.returncode}, not {code}\n{done.stdout.decode()}{done.stderr.decode()}")
        everything.extend([(f"stdout of {command}", done.stdout), (f"stderr of {command}", done.stderr)])
        for path in sorted([*place.glob("report.*"), *(place / "state").rglob("*"), *work.glob("*.jsonl")]):
            if path.is_file():
                everything.append((f"{path.name} after {command}", path.read_bytes()))

    run("begin leaky", 0)
    for mood, code in (("better", 0), ("fail", 20), ("kill", 128 + signal.SIGKILL)):
        (work / "mood").write_text(mood + "\n")
        run(f"tidemark gate --base base --cases 99 {reports}" + (" ; exit $?" if mood == "kill" else ""), code)
    if not any(name.startswith("ledger") and "-wal" in name and content for name, content in everything):
        sys.exit("no WAL was looked through: " + ", ".join(name for name, _ in everything))
    if not any(b"[CANARY_KEY]" in content for name, content in everything if "jsonl" in name):
        sys.exit("the baseline holds no output of the program")
    return everything


if __name__ == "__main__":
    main()
