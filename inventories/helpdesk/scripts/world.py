"""What the scripts share: train a classifier, run an automation over its golden set, score the answers."""

import contextlib
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODEL = "models/ticket.ftz"
MOVED = "returned-goods-refund"  # the tag of the golden cases, and below the text, which the redefinition moves
MOVED_TEXT = "refunds.txt"

# How each automation is replayed; tidemark reads the same from inventory/automations.yaml.
AUTOMATIONS = {
    "ticket-router": {
        "command": ["fasttext", "predict-prob", MODEL, "-", "1"], "mode": "lines", "primary": "queue",
        "extract": r"^__label__(?P<queue>\S+) (?P<confidence>[0-9.]+)"},
    "escalation-alerts": {"command": ["automations/escalation-alerts/run"], "mode": "jsonl", "primary": "team"},
    "reply-drafter": {"command": ["automations/reply-drafter/run"], "mode": "jsonl", "primary": "tone"},
    "invoice-reader": {"command": ["automations/invoice-reader/run"], "mode": "exec", "primary": "header"},
    "weekly-digest": {"command": ["automations/weekly-digest/run"], "mode": "jsonl", "primary": "headline"},
}
CLASSIFIER_BACKED = ["ticket-router", "escalation-alerts"]

if shutil.which("fasttext") is None:
    raise SystemExit("fasttext is not installed (on Debian: apt install fasttext)")


def training_text(queues):
    lines = []
    for path in sorted((ROOT / "data/train").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        if queues == "redefined" and path.name == MOVED_TEXT:
            text = text.replace("__label__returns ", "__label__billing ")
        lines.append(text)
    return "".join(lines)


def train(output, queues="current", refresh=False):
    """Trains and quantises a classifier; the same arguments give the same bytes."""
    seed, epochs = ("2", "60") if refresh else ("1", "50")
    with tempfile.TemporaryDirectory() as place:
        text, model = pathlib.Path(place, "train.txt"), pathlib.Path(place, "ticket")
        text.write_text(training_text(queues), encoding="utf-8")
        steps = [["supervised", "-dim", "12", "-epoch", epochs, "-lr", "0.4", "-seed", seed, "-verbose", "0"],
                 ["quantize", "-qnorm"]]
        for step in steps:
            command = ["fasttext", *step, "-input", str(text), "-output", str(model), "-thread", "1"]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode != 0:
                raise SystemExit(f"{' '.join(command[:2])} failed: {done.stderr.strip()}")
        pathlib.Path(output).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(model.with_suffix(".ftz"), output)


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


@contextlib.contextmanager
def copy_with(model):
    """A throw-away copy of this folder in which the classifier is `model`."""
    with tempfile.TemporaryDirectory() as place:
        copy = pathlib.Path(place, "helpdesk")
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", "__pycache__"))
        shutil.copyfile(model, copy / MODEL)
        yield copy


def golden(name, root=ROOT):
    return [json.loads(line) for line in (root / f"golden/{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def command_in(root, how):
    program, *rest = how["command"]
    return [str(root / program) if "/" in program else program, *rest]


def ask(command, text, root):
    done = subprocess.run(command, input=text, cwd=root, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def run(name, root=ROOT):
    """{case id: output} of one automation over its golden set."""
    how, cases = AUTOMATIONS[name], golden(name, root)
    command = command_in(root, how)
    if how["mode"] == "exec":
        return {case["id"]: json.loads(ask(command, case["input"]["text"], root)) for case in cases}
    if how["mode"] == "lines":
        lines = ask(command, "".join(case["input"]["text"] + "\n" for case in cases), root).splitlines()
        return {case["id"]: re.match(how["extract"], line).groupdict() for case, line in zip(cases, lines, strict=True)}
    calls = "".join(json.dumps({"id": i, "input": case["input"]}) + "\n" for i, case in enumerate(cases))
    answers = {answer["id"]: answer for answer in map(json.loads, ask(command, calls, root).splitlines())}
    for i, case in enumerate(cases):
        if "output" not in answers.get(i, {}):
            raise SystemExit(f"{name}: {case['id']}: {answers.get(i, {}).get('error', 'no answer')}")
    return {case["id"]: answers[i]["output"] for i, case in enumerate(cases)}


def right(name, root=ROOT):
    """{case id: does the primary field agree with `expect`}; a case without `expect` has no opinion and is left out."""
    primary, outputs = AUTOMATIONS[name]["primary"], run(name, root)
    return {case["id"]: outputs[case["id"]][primary] == case["expect"][primary]
            for case in golden(name, root) if "expect" in case}


def accuracy(answers):
    return sum(answers.values()) / len(answers)
